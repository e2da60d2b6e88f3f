"""How many secret papers and identity cards are held back on every capture, and how many others with them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.grids import Grid
from bench.kept import read_files
from bench.machine import facts, tell
from bench.section import Section, publish
from bench.sheets import drawn_sheets
from pipeline.extract import understand
from pipeline.reference import load_reference
from samples.capture import CAPTURES, capture_sheet
from samples.cases import new_case
from samples.papers.paper import Writer
from samples.papers.sensitive import SECRECY, identity_card, secret

_CARD = "identity_card"
_HELD = {"secret", _CARD}
_TEXT = """\
Every paper is drawn anew for every capture and read by the whole pipeline. A paper counts as held back when
it ends with the problem `secret`, a card with `identity_card`. False alarms are counted on ordinary drawn
pages, none of which has a mark of secrecy or shows a card."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A drawn sensitive paper."""

    what: str
    capture: str
    file: Path


def run(papers: int, pages: int, seed: int, out: Path, document: Path) -> None:
    """Draw `papers` of each kind and capture and `pages` ordinary ones, read them, write the shares.

    Raises:
        MissingDependency: a program or the font is not installed.
    """
    sheets = list(_drawn(papers, seed, out / "secrecy"))
    tell(f"Reading {len(sheets)} sensitive and {pages} ordinary pages, unless they were read before …")
    held = _held([sheet.file for sheet in sheets], out)
    ordinary = drawn_sheets(out / "pages", pages, seed)
    alarms = _held([sheet.file for sheet in ordinary], out)
    found = Counter((sheet.what, sheet.capture) for sheet, codes in zip(sheets, held, strict=True) if codes)
    wanted = Counter((sheet.what, sheet.capture) for sheet in sheets)
    rows = [
        (what, *(f"{found[what, capture]} of {wanted[what, capture]}" for capture in CAPTURES))
        for what in dict.fromkeys(sheet.what for sheet in sheets)
    ]
    lost = [sheet.file.name for sheet, codes in zip(sheets, held, strict=True) if not codes]
    false = [sheet.file.name for sheet, codes in zip(ordinary, alarms, strict=True) if codes]
    told = [f"Not held back: {', '.join(lost) or 'none'}.", f"False alarms: {len(false)} of {len(ordinary)}."]
    command = f"./run bench secrecy --papers {papers} --pages {pages} --seed {seed}"
    grid = Grid("Held back", ("paper", *CAPTURES), tuple(rows))
    body = (_TEXT, grid, " ".join(told))
    publish(
        Section("secrecy", "Sensitive papers", command, facts(f"{len(sheets)} papers, seed {seed}"), body),
        document,
    )
    tell(" ".join(told))


def _drawn(papers: int, seed: int, folder: Path) -> Iterator[_Sheet]:
    folder.mkdir(parents=True, exist_ok=True)
    kinds: dict[str, Writer] = {mark: secret(mark) for mark in SECRECY} | {_CARD: identity_card}
    for what, write in kinds.items():
        for capture in CAPTURES:
            for number in range(papers):
                yield _Sheet(what, capture, _written(folder, write, what, capture, seed * 1000 + number))


def _written(folder: Path, write: Writer, what: str, capture: str, seed: int) -> Path:
    paper = write(new_case(Random(seed)), Random(seed))
    shot = capture_sheet(paper.sheets[0], paper.kind, capture, seed)
    file = folder / f"{what.replace(' ', '-')}-{capture}-{seed}{shot.suffix}"
    file.write_bytes(shot.data)
    return file


def _held(files: list[Path], out: Path) -> list[set[str]]:
    """For each file why it is held back; empty for what is archived."""
    reference = load_reference()
    return [
        {problem.code for problem in understand(iter(read), reference).problems} & _HELD
        for read in read_files(files, out / "readings")
    ]
