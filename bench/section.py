"""A benchmark's section of docs/benchmarks.md: tables and text, rewritten without touching the others."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

ORDER = ("reading", "steps", "stance", "time", "memory", "robustness")
"""Of the sections in the document; others follow in the order they were first written."""

_TITLE = "# Benchmarks\n\nEach section is written by the command it names; don't edit.\n"
_BEGIN, _END = "<!-- begin {} -->", "<!-- end {} -->"
_WIDTH = 130
"""Columns when the output is no terminal: the widest table fits."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of ready text."""

    title: str
    columns: tuple[str, ...]
    """The first is text, the others are figures unless `text` says otherwise."""
    rows: tuple[tuple[str, ...], ...]
    text: bool = False


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
    show(section, Console() if sys.stdout.isatty() else Console(width=_WIDTH))
    old = document.read_text(encoding="utf-8") if document.is_file() else _TITLE
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(replaced(old, section.name, markdown(section)), encoding="utf-8")


def show(section: Section, console: Console) -> None:
    """Print the tables."""
    for grid in section.body:
        if isinstance(grid, str):
            continue
        table = Table(title=grid.title, title_justify="left", box=box.SIMPLE_HEAD)
        for index, column in enumerate(grid.columns):
            table.add_column(column, justify="right" if index and not grid.text else "left")
        for row in grid.rows:
            table.add_row(*row)
        console.print(table)


def markdown(section: Section) -> str:
    """The section as Markdown."""
    parts = [f"## {section.title}\n", f"    {section.command}\n", f"{section.facts}\n"]
    parts += [f"{part}\n" if isinstance(part, str) else _markdown_grid(part) for part in section.body]
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


def _markdown_grid(grid: Grid) -> str:
    rule = "---" if grid.text else "---:"
    lines = [grid.columns, ("---", *(rule for _ in grid.columns[1:])), *grid.rows]
    rows = [" | ".join(cell.replace("|", r"\|") for cell in line) for line in lines]
    return "\n".join([f"### {grid.title}\n", *(f"| {row} |" for row in rows), ""])
