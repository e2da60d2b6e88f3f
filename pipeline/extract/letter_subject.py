"""The subject of an official letter: `V/v …` under the number, in the left column of the heading."""

import re
from collections.abc import Sequence

from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import LEAST_CONFIDENCE, PageView, Run, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.spelling import text_quality, with_set_phrases

TORN = 0.6
"""Quality left to a subject that words may be missing from."""
STAMP_ROOM = 2.5
"""An arrival stamp may touch the subject when its ink is within so many line heights below."""
OFF_MIDDLE = 0.06
"""A centred line that stands so much of the widest line's width off its middle has lost words."""
_ABOUT = re.compile(r"^\W{0,2}v(?:\s?[/.]?\s?v\b|\s?/(?=\s))", re.IGNORECASE)
"""V/v, its second letter lost at times."""


def read_letter_subject(
    view: PageView, left: Sequence[Run], row: int, column_px: float, lexicon: Lexicon
) -> Candidate | None:
    """The subject under the number line `row`, over as many lines as stand together."""
    below = [run for run in left if run.row >= row]
    first = next((run for run in below if _ABOUT.match(run.text)), None)
    lost = first is None
    if first is None:
        first = next((run for run in below if run.row == row + 1 and _goes_on(run)), None)
    if first is None:
        return None
    lines = _lines(view, below, first, column_px)
    whole = joined(lines)
    text = f"V/v {whole.text}" if lost else _ABOUT.sub("V/v", whole.text)
    text = with_set_phrases(text.strip(" .;_-"), lexicon)
    torn = lost or text.endswith((",", ":")) or _off_middle(lines) or _ink_below(below, lines)
    return candidate(
        "subject", whole, Parsed(text, text_quality(text) * (TORN if torn else 1.0)), "zone", 0.99
    )


def _goes_on(run: Run) -> bool:
    """Whether a line under the number is a subject without its V/v: words that begin with a small letter."""
    return run.text[:1].islower() and len(run.words) >= 3 and _has_words(run)


def _lines(view: PageView, below: Sequence[Run], first: Run, column_px: float) -> list[Run]:
    lines = [first]
    for run in below:
        if run.row <= lines[-1].row:
            continue
        gap = run.box.top - lines[-1].box.bottom
        beside = run.box.right < column_px + 0.06 * view.width_px
        shared = min(run.box.right, first.box.right) - max(run.box.left, first.box.left)
        if gap > 1.0 * first.box.height or not beside or shared <= 0 or run.folded.startswith("kinh gui"):
            break
        if run.confidence < LEAST_CONFIDENCE or not _has_words(run):
            continue
        lines.append(run)
    return lines


def _off_middle(lines: Sequence[Run]) -> bool:
    widest = max(lines, key=lambda run: run.box.width)
    return any(abs(run.middle - widest.middle) > OFF_MIDDLE * widest.box.width for run in lines)


def _ink_below(below: Sequence[Run], lines: Sequence[Run]) -> bool:
    """Whether something stands close under the subject, where letters leave room."""
    last = lines[-1].box
    reach = last.bottom + STAMP_ROOM * last.height
    return any(
        last.top < run.box.top < reach
        and run.box.left < last.right
        and run not in lines
        and not run.folded.lstrip(" -").startswith("kinh gui")
        for run in below
        if run.row > lines[-1].row
    )


def _has_words(run: Run) -> bool:
    letters = sum(char.isalpha() for char in run.text)
    return letters > 0.6 * len(run.text.replace(" ", "")) and text_quality(run.text) > 0.7
