"""Single pages for benchmarks, balanced over captures and kinds of paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from core.errors import ConfigError
from samples.capture import CAPTURES, Shot, capture_sheet
from samples.cases import new_case
from samples.kinds import KINDS, TYPES, WRITERS
from samples.papers.paper import Paper
from samples.sheet import Sheet
from samples.truth import FieldValue, TrueFile, TruePage, TruePaper, TrueWord, save_truth


@dataclass(frozen=True, slots=True)
class SamplePage:
    """A generated page in a file of its own."""

    path: Path
    capture: str
    kind: str
    document_type: str
    type_code: str
    truth: TruePage

    @property
    def fields(self) -> Mapping[str, FieldValue]:
        """The facts printed on this page."""
        return self.truth.fields

    @property
    def words(self) -> tuple[TrueWord, ...]:
        """All words in reading order."""
        return self.truth.words


def page_set(folder: Path, pages: int, seed: int, captures: Sequence[str] = CAPTURES) -> list[SamplePage]:
    """Write `pages` single-page pictures into `folder`; page n is the same whatever `pages` is.

    Raises:
        ConfigError: an unknown capture.
        MissingDependency: the font is not installed.
    """
    check_captures(captures)
    folder.mkdir(parents=True, exist_ok=True)
    return [_page(folder, index, seed, captures) for index in range(pages)]


def type_set(folder: Path, seed: int, captures: Sequence[str] = ("clean", "adf")) -> list[SamplePage]:
    """Write one page of every type of paper into `folder`, captured in turn.

    Raises:
        ConfigError: an unknown capture.
        MissingDependency: the font is not installed.
    """
    check_captures(captures)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for index, (name, write) in enumerate(TYPES.items()):
        rng = Random(f"type/{seed}/{name}")
        paper = write(new_case(rng), rng)
        made.append(_captured(folder, index, paper, captures[index % len(captures)], rng, paper.sheets[0]))
    return made


def check_captures(captures: Sequence[str]) -> None:
    """Refuse unknown captures.

    Raises:
        ConfigError: there is one, or none at all.
    """
    if not captures or any(name not in CAPTURES for name in captures):
        raise ConfigError(f"Captures are {', '.join(CAPTURES)}.", code="unknown_capture")


def _page(folder: Path, index: int, seed: int, captures: Sequence[str]) -> SamplePage:
    rng = Random(f"page/{seed}/{index}")
    capture = captures[index % len(captures)]
    # One kind further each round, so that every capture meets every kind whatever the two counts are.
    kind = KINDS[(index % len(captures) + index // len(captures)) % len(KINDS)]
    paper = WRITERS[kind](new_case(rng), rng)
    sheet = paper.sheets[-1] if rng.random() < 0.15 else paper.sheets[0]
    return _captured(folder, index, paper, capture, rng, sheet)


def _captured(folder: Path, index: int, paper: Paper, capture: str, rng: Random, sheet: Sheet) -> SamplePage:
    shot = capture_sheet(sheet, paper.kind, capture, rng.getrandbits(63))
    path = folder / f"{index + 1:04d}-{capture}-{paper.kind}{shot.suffix}"
    path.write_bytes(shot.data)
    save_truth(path, _truth(path, paper, shot))
    return SamplePage(path, capture, paper.kind, paper.document_type, paper.type_code, shot.page)


def _truth(path: Path, paper: Paper, shot: Shot) -> TrueFile:
    fields = shot.page.fields
    whole = TruePaper(paper.kind, paper.document_type, paper.type_code, 1, 1, fields)
    return TrueFile(path.name, paper.document_type, paper.type_code, fields, (whole,), (shot.page,))
