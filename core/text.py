"""The one place that tokenises, normalises and folds Vietnamese.

Both indexes and the marking of hits use these tokens, so a word that is found is
also a word that can be marked, whatever engine found it.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
"""Letters and digits, with combining marks that NFC could not compose."""

_NEW_STYLE = re.compile(
    r"(?P<glide>[ou])(?P<vowel>[àáảãạèéẻẽẹỳýỷỹỵ])$",
)
"""The tone on the second vowel of an open oa, oe, uy: hoà, khoẻ, thuý."""

_LOOKS_LIKE_D = str.maketrans("ðɖ", "đđ")
"""Letters of other languages whose capitals, Ð and Ɖ, look like Đ; old fonts and keyboards mix them."""

_TONES = "\u0300\u0301\u0309\u0303\u0323"
_FINAL_Y = re.compile(r"^(h|k|l|m|s|t|qu)([yỳýỷỹỵ])$")
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


class Token(NamedTuple):
    """A searchable word with its place in the text it came from."""

    marked: str
    """Lower case, marks kept, spelling variants made one."""
    folded: str
    """`marked` without any marks."""
    start: int
    end: int
    """Character offsets in the text; `end` is exclusive."""


def nfc(text: str) -> str:
    """The canonical form of every string in the system."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without marks: Đường → duong. Idempotent."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    folded = unicodedata.normalize("NFC", bare.replace("đ", "d"))
    return folded if folded == text else fold(folded)


def old_style_tone(syllable: str) -> str:
    """Move the tone of an open oa, oe, uy to the first vowel: hoà → hòa, thuý → thúy.

    Both styles are in use (domain notes, section 5); `quý` is not affected because
    there the u belongs to the consonant. Expects lower-case NFC.
    """
    found = _NEW_STYLE.search(syllable)
    if not found:
        return syllable
    glide, vowel = found["glide"], found["vowel"]
    before = syllable[: found.start()]
    plain_vowel, tone = _split_tone(vowel)
    if (glide == "u") != (plain_vowel == "y") or (glide == "u" and before.endswith("q")):
        return syllable
    return before + nfc(glide + tone) + plain_vowel


def one_spelling(word: str) -> str:
    """Make the accepted spellings of a word one: hoà/hòa, lý/lí, kỹ/kĩ, quy/qui, and ð the đ it is meant for.

    Only for comparing and indexing; stored text is never rewritten. Expects lower-case NFC.
    """
    word = old_style_tone(word.translate(_LOOKS_LIKE_D))
    found = _FINAL_Y.match(word)
    return found[1] + found[2].translate(_Y_TO_I) if found else word


def tokens(text: str) -> Iterator[Token]:
    """Split into tokens; everything but letters and digits separates.

    A code such as 44/QĐ-UBND becomes 44, qđ, ubnd in a row, so a phrase of its
    parts finds it in every engine alike.
    """
    for found in _TOKEN.finditer(text):
        marked = one_spelling(nfc(nfc(found[0]).lower()))
        folded = fold(marked)
        if folded:
            yield Token(marked, folded, found.start(), found.end())


def _split_tone(vowel: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", vowel)
    tone = "".join(char for char in decomposed if char in _TONES)
    return nfc("".join(char for char in decomposed if char not in _TONES)), tone
