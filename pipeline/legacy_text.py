"""Vietnamese typed in the fonts of before Unicode, TCVN3 (.VnTime) and VNI (VNI-Times), made Unicode.

Such text looks like Latin-1 to every program: `Céng hßa` and `Coäng hoøa` stand for Cộng hòa.
"""

import re
from enum import StrEnum
from itertools import product

from core.text import nfc
from pipeline.syllables import is_syllable

SOFT_HYPHEN = "\u00ad"
"""What ư is in TCVN3; programs that lay out text drop it or make it a hyphen."""


class Encoding(StrEnum):
    """How a legacy font uses its bytes."""

    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3_capitals"
    """The fonts whose names end in H: the same bytes, drawn as capitals."""
    VNI = "vni"

    @property
    def family(self) -> "Encoding":
        """The encoding, whatever the case its font draws."""
        return Encoding.VNI if self is Encoding.VNI else Encoding.TCVN3


_TCVN3_BYTES = (
    "àB5 ảB6 ãB7 áB8 ạB9 ăA8 ằBB ẳBC ẵBD ắBE ặC6 âA9 ầC7 ẩC8 ẫC9 ấCA ậCB đAE èCC ẻCE ẽCF éD0 ẹD1 êAA ềD2 ểD3 "
    "ễD4 ếD5 ệD6 ìD7 ỉD8 ĩDC íDD ịDE òDF ỏE1 õE2 óE3 ọE4 ôAB ồE5 ổE6 ỗE7 ốE8 ộE9 ơAC ờEA ởEB ỡEC ớED ợEE ùEF "
    "ủF1 ũF2 úF3 ụF4 ưAD ừF5 ửF6 ữF7 ứF8 ựF9 ỳFA ỷFB ỹFC ýFD ỵFE ĂA1 ÂA2 ÊA3 ÔA4 ƠA5 ƯA6 ĐA7"
)
TCVN3 = {chr(int(entry[1:], 16)): entry[0] for entry in _TCVN3_BYTES.split()}
"""What a TCVN3 byte looks like as Latin-1 → the letter it is."""

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _BREVE = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323", "\u0306"
_TONES = dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_ROOFED = dict(zip("âáàåãä", ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_CUPPED = dict(zip("êéèúüë", ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True))
_VNI_SINGLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for base, mark in product("aeouyôö", _TONES):
        table[base + mark] = nfc(_VNI_SINGLE.get(base, base) + _TONES[mark])
    for base, mark in product("aeo", _ROOFED):
        table[base + mark] = nfc(base + "\u0302" + _ROOFED[mark])
    for mark, tone in _CUPPED.items():
        table["a" + mark] = nfc("a" + _BREVE + tone)
    # The shift key may have been let go between a letter and its mark.
    cased = {key[0].upper() + key[1:]: letter.upper() for key, letter in table.items()}
    shouted = {key.upper(): letter.upper() for key, letter in table.items()}
    return table | cased | shouted


VNI = _vni_table()
"""A letter or a vowel with its mark as typed → the letter it is."""

_VNI_TYPED = re.compile("|".join(sorted(VNI, key=len, reverse=True)))

_SUBSET = re.compile(r"^/?(?:[A-Z]{6}\+)?")
_STYLE = re.compile(r"(?:[,\s-]*(?:Bold|Italic|Oblique|Regular|Normal))+$", re.IGNORECASE)
_HYPHENED = re.compile(rf"(?<![\w/-])[^\W\d_]*(?:[-{SOFT_HYPHEN}][^\W\d_]*)+(?![\w/-])")


def encoding_of(font: str) -> Encoding | None:
    """The legacy encoding of a font by its name in the PDF, None for every other font."""
    name = _STYLE.sub("", _SUBSET.sub("", font))
    if re.match(r"VNI[-\s]", name):
        return Encoding.VNI
    if not re.match(r"\.?Vn[A-Z0-9]", name):
        return None
    return Encoding.TCVN3_CAPITALS if name.endswith("H") else Encoding.TCVN3


def decoded(text: str, encoding: Encoding) -> str:
    """`text`, read as Latin-1, as it was meant; what is Unicode Vietnamese already stays as it is."""
    if any(char.isalpha() and char > "\u00ff" for char in text):
        return text
    if encoding is Encoding.VNI:
        return _VNI_TYPED.sub(lambda found: VNI[found[0]], text)
    letters = "".join(TCVN3.get(char, char) if char != SOFT_HYPHEN else char for char in text)
    whole = _HYPHENED.sub(lambda found: _with_horned_u(found[0]), letters).replace(SOFT_HYPHEN, "ư")
    if encoding is Encoding.TCVN3_CAPITALS or _is_shouted(text):
        return whole.upper()
    return whole


def _is_shouted(text: str) -> bool:
    """Whether all plain letters are capitals, and more than the first: §éC is ĐỘC, but Hé is Hộ."""
    plain = [(at, char) for at, char in enumerate(text) if char.isascii() and char.isalpha()]
    return any(at for at, _ in plain) and all(char.isupper() for _, char in plain)


def _with_horned_u(text: str) -> str:
    """Hyphens that make a syllable with what stands around them are ư: WinAnsi has one at byte AD."""
    parts = re.split(rf"([-{SOFT_HYPHEN}])", text)
    whole = parts[0]
    for hyphen, part in zip(parts[1::2], parts[2::2], strict=True):
        start = re.split(r"-", whole)[-1]
        joined = start + "ư" + part
        sure = hyphen == SOFT_HYPHEN or (
            len(joined) > 1 and is_syllable(joined) and not _is_code(start, part)
        )
        whole += ("ư" if sure else "-") + part
    return whole


def _is_code(before: str, after: str) -> bool:
    """Whether a hyphen parts capitals, as in C-T, rather than letters of one word."""
    return after[:1].isupper() and (before + after).isascii()
