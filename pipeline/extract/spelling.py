"""Judges and restores running text: strange syllables lower trust, set phrases get their marks back."""

import re
from collections.abc import Sequence
from itertools import pairwise

from core.text import fold, one_spelling
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.snap import repaired
from pipeline.syllables import is_syllable

STRANGE_COST = 0.12
"""Quality that each strange word of a text takes away."""
WORD_COST = 0.006
"""Doubt that each word of a longer text adds: all of them must be right."""
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_ADMIN_PART = re.compile(r"[^,;]+")
_LONE = frozenset("aàáảãạâăbcdđeêghiklmnoôơpqrstuưvxyýỷỳởờớợỡ")
_ONE = re.compile(r"(?<=[-/\d])[Il|](?=\d)")
_NOISE = re.compile(r"[\\|{}<>#$~^=*_†‡§¢£¥€¿«»äëïöüÿçñåæøß¡@]", re.IGNORECASE)


def text_quality(text: str) -> float:
    """How much a text looks like Vietnamese words, numbers and abbreviations: 0.3 to 0.97."""
    words = text.split()
    strange = sum(map(_is_strange, words))
    return max(0.3, 0.97 - STRANGE_COST * strange - WORD_COST * max(0, len(words) - 4))


def _is_strange(word: str) -> bool:
    if _NOISE.search(word):
        return True
    bare = _EDGES.sub("", word)
    if not bare or any(char.isdigit() for char in bare):
        return False
    parts = re.split(r"[-/.&]", bare)
    return not all(_is_known(part) for part in parts if part)


def _is_known(part: str) -> bool:
    if len(part) == 1:
        return part.lower() in _LONE
    if part.isupper() and len(part) <= 8:
        return True
    return is_syllable(part)


def with_set_phrases(text: str, lexicon: Lexicon) -> str:
    """`text` with lost or confused marks put back in set phrases such as sửa đổi, bổ sung.

    Only where the letters without marks are the phrase's own, so no other word
    is put in, and never in names: names are no set phrases. A letter beside figures
    is the 1 it looks like: COVID-I9.
    """
    words = _ONE.sub("1", text).split()
    bare = [_EDGES.sub("", word) for word in words]
    phrases = [lexicon.phrases.get(fold(f"{a} {b}")) for a, b in pairwise(bare)]
    sound = {
        place
        for index, phrase in enumerate(phrases)
        if phrase and _spelled(bare[index : index + 2]) == _spelled(phrase.split())
        for place in (index, index + 1)
    }
    for index, phrase in enumerate(phrases):
        for place, wanted in enumerate(phrase.split() if phrase else (), start=index):
            if place not in sound:
                words[place] = _remarked(words[place], bare[place], wanted)
    return " ".join(words)


def _spelled(words: Sequence[str]) -> list[str]:
    return [one_spelling(word.lower()) for word in words]


def _remarked(word: str, bare: str, wanted: str) -> str:
    if not bare or one_spelling(bare.lower()) == one_spelling(wanted):
        return word
    if bare.isupper() and len(bare) > 1:
        spelled = wanted.upper()
    else:
        spelled = wanted[0].upper() + wanted[1:] if bare[0].isupper() else wanted
    return word.replace(bare, spelled, 1)


_KINDS = {"thon": "thôn", "xom": "xóm", "duong": "đường"}
_KIND_FIRST = re.compile(r"(?:^|(?<=, ))\w+(?= [^\W\d_])")
_KIND_ALONE = re.compile(r"(?:tinh|thanh pho|thi xa|huyen|quan|thi tran|phuong|xa)$")


def is_cut_off(text: str) -> bool:
    """Whether a name of an agency or place ends with the kind of a place: thành phố …."""
    return bool(_KIND_ALONE.search(fold(text.rstrip(" .,;"))))


def with_known_kinds(address: str) -> str:
    """`address` with the marks of thôn, xóm and đường put back, which no other word begins a part with."""
    return _KIND_FIRST.sub(lambda found: _known_kind(found[0]), address)


def _known_kind(word: str) -> str:
    kind = _KINDS.get(fold(word))
    return word if kind is None else kind.capitalize() if word[0].isupper() else kind


def with_known_places(address: str, lexicon: Lexicon) -> str:
    """`address` with the marks of communes, districts and provinces put back from the gazetteer."""
    return _ADMIN_PART.sub(lambda found: _known_place(found[0], lexicon), address)


def _known_place(part: str, lexicon: Lexicon) -> str:
    bare = part.strip(" .")
    match = lexicon.kinded_places.nearest(bare, 0.9)
    if match is None or (match.score < 1.0 and len(bare) < 10):
        return part
    fixed = repaired(bare, match.phrase)
    return part.replace(bare, fixed) if fixed else part
