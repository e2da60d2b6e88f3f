"""How surely papers are classified: a page of every type, and the papers inside whole dossiers' files."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.kept import read_files
from bench.sheets import drawn_types
from core.page import Page
from pipeline.extract import Understanding, understand
from pipeline.extract.marks import SECRECY_MARK
from pipeline.extract.papers import OTHER
from pipeline.reference import Reference
from samples.truth import TrueFile

MOST_NAMED = 3
"""So many types that one was taken for are named in the table."""


@dataclass(frozen=True, slots=True)
class Classified:
    """Papers and pages, each as its true type and the one it was taken for."""

    papers: tuple[tuple[str, str], ...]
    """One drawn page of every type."""
    pages: tuple[tuple[str, str], ...]
    """Every page of the files of whole dossiers."""
    starts_true: int
    """Papers that begin inside those files, behind their first."""
    starts_found: int
    starts_right: int


def classify_types(
    folder: Path, readings: Path, seed: int, files: Sequence[tuple[TrueFile, Understanding]],
    reference: Reference,
) -> Classified:  # fmt: skip
    """Read and classify a page of every type; judge the papers of whole files that were understood before."""
    drawn = drawn_types(folder, seed)
    read = read_files([path for path, _ in drawn], readings)
    papers = tuple(
        (_true_type(truth), _found_type(pages, reference))
        for (_, truth), pages in zip(drawn, read, strict=True)
    )
    true = {(at, paper.first) for at, (truth, _) in enumerate(files) for paper in truth.papers[1:]}
    found = {(at, paper.first_page) for at, (_, own) in enumerate(files) for paper in own.papers[1:]}
    pages = tuple(pair for truth, own in files for pair in _pages(truth, own))
    return Classified(papers, pages, len(true), len(found), len(true & found))


def _true_type(truth: TrueFile) -> str:
    return SECRECY_MARK if truth.papers[0].kind == SECRECY_MARK else truth.type_code


def _found_type(pages: Sequence[Page], reference: Reference) -> str:
    own = understand(iter(pages), reference)
    secret = any(problem.code == SECRECY_MARK for problem in own.problems)
    return SECRECY_MARK if secret else own.type_code or OTHER


def _pages(truth: TrueFile, own: Understanding) -> Iterator[tuple[str, str]]:
    """The type of the paper each page belongs to, true and found."""
    for number in range(1, len(truth.pages) + 1):
        true = next(paper.type_code for paper in truth.papers if paper.first <= number <= paper.last)
        found = next(
            (paper.type_code for paper in own.papers if paper.first_page <= number <= paper.last_page), None
        )
        yield true, found or OTHER


def confusion(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str, str]]:
    """Rows of a confusion table: type, how many, how many right, what the others were taken for."""
    for true in dict.fromkeys(true for true, _ in pairs):
        found = Counter(taken for one, taken in pairs if one == true)
        right = found.pop(true, 0)
        wrong = ", ".join(f"{name} {count}" for name, count in found.most_common(MOST_NAMED))
        yield true, str(right + found.total()), str(right), wrong
