"""One person's name printed twice on a paper: the clean print settles the damaged one.

Names are put right from no dictionary. But where a signature or seal spoils a name
that also stands elsewhere on the same paper, the paper itself says how it is written.
"""

import re
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from core.text import fold
from pipeline.extract.candidates import AGREEMENT, CERTAIN, NAME_KINDS, Candidate
from pipeline.extract.catalogue import spec_of
from pipeline.extract.names import is_organisation, is_syllable

ALIKE = 78.0
"""Similarity (0 to 100, marks aside) from which a spoiled print is taken for a sound one's."""
CLEAR = 0.9
"""A sound name read with so much confidence stays as it is."""
CLEARER = 0.05
"""So much more confidence makes one of two sound prints the better one."""
PARTLY_HIDDEN = 0.7
"""Confidence in a name of which only a word or two is legible."""
PARTLY = "Tên bị che một phần, bổ sung theo tên chủ hồ sơ; cần kiểm tra."
_FOREIGN = frozenset("fjwzñöïäåçëüæøß")


class Print(NamedTuple):
    """A name as read in one place."""

    text: str
    confidence: float


def clearer_print(name: Print, others: Iterable[Print]) -> Print:
    """`name`, or the clearest print of the same person among `others`, in the capitals of `name`."""
    sound = is_sound(name.text)
    if sound and name.confidence >= CLEAR:
        return name
    likely = same_person if sound else _alike
    best = max((one for one in others if likely(one.text, name.text)), key=_clearness, default=name)
    if not is_sound(best.text) or (sound and best.confidence < name.confidence + CLEARER):
        return name
    return Print(_in_case_of(best.text, name.text), best.confidence)


def same_person(one: str, other: str) -> bool:
    """One letter apart, marks aside, or the same name without one of its words."""
    longer, shorter = fold(one).split(), fold(other).split()
    cut = len(shorter) >= 2 and any(
        longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer))
    )
    same_length = len(longer) == len(shorter)
    return cut or (same_length and Levenshtein.distance(fold(one), fold(other)) <= 1)


def settle_names(chosen: MutableMapping[str, Candidate], readings: Sequence[Candidate]) -> None:
    """Replace damaged names among `chosen` by the sound print elsewhere; equal prints raise confidence."""
    people = [one for one in readings if _is_person(one)]
    _complete_submitter(chosen)
    for name, one in chosen.items():
        if not _is_person(one):
            continue
        elsewhere = [other for other in people if (other.page, other.box) != (one.page, one.box)]
        prints = [Print(str(other.value), other.confidence) for other in elsewhere]
        best = clearer_print(Print(str(one.value), one.confidence), prints)
        if best.text != one.value:
            chosen[name] = replace(one, value=best.text, confidence=best.confidence, warnings=())
        elif any(text.lower() == best.text.lower() for text, _ in prints):
            doubt = (1 - one.confidence) * AGREEMENT
            chosen[name] = replace(one, confidence=min(CERTAIN, 1 - doubt))


def _complete_submitter(chosen: MutableMapping[str, Candidate]) -> None:
    """What is left of a hidden name under NGƯỜI NỘP HỒ SƠ may be the applicant's."""
    hidden, applicant = chosen.get("submitter_name"), chosen.get("applicant_name")
    if hidden is None or applicant is None or hidden.value is not None or not _is_person(applicant):
        return
    name = str(applicant.value).title().split()
    left = {word.title() for word in re.findall(r"\w{2,}", hidden.raw)} & set(name)
    if any(len(word) > 2 for word in left):
        confidence = min(PARTLY_HIDDEN, applicant.confidence)
        value = " ".join(name)
        chosen["submitter_name"] = replace(hidden, value=value, confidence=confidence, warnings=(PARTLY,))


def _is_person(one: Candidate) -> bool:
    named = spec_of(one.name).kind in NAME_KINDS and isinstance(one.value, str)
    return named and not is_organisation(str(one.value))


def is_sound(name: str) -> bool:
    """Whether all words of a full name could be Vietnamese syllables with their capitals."""
    words = name.split()
    return len(words) >= 2 and all(
        is_syllable(word) and word[0].isupper() and not _FOREIGN & set(word.lower()) for word in words
    )


def _alike(one: str, other: str) -> bool:
    """Nearly the same letters: one of the two is spoiled."""
    return same_person(one, other) or fuzz.ratio(fold(one), fold(other)) >= ALIKE


def _clearness(name: Print) -> tuple[bool, float]:
    return is_sound(name.text), name.confidence


def _in_case_of(name: str, other: str) -> str:
    letters = [char for char in other if char.isalpha()]
    if sum(char.isupper() for char in letters) > 0.6 * len(letters):
        return name.upper()
    return name.title() if name.isupper() else name
