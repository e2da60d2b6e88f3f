"""Which words of a page are in a legacy encoding, by their fonts or by their letters, made Unicode.

A conversion is kept only where it raises the share of legal syllables: text that is Unicode
already, or another language, stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.layer_words import LayerLine, LayerWord
from pipeline.legacy_text import SOFT_HYPHEN, Encoding, decoded
from pipeline.syllables import legal_share

_FAMILIES = (Encoding.TCVN3, Encoding.VNI)
_LEAST_LEGAL = 0.8
_LEAST_GAIN = 0.25
"""Sound Vietnamese has 0.93 and more of legal syllables, TCVN3 and VNI read as Latin-1 below 0.5."""

_PAGE_WORDS, _LINE_WORDS = 8, 3
"""Fewer words say nothing about the encoding of a page, of a line."""


def as_unicode(lines: Sequence[LayerLine]) -> tuple[LayerLine, ...]:
    """The same words in Unicode."""
    for family in _FAMILIES:
        lines = _by_font(lines, family)
    # Fonts that draw both hyphens alike often call theirs the soft one; drawn it is a hyphen.
    return tuple(
        tuple(replace(word, text=word.text.replace(SOFT_HYPHEN, "-")) for word in line)
        for line in _by_letters(lines)
    )


def _by_font(lines: Sequence[LayerLine], family: Encoding) -> Sequence[LayerLine]:
    """Convert what is set in fonts of `family`, all of it or nothing: single words prove little."""
    converted = [
        tuple(_decoded(w, w.encoding) if w.encoding and w.encoding.family is family else w for w in line)
        for line in lines
    ]
    before = [w.text for line in lines for w in line if w.encoding and w.encoding.family is family]
    after = [w.text for line in converted for w in line if w.encoding and w.encoding.family is family]
    return converted if legal_share(after)[0] > legal_share(before)[0] else lines


def _by_letters(lines: Sequence[LayerLine]) -> Sequence[LayerLine]:
    """Convert the lines whose letters betray an encoding where no font tells one."""
    doubtful = {at: line for at, line in enumerate(lines) if _is_doubtful(line)}
    if not doubtful:
        return lines
    tried = {at: _likelier(line) for at, line in doubtful.items()}
    whole_page = _betrays(_PAGE_WORDS, list(doubtful.values()), list(tried.values()))
    # The marks of short lines, as in Sè 12, prove nothing by themselves.
    ties_follow = whole_page and not any(_has_marked_letters(line) for line in lines)
    result = list(lines)
    for at, after in tried.items():
        gain = _share([after])[0] - _share([lines[at]])[0]
        if (
            (gain > 0 and whole_page)
            or (gain == 0 and ties_follow)
            or _betrays(_LINE_WORDS, [lines[at]], [after])
        ):
            result[at] = after
    return result


def _likelier(line: LayerLine) -> LayerLine:
    """The line in the encoding that makes more sense of it."""
    tried = [_all_decoded(line, family) for family in _FAMILIES]
    return max(tried, key=lambda after: _share([after])[0])


def _is_doubtful(line: LayerLine) -> bool:
    """Whether a line may be in a legacy encoding: it has letters or signs beyond ASCII, but no ế, ư or đ."""
    text = "".join(word.text for word in line if word.encoding is None)
    return any("\u00a0" < char <= "\u00ff" for char in text) and not _has_marked_letters(line)


def _has_marked_letters(line: LayerLine) -> bool:
    return any(char.isalpha() and char > "\u00ff" for word in line for char in word.text)


def _betrays(least: int, before: Sequence[LayerLine], after: Sequence[LayerLine]) -> bool:
    share, count = _share(after)
    return count >= least and share >= _LEAST_LEGAL and share - _share(before)[0] >= _LEAST_GAIN


def _share(lines: Iterable[LayerLine]) -> tuple[float, int]:
    return legal_share(word.text for line in lines for word in line)


def _all_decoded(line: LayerLine, family: Encoding) -> LayerLine:
    return tuple(word if word.encoding else _decoded(word, family) for word in line)


def _decoded(word: LayerWord, encoding: Encoding) -> LayerWord:
    return replace(word, text=decoded(word.text, encoding))
