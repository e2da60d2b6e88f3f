"""Files nobody wants, one call each: whether every one ends in a stated outcome, soon, in little memory."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.grids import Grid
from bench.machine import CORES, facts, own_program, tell
from bench.meter import Command, Spent, measure
from bench.nasty import write_nasties
from bench.section import Section, publish

_PAGE_SECONDS = 30
"""Limit of a page during the benchmark; the product's own is 120."""

_SPARE_SECONDS = 60
_LONGEST_SECONDS = 900
_BAR_BYTES = 1_000_000_000
_STATED_CODES = (0, 1, 4)
_NEVER = ("internal", "worker_crashed")
_GENERATED = "generated"
_BETWEEN = "-between-pages"

_TEXT = f"""\
Each file is a call of its own, `sohoa ocr --format json FILE`, with one worker and {_PAGE_SECONDS}
seconds a page. An outcome is the state of each page, with the code of its problem, or the code with which
the file was refused. *Crashed* is any other exit code, a traceback, output that is not JSON, or a page
that ended as `internal` or `worker_crashed`; *hung* is longer than {_PAGE_SECONDS} seconds a page and
{_SPARE_SECONDS} for the file; *MB* is the peak of the largest process. *Neighbours lost* are pages beside
a page that can't be read, not read themselves. The generated files are listed below, the others in
`out/bench/robustness.csv`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the call for one file ended."""

    kind: str
    """Where the file comes from."""
    file: str
    outcome: str
    spent: Spent
    pages: tuple[str, ...] = ()
    """State of each page."""
    crashed: bool = False

    @property
    def hung(self) -> bool:
        """Whether it took longer than its pages may."""
        return self.spent.wall_seconds > _PAGE_SECONDS * max(1, len(self.pages)) + _SPARE_SECONDS

    @property
    def large(self) -> bool:
        """Whether a process took more memory than it may."""
        return self.spent.peak_bytes > _BAR_BYTES

    @property
    def neighbours_lost(self) -> bool:
        """Whether a page beside the bad one was not read."""
        return _BETWEEN in self.file and (len(self.pages) != 3 or {self.pages[0], self.pages[2]} != {"read"})


def run(samples: Path, out: Path, document: Path) -> None:
    """Read every file of samples/robustness and every generated one, and write what became of them.

    Raises:
        MissingDependency: a program or the font is not installed.
    """
    tell("Writing nasty files …")
    files = [(_GENERATED, path) for path in write_nasties(out / "nasty")]
    given = samples / "robustness"
    files += [
        (path.relative_to(given).parts[0], path)
        for path in sorted(given.rglob("*"))
        if path.is_file() and path.parent != given
    ]
    tell(f"Reading {len(files)} files …")
    work = out / "robustness"
    work.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(CORES) as threads:
        found = list(threads.map(lambda one: _try(one[0], one[1], work / f"{one[0]}-{one[1].name}"), files))
    _write(found, out / "robustness.csv")
    publish(_section(found), document)


def _try(kind: str, file: Path, base: Path) -> Outcome:
    stem = str(base).replace("\n", " ")
    argv = (
        "timeout",
        "-k",
        "5",
        str(_LONGEST_SECONDS),
        own_program("sohoa"),
        "ocr",
        "--format",
        "json",
        str(file),
    )
    command = Command(argv, f"{stem}.json", f"{stem}.err")
    environment = {"SOHOA_WORKERS": "1", "SOHOA_PAGE_SECONDS": str(_PAGE_SECONDS)}
    spent = measure([command], 1, environment)
    answer, messages = (
        Path(name).read_text(encoding="utf-8", errors="replace") for name in (command.stdout, command.stderr)
    )
    return judged(kind, file.name, spent, answer, messages)


def judged(kind: str, file: str, spent: Spent, answer: str, messages: str) -> Outcome:
    """What a call's exit code, output and messages say."""
    try:
        shape = json.loads(answer)
    except ValueError:
        return Outcome(kind, file, f"no answer, exit code {spent.exit_codes[0]}", spent, crashed=True)
    codes = {one["page"]: one["code"] for one in shape["problems"]}
    states = tuple(str(page["state"]) for page in shape["pages"])
    ends = [_end(page["state"], codes.get(page["number"])) for page in shape["pages"]]
    if None in codes:
        ends.append(f"refused: {codes[None]}")
    crashed = (
        spent.exit_codes[0] not in _STATED_CODES
        or "Traceback" in messages
        or not ends
        or not {*_NEVER}.isdisjoint(codes.values())
    )
    return Outcome(kind, file, counted(ends), spent, states, crashed)


def _end(state: str, code: str | None) -> str:
    return f"{state}: {code}" if code and code != state else state


def counted(ends: Iterable[str]) -> str:
    """The outcomes of pages, each once, with how many pages ended so."""
    return ", ".join(f"{count} × {end}" if count > 1 else end for end, count in Counter(ends).items())


def _section(found: Sequence[Outcome]) -> Section:
    kinds = list(dict.fromkeys(one.kind for one in found))
    rows = [_row(kind, [one for one in found if one.kind == kind]) for kind in kinds]
    columns = ("files", "count", "crashed", "hung", "over 1 GB", "neighbours lost", "slowest s", "largest MB")
    body: tuple[str | Grid, ...] = (
        _TEXT,
        Grid("Files nobody wants", columns, (*rows, _row("all", found))),
        _outcomes(found),
        Grid(
            "Generated files",
            ("file", "outcome", "seconds", "MB"),
            tuple(_line(one) for one in found if one.kind == _GENERATED),
            text=True,
        ),
        *_offenders(found),
    )
    return Section("robustness", "Robustness", "./run bench robustness", facts(f"{len(found)} files"), body)


def _row(kind: str, found: Sequence[Outcome]) -> tuple[str, ...]:
    return (
        kind,
        str(len(found)),
        str(sum(one.crashed for one in found)),
        str(sum(one.hung for one in found)),
        str(sum(one.large for one in found)),
        str(sum(one.neighbours_lost for one in found)),
        f"{max(one.spent.wall_seconds for one in found):.1f}",
        f"{max(one.spent.peak_bytes for one in found) / 1e6:.0f}",
    )


def _outcomes(found: Sequence[Outcome]) -> Grid:
    """How often each outcome occurs."""
    counts: Mapping[str, int] = Counter(one.outcome for one in found)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Grid("Outcomes", ("outcome", "files"), tuple((name, str(count)) for name, count in ordered))


def _offenders(found: Sequence[Outcome]) -> list[Grid]:
    bad = [one for one in found if one.crashed or one.hung or one.large or one.neighbours_lost]
    columns = ("file", "outcome", "seconds", "MB")
    return [Grid("Files that broke a rule", columns, tuple(map(_line, bad)), text=True)] if bad else []


def _line(one: Outcome) -> tuple[str, ...]:
    name = " ".join(one.file.split())
    return name, one.outcome, f"{one.spent.wall_seconds:.1f}", f"{one.spent.peak_bytes / 1e6:.0f}"


def _write(found: Sequence[Outcome], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("kind", "file", "outcome", "seconds", "megabytes", "crashed", "hung"))
        table.writerows((one.kind, *_line(one), one.crashed, one.hung) for one in found)
