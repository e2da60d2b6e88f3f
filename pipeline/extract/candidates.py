"""A possible value of a field with its evidence, and the choice among several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.model import Field, FieldItem
from core.page import Box, Word
from pipeline.extract.catalogue import DOCUMENT_FIELDS, Kind, spec_of
from pipeline.extract.layout import Run, mean_confidence

CERTAIN = 0.99
"""No reading is more certain than this."""
NAME_KINDS = (Kind.PERSON, Kind.APPLICANT)
NAME_DOUBT = 0.94
"""Share of the engine's confidence that a name keeps."""
WORST_SHARE = 0.6
"""A value is spoiled by its worst word, whatever the mean says: it counts for so much."""
_OF_THE_PAPER = frozenset(spec.name for spec in DOCUMENT_FIELDS)
AGREEMENT = 0.5
"""Share of the remaining doubt that an independent second reading takes away."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The outcome of a normaliser."""

    value: str | int | None
    quality: float
    """How well the text has the field's form, 0.0 to 1.0."""
    start: int = 0
    end: int | None = None
    """Where the value stands in the text; None means to its end."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of one field."""

    name: str
    value: str | int | tuple[FieldItem, ...] | None
    raw: str
    confidence: float
    source: str
    page: int
    box: Box
    handwritten: bool = False
    warnings: tuple[str, ...] = ()
    order: int = 0
    """Place in reading order; earlier wins between equals."""
    paper: int = 0
    """0-based paper of the file it stands in."""
    rank: int = 0
    """Kind of paper and label: 0 is the best place for this field, larger is worse."""

    @property
    def field(self) -> Field:
        """The candidate as the result shows it."""
        return Field(
            self.name,
            self.value,
            self.raw,
            round(min(self.confidence, CERTAIN), 3),
            self.source,
            self.handwritten,
            self.warnings,
            self.page,
            self.box,
        )


def candidate(name: str, run: Run, parsed: Parsed, source: str, strength: float) -> Candidate:
    """A candidate for `name` from the part of `run` a normaliser accepted."""
    end = len(run.text) if parsed.end is None else parsed.end
    words: Sequence[Word] = run.words_in(parsed.start, end) or run.words
    if spec_of(name).kind in NAME_KINDS:
        # No dictionary can vouch for a name: it is as sure as its worst word.
        read = NAME_DOUBT * min(word.confidence for word in words)
    else:
        worst = min(word.confidence for word in words)
        read = WORST_SHARE * worst + (1 - WORST_SHARE) * mean_confidence(words)
    unreadable = parsed.value is None
    return Candidate(
        name=name,
        value=parsed.value,
        raw=run.text[parsed.start : end].strip(),
        confidence=0.2 if unreadable else confidence_of(read, parsed.quality, strength),
        source=source,
        page=run.page,
        box=Box.around(word.box for word in words),
        handwritten=unreadable,
        warnings=parsed.warnings,
    )


def confidence_of(read: float, quality: float, strength: float) -> float:
    """The engine's confidence, the form and the place, taken together."""
    return max(0.0, min(CERTAIN, (0.35 + 0.65 * min(1.0, read / 0.9)) * quality * strength))


def choose(candidates: Iterable[Candidate]) -> Candidate | None:
    """The best candidate of one field; equal readings elsewhere raise its confidence."""
    ordered = sorted(candidates, key=_preference)
    if not ordered:
        return None
    best = ordered[0]
    if best.value is None:
        return best
    places = {(other.page, other.box) for other in ordered if other.value == best.value}
    doubt = (1 - best.confidence) * AGREEMENT ** (len(places) - 1)
    return replace(best, confidence=min(CERTAIN, 1 - doubt))


def _preference(candidate: Candidate) -> tuple[bool, int, int, bool, float, int]:
    """What can't be read loses to any value, but what a paper says of itself comes from no other paper."""
    illegible = candidate.value is None
    own = candidate.name in _OF_THE_PAPER
    tenth = -round(candidate.confidence, 1)
    return (illegible and not own, candidate.rank, candidate.paper, illegible, tenth, candidate.order)
