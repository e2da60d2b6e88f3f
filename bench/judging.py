"""Compare extracted fields with the true ones, value by value.

A value counts as right only when it is the canonical value, character by character.
A place that was found but is left to a person to read (`null`) is no wrong value.
A field is judged where the generator records it: what the truth of no page names
is printed on some pages all the same, so it says nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.model import Field, FieldItem
from pipeline.extract.catalogue import CATALOGUE, Kind
from samples.truth import FieldValue

LISTS = frozenset(spec.name for spec in CATALOGUE if spec.kind is Kind.LIST)
"""Fields that hold items; they are judged item by item."""


class Outcome(StrEnum):
    """What became of one true value, or of a value that is not true."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    """Not found."""
    UNREADABLE = "unreadable"
    """Its place was found and left to a person."""
    INVENTED = "invented"
    """A value for a field that the page doesn't have."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One field of one page, or one item of a list."""

    page: str
    capture: str
    field: str
    outcome: Outcome
    true: str
    found: str
    confidence: float
    """Of the value found; 0.0 without one."""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A page with its truth and what was found on it."""

    page: str
    capture: str
    true: Mapping[str, FieldValue]
    found: tuple[Field, ...]


def judge(samples: Sequence[Sample]) -> tuple[Verdict, ...]:
    """All verdicts, lists included."""
    judged = {name for sample in samples for name in sample.true}
    return tuple(verdict for sample in samples for verdict in _page(sample, judged))


def _page(sample: Sample, judged: Collection[str]) -> Iterable[Verdict]:
    found = {field.name: field for field in sample.found}
    for name, true in sample.true.items():
        if isinstance(true, tuple):
            yield from _items(sample, name, true, found.get(name))
        else:
            yield _scalar(sample, name, true, found.get(name))
    for name, field in found.items():
        extra = name not in sample.true and name in judged and name not in LISTS
        if extra and field.value is not None:
            yield _verdict(sample, name, Outcome.INVENTED, "", str(field.value), field)


def _scalar(sample: Sample, name: str, true: str | int, field: Field | None) -> Verdict:
    if field is None:
        return _verdict(sample, name, Outcome.MISSED, str(true), "", None)
    if field.value is None:
        return _verdict(sample, name, Outcome.UNREADABLE, str(true), "", field)
    outcome = Outcome.RIGHT if field.value == true else Outcome.WRONG
    return _verdict(sample, name, outcome, str(true), str(field.value), field)


def _items(
    sample: Sample, name: str, true: Sequence[Mapping[str, str]], field: Field | None
) -> Iterable[Verdict]:
    """True items that were found whole, then those that were not beside the wrong ones, in order."""
    items = field.value if field and isinstance(field.value, tuple) else ()
    found = [dict(item.parts) for item in items if isinstance(item, FieldItem)]
    left = list(found)
    missing = []
    for one in true:
        if dict(one) in left:
            left.remove(dict(one))
            yield _verdict(sample, name, Outcome.RIGHT, _shown(one), _shown(one), field)
        else:
            missing.append(one)
    for at, one in enumerate(missing):
        outcome = Outcome.WRONG if at < len(left) else Outcome.MISSED
        yield _verdict(sample, name, outcome, _shown(one), _shown(left[at]) if at < len(left) else "", field)
    for one in left[len(missing) :]:
        yield _verdict(sample, name, Outcome.INVENTED, "", _shown(one), field)


def _shown(item: Mapping[str, str]) -> str:
    return "; ".join(f"{part}: {item[part]}" for part in sorted(item))


def _verdict(
    sample: Sample, name: str, outcome: Outcome, true: str, found: str, field: Field | None
) -> Verdict:
    confidence = field.confidence if field and found else 0.0
    raw = field.raw if field else ""
    return Verdict(sample.page, sample.capture, name, outcome, true, found, confidence, raw)


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures of some verdicts."""

    true: int
    """True values."""
    found: int
    """Values found, right or wrong."""
    right: int
    sure: int
    """Values found with confidence of `SURE` or more."""
    sure_wrong: int

    @property
    def precision(self) -> float:
        """Right per found; 1.0 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Right per true; 1.0 when there was nothing to find."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1.0 when there was nothing and nothing was found."""
        both = self.true + self.found
        return 2 * self.right / both if both else 1.0


SURE = 0.9
"""From this confidence on a value may go unchecked."""
VALUED = frozenset({Outcome.RIGHT, Outcome.WRONG, Outcome.INVENTED})
"""Outcomes with a value."""


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Add up verdicts."""
    every = list(verdicts)
    valued = [one for one in every if one.outcome in VALUED]
    sure = [one for one in valued if one.confidence >= SURE]
    return Tally(
        true=sum(one.outcome is not Outcome.INVENTED for one in every),
        found=len(valued),
        right=sum(one.outcome is Outcome.RIGHT for one in every),
        sure=len(sure),
        sure_wrong=sum(one.outcome is not Outcome.RIGHT for one in sure),
    )
