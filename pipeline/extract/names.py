"""Names of people and organisations: recognised and flagged, never corrected."""

import re

from core.text import fold, one_spelling
from pipeline.reference import Reference

ORGANISATIONS = (
    "cong ty",
    "hop tac xa",
    "ho kinh doanh",
    "truong",
    "doanh nghiep",
    "benh vien",
    "ngan hang",
    "trung tam",
    "hoi ",
    "quy ",
    "van phong",
    "chi nhanh",
    "ubnd",
    "uy ban",
    "so ",
    "ban ",
    "lien doan",
    "tong cong ty",
    "xi nghiep",
    "cua hang",
)
_ADDRESS_FORM = re.compile(
    r"^(?:\(?\s*(?:ông/bà|ông \(bà\)|ông|bà|anh|chị|em)\s*\)?\s*[:.]?\s+)+", re.IGNORECASE
)
_WORD = re.compile(r"^[^\W\d_]+(?:['’-][^\W\d_]+)?$")
_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvxđ]"
_NUCLEI = (
    "uy[aeu]|u[ao]y|u[ao]u|ua[io]|uoi|ieu|yeu|oa[ioy]|oe[o]|"
    "a[iouy]|e[ou]|i[aeu]|o[aeio]|u[aeiouy]|y[ae]|[aeiouy]"
)
_SYLLABLE = re.compile(rf"^(?:{_ONSETS})?(?:{_NUCLEI})(?:ch|ng|nh|[cmnpt])?$")


def is_organisation(text: str) -> bool:
    """Whether a name is that of a company, school, office or other organisation."""
    return fold(text).startswith(ORGANISATIONS)


def address_form(text: str) -> int:
    """How many characters a form of address (ông, bà, …) takes at the start of `text`."""
    found = _ADDRESS_FORM.match(text)
    return found.end() if found else 0


def person_words(text: str) -> int:
    """How many words at the start of `text` look like parts of a name."""
    words = text.split()
    for count, word in enumerate(words):
        bare = word.lstrip("'\"‘“`").rstrip(",.;:)")
        if not _WORD.match(bare) or not bare[0].isupper():
            return count
        if not word.endswith(bare):
            return count + 1
    return len(words)


def name_quality(name: str, reference: Reference) -> tuple[float, tuple[str, ...]]:
    """How much `name` looks like a Vietnamese person's name, with warnings for people."""
    words = name.split()
    if not 2 <= len(words) <= 6:
        return 0.3, ("Tên người không có từ 2 đến 6 tiếng, cần kiểm tra.",)
    strange = [word for word in words if not is_syllable(word)]
    if strange:
        return 0.4, ("Tên người có tiếng không đúng chính tả tiếng Việt, cần kiểm tra.",)
    if not reference.is_surname(words[0]):
        return 0.6, ("Họ không có trong danh mục họ, cần kiểm tra.",)
    if not reference_spelling(words[0], reference):
        return 0.75, ("Họ có thể bị đọc sai dấu, cần kiểm tra.",)
    return 1.0, ()


def reference_spelling(surname: str, reference: Reference) -> bool:
    """Whether the surname's marks are those of a known one."""
    wanted = one_spelling(surname.lower())
    return any(one_spelling(row.name.lower()) == wanted for row in reference.surnames)


def is_syllable(word: str) -> bool:
    """Whether a word has the letters of a Vietnamese syllable, marks aside."""
    return bool(_SYLLABLE.match(fold(word)))
