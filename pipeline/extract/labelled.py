"""Reads labelled fields: the value right of its label, on the next line, or in the next cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.catalogue import Kind, Spec, spec_of
from pipeline.extract.labels import NUMBERING, LabelHit, find_labels
from pipeline.extract.layout import PageView, Run, capitals_share, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.values import normalise

SURE_LABEL = 0.9
"""Below this a label that nothing legible follows is taken for running text."""
LEAST_INK = 3
"""So many letters or digits show that a blank was filled in."""
PREFER_LONGER = 0.05
"""A shorter reading must have so much more of the field's form than a longer one."""
_ONE_LINE = frozenset({Kind.TEXT, Kind.AGENCY, Kind.ADDRESS, Kind.PROCEDURE_NAME, Kind.INSTANT})


@dataclass(frozen=True, slots=True)
class Reading:
    """A candidate and the person's block it stands in."""

    candidate: Candidate
    person: int
    """Number of the person's block on the page; 0 before the first name."""


def read_labelled(view: PageView, lexicon: Lexicon) -> tuple[Reading, ...]:
    """All labelled values of a page, in reading order."""
    hits = {id(run): find_labels(run, lexicon) for run in view.runs}
    right_edge = view.text_box.right
    readings: list[Reading] = []
    person = 0
    for number, run in enumerate(view.runs):
        for index, hit in enumerate(hits[id(run)]):
            if hit.meaning.field is None:
                person += _starts_person(run, hit)
                continue
            spec = spec_of(hit.meaning.field)
            found = _read(view, run, hit, _next_start(hits[id(run)], index), hits, spec, lexicon, right_edge)
            if found is None:
                continue
            if spec.kind is Kind.APPLICANT:
                person += 1
            readings.append(Reading(replace(found, order=number), person if spec.about_person else 0))
    return tuple(readings)


def _starts_person(run: Run, hit: LabelHit) -> int:
    """Whether a label that is no field opens the block of another person."""
    text = run.folded[hit.start : hit.end]
    return int(any(word in text for word in ("nop thay", "uy quyen", "dai dien", "ong", "ba")))


def _next_start(hits: Sequence[LabelHit], index: int) -> int | None:
    return hits[index + 1].start if index + 1 < len(hits) else None


def _read(
    view: PageView,
    run: Run,
    hit: LabelHit,
    end: int | None,
    hits: dict[int, tuple[LabelHit, ...]],
    spec: Spec,
    lexicon: Lexicon,
    right_edge: int,
) -> Candidate | None:
    best: Candidate | None = None
    form = -PREFER_LONGER
    for value, strength in _places(view, run, hit, end, hits, spec, right_edge):
        parsed = normalise(spec.kind, value.text, lexicon)
        if parsed is not None and parsed.quality > form + PREFER_LONGER:
            rank = 0 if hit.meaning.strength == 1.0 else 1
            found = candidate(spec.name, value, parsed, "label", hit.strength * strength)
            best, form = replace(found, rank=rank), parsed.quality
    return best or _unreadable(run, hit, end, spec)


def _unreadable(run: Run, hit: LabelHit, end: int | None, spec: Spec) -> Candidate | None:
    """The place of a value that is there but can't be read; None for an empty blank."""
    rest = run.cut(hit.end, end)
    if rest is None or hit.strength < SURE_LABEL or sum(map(str.isalnum, rest.text)) < LEAST_INK:
        return None
    parsed = Parsed(None, 0.3, warnings=("Viết tay hoặc không đọc được, cần nhập tay.",))
    return candidate(spec.name, rest, parsed, "label", 0.5)


def _places(
    view: PageView,
    run: Run,
    hit: LabelHit,
    end: int | None,
    hits: dict[int, tuple[LabelHit, ...]],
    spec: Spec,
    right_edge: int,
) -> Iterator[tuple[Run, float]]:
    """Where the value may stand, likeliest first."""
    here = run.cut(hit.end, end)
    row = view.rows[run.row]
    right = _unlabelled(row[row.index(run) + 1 :], hits)
    if here is not None and any(char.isalnum() for char in here.text):
        if end is None and right and _goes_on_right(run, right[0]):
            here = joined([here, *right])
        if end is None and spec.lines > 1:
            below = _lines_below(view, run, here, hits, spec, right_edge)
            if below:
                yield joined([here, *below]), 1.0
        yield here, 1.0
        if end is None and spec.kind is Kind.PROCEDURE_NAME:
            # In a narrow column the text's right edge says nothing; the dictionary decides.
            yield from ((joined([here, *more]), 1.0) for more in _any_lines_below(view, run, hits))
        return
    if end is None and right:
        value = joined(right) if spec.kind in _ONE_LINE else right[0]
        yield joined([value, *_lines_below(view, right[0], value, hits, spec, right_edge)]), 1.0
        return
    under = view.below(run.row, run.box)
    if hit.alone and under is not None and not hits[id(under)] and not NUMBERING.match(under.text):
        yield under, 0.85


def _unlabelled(runs: Sequence[Run], hits: dict[int, tuple[LabelHit, ...]]) -> list[Run]:
    """What stands in `runs` before the first label."""
    found: list[Run] = []
    for run in runs:
        labels = hits[id(run)]
        part = run.cut(0, labels[0].start) if labels else run
        if part is not None:
            found.append(part)
        if labels:
            break
    return found


def _goes_on_right(run: Run, other: Run) -> bool:
    """A value spread by wide spaces."""
    return other.box.left - run.box.right < 3 * run.box.height


def _lines_below(
    view: PageView,
    run: Run,
    value: Run,
    hits: dict[int, tuple[LabelHit, ...]],
    spec: Spec,
    right_edge: int,
) -> list[Run]:
    """The further lines of a value that fills its line."""
    lines: list[Run] = []
    last = value
    for row in view.rows[run.row + 1 : run.row + spec.lines]:
        following = row[0]
        if not wraps(last, following, right_edge):
            break
        if hits[id(following)] or NUMBERING.match(following.text) or not _continues(last, following):
            break
        lines.append(following)
        last = following
    return lines


def _any_lines_below(view: PageView, run: Run, hits: dict[int, tuple[LabelHit, ...]]) -> Iterator[list[Run]]:
    """One and two lines under `run`, whether or not its own line is full."""
    lines: list[Run] = []
    for row in view.rows[run.row + 1 : run.row + 3]:
        if hits[id(row[0])] or NUMBERING.match(row[0].text):
            return
        lines.append(row[0])
        yield list(lines)


def wraps(line: Run, below: Run, right_edge: int) -> bool:
    """Whether `line` broke because the next word had no room: else a new paragraph begins below."""
    space = 0.3 * line.box.height
    return line.box.right + space + below.words[0].box.width > right_edge - 0.4 * line.box.height


def _continues(line: Run, below: Run) -> bool:
    near = below.box.top - line.box.bottom < 1.1 * line.box.height
    heading = capitals_share(below.text) > 0.9 and capitals_share(line.text) < 0.9
    return near and not heading and not below.text.startswith("(")
