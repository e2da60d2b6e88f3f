"""A benchmark's section of docs/benchmarks.md: tables and text, rewritten without touching the others."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bench.grids import Grid, markdown_grid, print_grids

ORDER = ("reading", "steps", "stance", "time", "memory", "robustness")
"""Of the sections in the document; others follow in the order they were first written."""

_TITLE = "# Benchmarks\n\nEach section is written by the command it names; don't edit.\n"
_BEGIN, _END = "<!-- begin {} -->", "<!-- end {} -->"
_WIDTH = 130
"""Columns when the output is no terminal: the widest table fits."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one benchmark has to say."""

    name: str
    """The benchmark's command."""
    title: str
    command: str
    """The command line that repeats it."""
    facts: str
    """When and on what it was measured."""
    body: tuple[str | Grid, ...]
    """Paragraphs and tables in order."""


def publish(section: Section, document: Path) -> None:
    """Show the tables of `section` and write it into `document`, leaving the other sections alone."""
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    print_grids((part for part in section.body if isinstance(part, Grid)), console)
    old = document.read_text(encoding="utf-8") if document.is_file() else _TITLE
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(replaced(old, section.name, markdown(section)), encoding="utf-8")


def markdown(section: Section) -> str:
    """The section as Markdown."""
    parts = [f"## {section.title}\n", f"    {section.command}\n", f"{section.facts}\n"]
    parts += [f"{part}\n" if isinstance(part, str) else markdown_grid(part) for part in section.body]
    return "\n".join(parts)


def replaced(document: str, name: str, text: str) -> str:
    """`document` with `text` as its section `name`, put at its place when there was none."""
    begin, end = _BEGIN.format(name), _END.format(name)
    block = f"{begin}\n\n{text.strip()}\n\n{end}"
    if begin in document and end in document:
        before, _, rest = document.partition(begin)
        return before + block + rest.partition(end)[2]
    for other in _following(name):
        before, marker, rest = document.partition(_BEGIN.format(other))
        if marker:
            return f"{before}{block}\n\n{marker}{rest}"
    return f"{document.rstrip()}\n\n{block}\n"


def _following(name: str) -> Iterator[str]:
    if name in ORDER:
        yield from ORDER[ORDER.index(name) + 1 :]
