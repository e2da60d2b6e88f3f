"""The hand-overs of a control slip: who took the dossier when, from whom."""

import re
from collections.abc import Sequence

from core.model import FieldItem
from core.page import Box, Word
from pipeline.extract.candidates import Candidate
from pipeline.extract.catalogue import Kind
from pipeline.extract.layout import PageView, Run, joined, mean_confidence, run_of
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.values import normalise

_GIVEN = re.compile(r"^\W{0,2}(?:1\s*[.,]?\s*)?giao\s*[:.;]")
_HEAD = re.compile(r"thoi gian giao|giao,?\s*nhan ho so")
_TAKER = re.compile(r"(?:2\s*[.,]?\s*)?nh[aâậặăạ]n\s*[:.;]\s*(?P<agency>.+)$", re.IGNORECASE)
_RESULT = re.compile(r"^\W{0,2}(?:truoc|dung|qua)\s?han")
_PERSON = re.compile(r"ng[uư][oờơ]i\s*(?P<part>giao|nh[aâậặăạ]n)\s*[:.;]\s*", re.IGNORECASE)


def read_handover(view: PageView, lexicon: Lexicon) -> Candidate | None:
    """The rows `1. Giao … 2. Nhận …` of the table as one list value, or None."""
    head = next((run for run in view.runs if _HEAD.search(run.folded)), None)
    starts = [run for run in view.runs if _GIVEN.match(run.folded)]
    if not starts or head is None:
        return None
    named = [run.box.left for run in view.runs if run.folded.startswith("nguoi giao")]
    border = (min(named) if named else head.box.left) - head.box.height / 2
    ends = [run.row for run in starts[1:]] + [len(view.rows)]
    items: list[FieldItem] = []
    words: list[Word] = []
    for start, end in zip(starts, ends, strict=True):
        group = [run for row in view.rows[start.row : end] for run in row]
        item = _item(group, border, lexicon)
        if item is not None:
            items.append(item)
            words.extend(word for run in group for word in run.words)
    if not items:
        return None
    box = Box.around(item.box for item in items if item.box)
    raw = "\n".join(item.raw for item in items)
    return Candidate("handover", tuple(items), raw, 0.85 * mean_confidence(words), "label", view.number, box)


def _item(group: Sequence[Run], border: float, lexicon: Lexicon) -> FieldItem | None:
    results = [run.box.left for run in group if _RESULT.match(run.folded)]
    end = min(results, default=group[0].box.left + 10**6)
    first = [part for run in group if (part := _within(run, 0, border))]
    second = [part for run in group if (part := _within(run, border, end))]
    parts: dict[str, str] = {}
    taker = _TAKER.search(joined(first).text) if first else None
    agency = normalise(Kind.AGENCY, taker["agency"], lexicon) if taker else None
    if agency is not None:
        parts["agency"] = str(agency.value)
    parts.update(_time_and_names(second, lexicon))
    if not parts:
        return None
    whole = joined(group)
    return FieldItem(parts, whole.text, whole.page, whole.box)


def _within(run: Run, left: float, right: float) -> Run | None:
    """The words of `run` whose middles lie in a column."""
    words = [word for word in run.words if left <= (word.box.left + word.box.right) / 2 < right]
    return run_of(run.page, words, run.row) if words else None


def _time_and_names(column: Sequence[Run], lexicon: Lexicon) -> dict[str, str]:
    """The time of a hand-over above the names, each name on the row of its label."""
    parts: dict[str, str] = {}
    above: list[Run] = []
    for row in sorted({run.row for run in column}):
        line = joined([run for run in column if run.row == row])
        person = _PERSON.search(line.text)
        if person is None:
            above.append(line)
            continue
        name = normalise(Kind.PERSON, line.text[person.end() :], lexicon)
        if name is not None:
            parts["giver" if person["part"].lower() == "giao" else "receiver"] = str(name.value)
    moment = normalise(Kind.INSTANT, joined(above).text, lexicon) if above else None
    if moment is not None and moment.value is not None:
        parts["time"] = str(moment.value)
    return parts
