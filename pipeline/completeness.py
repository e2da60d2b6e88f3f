"""Which component papers of a dossier are there, missing, doubled or unknown to its procedure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from core.model import Completeness, FieldItem, Paper, PaperCheck
from core.text import fold
from pipeline.extract.marks import IDENTITY_CARD
from pipeline.extract.papers import OTHER
from pipeline.reference import Reference, RequiredPaper

SAME = 88.0
"""Similarity (0 to 100), marks aside, from which two names mean one paper."""
TELLING_WORDS = 3
"""A name of so many words that stands whole in a longer one is its short form."""
APPLICATION = "application"
_FORMS = ("to khai", "don ", "giay de nghi", "van ban de nghi", "phieu de nghi", "thong bao thay doi")
"""How the paper starts by which an applicant asks for the procedure."""
_DESK_PAPERS = frozenset(
    (
        *("receipt", "supplement_request", "refusal", "apology", "stop_notice", "control_slip", "register"),
        IDENTITY_CARD,
    )
)
"""Made by the desk or only shown there; no component of a dossier."""


@dataclass(slots=True)
class _Count:
    """What was found of one name."""

    listed: int = 0
    rows: int = 0
    """Lines of the receipt that name it."""
    scanned: int = 0


def check_papers(
    reference: Reference,
    procedure: str,
    day: date | None,
    papers: Iterable[Paper],
    attachments: Sequence[FieldItem],
) -> Completeness | None:
    """Compare what was scanned and what the receipt lists with the procedure's list.

    None where the list of the procedure on `day` is not known.
    """
    wanted = reference.papers_of(procedure, day)
    if not wanted:
        return None
    counts = {row.name: _Count() for row in wanted}
    unknown: dict[str, _Count] = {}
    for item in attachments:
        name = item.parts.get("name", "")
        count = _count_of(name, counts, unknown)
        count.rows += 1
        count.listed += _copies(item)
    unrecognised = 0
    for paper in papers:
        if paper.type_code in _DESK_PAPERS:
            continue
        if paper.document_type is None or paper.type_code in (None, OTHER):
            unrecognised += 1
            continue
        _scanned(paper, counts, unknown).scanned += 1
    checks = [_check(row, counts[row.name]) for row in wanted]
    checks += [
        PaperCheck(name, "unknown", False, 0, count.listed, count.scanned) for name, count in unknown.items()
    ]
    return Completeness(wanted[0].procedure, tuple(checks), unrecognised)


def _check(row: RequiredPaper, count: _Count) -> PaperCheck:
    if count.rows > 1 or count.scanned > max(1, row.quantity, count.listed):
        state = "doubled"
    elif count.scanned:
        state = "scanned"
    elif count.rows:
        state = "listed"
    else:
        state = "missing" if row.required else "absent"
    return PaperCheck(row.name, state, row.required, row.quantity, count.listed, count.scanned)


def _scanned(paper: Paper, counts: dict[str, _Count], unknown: dict[str, _Count]) -> _Count:
    """Where a scanned paper counts; an application of another title is still the one that asks."""
    name = paper.document_type or ""
    if paper.type_code == APPLICATION and _best(name, counts) is None:
        asking = next((one for one in counts if f"{fold(one)} ".startswith(_FORMS)), None)
        if asking is not None:
            return counts[asking]
    return _count_of(name, counts, unknown)


def _count_of(name: str, counts: dict[str, _Count], unknown: dict[str, _Count]) -> _Count:
    known = _best(name, counts)
    if known is not None:
        return counts[known]
    other = _best(name, unknown)
    return unknown.setdefault(other or name.strip().capitalize(), _Count())


def _best(name: str, names: Iterable[str]) -> str | None:
    """The one among `names` that means the same paper, if any."""
    ranked = [(_likeness(name, other), other) for other in names]
    likeness, best = max(ranked, default=(0.0, None), key=lambda pair: pair[0])
    return best if likeness >= SAME else None


def _likeness(one: str, other: str) -> float:
    """How surely two names mean one paper; a short form is a little less sure than the same words."""
    first, second = (" ".join(fold(name).split()) for name in (one, other))
    shorter, longer = sorted((first, second), key=len)
    short_form = len(shorter.split()) >= TELLING_WORDS and f" {longer} ".startswith(f" {shorter} ")
    return max(fuzz.ratio(first, second), SAME + 1 if short_form else 0.0)


def _copies(item: FieldItem) -> int:
    quantity = item.parts.get("quantity", "")
    return int(quantity) if quantity.isascii() and quantity.isdigit() else 1
