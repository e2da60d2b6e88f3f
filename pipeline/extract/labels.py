"""Finds printed labels in a run: at its start, before a colon, or as a whole table cell."""

import re
from dataclasses import dataclass

from pipeline.extract.layout import Run
from pipeline.extract.lexicon import LabelMeaning, Lexicon
from pipeline.extract.snap import key_of

NUMBERING = re.compile(r"^\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,4})\s*[.)]|[-+*•●])\s*")
_COLON = re.compile(r"(?<!\d)\s?[:;](?!//)|:(?!\d\d(?!\d))")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SENTENCE_END = re.compile(r"[.;!?]\s")
MOST_WORDS = 14
"""Words a label may have."""
INSIDE_SENTENCE = 0.5
"""Strength left to a label in the middle of a sentence."""
FUZZY = 0.9


@dataclass(frozen=True, slots=True)
class LabelHit:
    """A label found in a run."""

    meaning: LabelMeaning
    start: int
    """Offset of the label."""
    end: int
    """Offset behind the label and its colon."""
    strength: float
    alone: bool
    """The run is the label and nothing else."""


def find_labels(run: Run, lexicon: Lexicon) -> tuple[LabelHit, ...]:
    """The labels in `run`, from left to right, not overlapping."""
    numbering = NUMBERING.match(run.text)
    start = numbering.end() if numbering else 0
    hits: list[LabelHit] = []
    for colon in _COLON.finditer(run.text, start):
        exact_only = ";" in colon[0]
        begin = hits[-1].end if hits else start
        hit = _before_colon(run, begin, colon, lexicon, first=not hits)
        if hit and not (exact_only and hit.strength < 0.8):
            hits.append(hit)
    if not hits:
        bare = _without_colon(run, start, lexicon)
        hits = [bare] if bare else []
    return tuple(hits)


def _before_colon(
    run: Run, begin: int, colon: re.Match[str], lexicon: Lexicon, *, first: bool
) -> LabelHit | None:
    segment = run.folded[begin : colon.start()]
    ends = [end.end() for end in _SENTENCE_END.finditer(segment)]
    offset = ends[-1] if ends else 0
    words = list(re.finditer(r"\S+", _blank_brackets(segment)[offset:]))[-MOST_WORDS:]
    alone = not run.text[colon.end() :].strip(" .…_:·") and first
    for index, word in enumerate(words):
        meaning = lexicon.labels.get(key_of(_blank_brackets(segment)[offset + word.start() :]))
        if meaning:
            whole = index == 0 or not first
            strength = meaning.strength * (1.0 if whole else _inside(segment, offset + word.start()))
            return LabelHit(meaning, begin + offset + word.start(), colon.end(), strength, alone)
    if not first or not words:
        return None
    text = _blank_brackets(segment)[offset:]
    found = _prefixed(text, lexicon) or _misread(text, lexicon)
    return LabelHit(found[0], begin + offset, colon.end(), found[1], alone) if found else None


def _blank_brackets(text: str) -> str:
    """Bracketed remarks replaced by spaces, so that offsets hold."""
    return _BRACKETS.sub(lambda found: " " * len(found[0]), text)


def _inside(segment: str, at: int) -> float:
    """Strength factor of a label that does not begin its run: full behind a comma or dash."""
    return 0.9 if segment[:at].rstrip().endswith((",", "-", ";", "|", ")")) else INSIDE_SENTENCE


def _prefixed(text: str, lexicon: Lexicon) -> tuple[LabelMeaning, float] | None:
    """A label followed by a few words of its own, such as Họ và tên người được cấp."""
    tokens = key_of(text).split()
    for count in range(len(tokens) - 1, 1, -1):
        meaning = lexicon.labels.get(" ".join(tokens[:count]))
        if meaning and len(tokens) - count <= 6:
            return meaning, meaning.strength * 0.8
    return None


def _misread(text: str, lexicon: Lexicon) -> tuple[LabelMeaning, float] | None:
    key = key_of(text)
    if len(key) < 6 or len(key) > 70:
        return None
    match = lexicon.label_book.nearest(key, 0.86)
    if match is None:
        return None
    meaning = lexicon.labels[key_of(match.phrase)]
    return meaning, meaning.strength * FUZZY


def _without_colon(run: Run, start: int, lexicon: Lexicon) -> LabelHit | None:
    """A label cell, or a label whose colon the engine lost, at the start of the run."""
    words = list(re.finditer(r"\S+", _blank_brackets(run.folded)[start:]))[:MOST_WORDS]
    for count in range(len(words), 0, -1):
        end = start + words[count - 1].end()
        meaning = lexicon.labels.get(key_of(_blank_brackets(run.folded)[start:end]))
        if meaning is None:
            continue
        alone = count == len(words)
        if not alone and (count < 2 or meaning.strength < 1.0):
            return None
        return LabelHit(meaning, start, end, meaning.strength * (0.9 if alone else 0.75), alone)
    return None
