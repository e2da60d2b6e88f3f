"""Words that are nearly the same: one slip of the hand away, or one misreading of the engine."""

from functools import lru_cache

SHORTEST = 4
"""Shorter Vietnamese syllables have too many neighbours that are words themselves."""

_LETTERS = "abcdeghiklmnopqrstuvxy"
"""What an indexed syllable may have where the question has a slip; a letter too much needs none."""

_LOOK_ALIKE = (
    *(("i", "l"), ("o", "c"), ("c", "e"), ("n", "u"), ("h", "b"), ("h", "n")),
    *(("u", "v"), ("g", "q"), ("y", "v"), ("rn", "m"), ("cl", "d"), ("tr", "u"), ("ri", "n"), ("ii", "u")),
)
"""Letters that engines take for each other (domain notes, section 5)."""


@lru_cache(maxsize=4096)
def neighbours(word: str) -> tuple[str, ...]:
    """The word and all words one slip away; of a short one only what looks like it; numbers have none."""
    if not word.isalpha() or len(word) < 2:
        return (word,)
    return tuple(sorted({word, *(_slips(word) if len(word) >= SHORTEST else ()), *_misread(word)}))


def _misread(word: str) -> set[str]:
    """The word with one thing in it taken for what looks like it."""
    found: set[str] = set()
    for one, other in _LOOK_ALIKE:
        for there, instead in ((one, other), (other, one)):
            at = word.find(there)
            while at >= 0:
                found.add(word[:at] + instead + word[at + len(there) :])
                at = word.find(there, at + 1)
    return found


def _slips(word: str) -> set[str]:
    """One letter more, less, other, or two swapped."""
    cuts = [(word[:index], word[index:]) for index in range(len(word) + 1)]
    found = {head + tail[1:] for head, tail in cuts if tail}
    found |= {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    for letter in _LETTERS:
        found |= {head + letter + tail for head, tail in cuts}
        found |= {head + letter + tail[1:] for head, tail in cuts if tail}
    return found
