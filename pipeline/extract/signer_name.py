"""The name typed under a signer's title, with whatever a seal or signature left of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.page import Box
from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, Run, joined, run_of
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.names import is_syllable, name_quality
from pipeline.extract.recipients import COPIES

RIGHT_PART = 0.33
"""The signer's block begins right of this share of the text's width."""
RIGHT_MIDDLE = 0.5
"""Its lines have their middle right of this share."""
NAME_DEPTH = 0.2
"""A name stands within this share of the page height under the titles."""
OFF_MIDDLE = 0.14
"""Its middle lies this near the titles' middle, as a share of the text's width."""
CUT_OFF = 0.5
"""Quality left to a name whose first word may be hidden."""
CUT_OFF_SHIFT = 0.12
"""A name centred under its title that stands so much of its width further right has lost a word."""
DOUBTFUL_WORD = 0.75
"""A word of a name read with less, beside ink, may have another mark or letter."""
DOUBTFUL = 0.6
"""Quality left to a name with such a word."""
NOISE = 0.4
"""What is read with less at the edge of a name and is no syllable is ink."""
WRAPPED = 1.0
"""A name goes on in the line below within so many line heights."""
LONGER = 0.01
"""What each word adds when lines compete: a name broken over two lines is more than its first."""
SURE_NAME = 0.75
"""Quality of what is a name wherever it stands."""
UNSURE = "Tên đọc chưa chắc (có chữ ký, dấu đè), cần kiểm tra."
HIDDEN_START = "Tên có thể bị che phần đầu, cần kiểm tra."


@dataclass(frozen=True, slots=True)
class _Name:
    """What is left of a name on one line."""

    run: Run
    """Its words alone."""
    text: str
    torn: bool
    """Ink was read where its first word would stand."""


def right_runs(view: PageView) -> Iterator[Run]:
    """The runs of the right part of a page, where a signer stands."""
    for run in view.runs:
        if view.across(run.box.left) > RIGHT_PART and view.across(run.middle) > RIGHT_MIDDLE:
            yield run


def name_under(view: PageView, titles: Sequence[Run], lexicon: Lexicon, strength: float) -> Candidate:
    """The typed name under `titles`, or its empty place when a seal or signature hides it."""
    last = titles[-1].box
    middle = sum(line.middle for line in titles) / len(titles)
    options: list[tuple[float, Candidate]] = []
    for name in _names(view, last, middle):
        quality, warnings = _judged(name, middle, lexicon)
        parsed = Parsed(name.text, quality, warnings=warnings)
        made = candidate("signer", name.run, parsed, "zone", strength * 0.96)
        options.append((made.confidence + 0.1 * quality + LONGER * len(name.run.words), made))
    if options:
        return max(options, key=lambda option: option[0])[1]
    height = round(0.08 * view.height_px)
    box = Box(last.left, last.bottom, last.right, min(view.height_px, last.bottom + height))
    warning = "Tên người ký bị dấu hoặc chữ ký che, cần nhập tay."
    empty = candidate("signer", titles[-1], Parsed(None, 0.3, warnings=(warning,)), "zone", 0.5)
    return replace(empty, raw="", box=box, handwritten=False)


def middle_of_name(view: PageView, title: Run, lexicon: Lexicon) -> float | None:
    """Horizontal middle in pixels of the first sure name under a title line."""
    for run in right_runs(view):
        if 0 < run.box.top - title.box.bottom <= NAME_DEPTH * view.height_px:
            name = _left_of(run)
            if name is not None and name_quality(name.text, lexicon.reference)[0] >= SURE_NAME:
                return name.run.middle
    return None


def _names(view: PageView, last: Box, middle: float) -> Iterator[_Name]:
    """What could be a name under a title: one line, or two a long name was broken over."""
    above: Run | None = None
    for run in right_runs(view):
        depth = run.box.top - last.bottom
        if not 0 < depth <= NAME_DEPTH * view.height_px:
            continue
        if above is not None and _wraps(above, run):
            both = _left_of(joined([above, run]))
            if both is not None:
                yield both
        above = run
        name = _left_of(run)
        if name is not None and abs(name.run.middle - middle) <= OFF_MIDDLE * view.text_box.width:
            yield name


def _wraps(above: Run, below: Run) -> bool:
    """Whether two lines of one or two words each, one under the other, may be one name."""
    near = below.box.top - above.box.bottom < WRAPPED * above.box.height
    level = abs(above.middle - below.middle) < max(above.box.width, below.box.width) / 2
    return near and level and len(above.words) <= 2 and len(below.words) <= 2


def _left_of(run: Run) -> _Name | None:
    """The capitalised words of a run without the ink read before, between and after them."""
    words = [word for word in run.words if any(map(str.isalpha, word.text))]
    kept = [word for word in words if not _is_ink(word.text, word.confidence)]
    texts = [re.sub(r"[^\w]", "", word.text) for word in kept]
    if not 2 <= len(kept) <= 6 or not all(text.isalpha() and text[0].isupper() for text in texts):
        return None
    torn = run.words[0] is not kept[0] and run.words[0].box.right > kept[0].box.left - 2 * run.box.height
    return _Name(run_of(run.page, kept, run.row), " ".join(texts), torn)


def _is_ink(text: str, confidence: float) -> bool:
    """Whether a word was read out of a signature or a seal."""
    bare = re.sub(r"[^\w]", "", text)
    small = not bare[:1].isupper() or any(map(str.isdigit, bare))
    return small or (confidence < NOISE and (len(bare) < 3 or not is_syllable(bare)))


def _judged(name: _Name, middle: float, lexicon: Lexicon) -> tuple[float, tuple[str, ...]]:
    """How much a line looks like a whole name, and warnings for people."""
    quality, warnings = name_quality(name.text, lexicon.reference)
    shifted = name.run.middle - middle > CUT_OFF_SHIFT * name.run.box.width
    surname = lexicon.reference.is_surname(name.text.split()[0])
    if len(name.run.words) == 2 and (shifted or (name.torn and not surname)):
        quality, warnings = CUT_OFF * quality, (*warnings, HIDDEN_START)
    if min(word.confidence for word in name.run.words) < DOUBTFUL_WORD:
        quality, warnings = DOUBTFUL * quality, (*warnings, UNSURE)
    return quality, warnings


def name_alone(view: PageView, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """The typed name right of `Nơi nhận:` where seal and signature hide the title above it."""
    start = next((run for run in view.runs if COPIES.match(run.folded)), None)
    if start is None:
        return ()
    for run in right_runs(view):
        depth = run.box.top - start.box.bottom
        name = _left_of(run)
        if name is None or not 0 < depth < 1.5 * NAME_DEPTH * view.height_px:
            continue
        if name_quality(name.text, lexicon.reference)[0] < SURE_NAME:
            continue
        quality, warnings = _judged(name, name.run.middle, lexicon)
        parsed = Parsed(name.text, quality, warnings=warnings)
        found = candidate("signer", name.run, parsed, "zone", 0.85)
        box = Box(run.box.left, start.box.top, run.box.right, run.box.top)
        hidden = Parsed(None, 0.3, warnings=("Chức vụ người ký bị che, cần nhập tay.",))
        title = replace(
            candidate("signer_title", run, hidden, "zone", 0.5), raw="", box=box, handwritten=False
        )
        return (title, found)
    return _hidden(view, start)


def _hidden(view: PageView, start: Run) -> tuple[Candidate, ...]:
    """The place of a signer whom nothing legible names, for a person to look at."""
    width = view.text_box.width
    bottom = min(view.height_px, start.box.top + round(NAME_DEPTH * view.height_px))
    box = Box(view.text_box.left + width // 2, start.box.top, view.text_box.right, bottom)
    hidden = Parsed(None, 0.3, warnings=("Người ký bị che hoặc không đọc được, cần nhập tay.",))
    return tuple(
        replace(candidate(name, start, hidden, "zone", 0.5), raw="", box=box, handwritten=False)
        for name in ("signer_title", "signer")
    )
