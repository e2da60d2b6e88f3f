"""Codes and numbers as printed: repaired, checked and in canonical form."""

import re

UNIT = r"[\dOoIlSBQ]{3}[.,]\s?[\dOoIlSBQ]{2}[.,]\s?[\dOoIlSBQ]{2}[.,]\s?[A-Z][\dOoIlSBQ]{2}"
_UNIT_TOP_DOWN = r"[A-Z][\dOoIlSBQ]{2}(?:\.\d{1,3}){0,4}"
DOSSIER_CODE = re.compile(
    rf"(?<![\w.,])(?:{UNIT}|{_UNIT_TOP_DOWN})\s?-\s?[\dOoIlSBQG]{{6}}\s?-\s?[\dOoIlSBQG]{{4,6}}(?![\d])"
)
AGENCY_CODE = re.compile(rf"(?<![\w.,])(?:{UNIT}|[A-Z]\d{{2}}(?:\.\d{{1,3}}){{1,4}})(?![\w.])(?!\s?-)")
SECTOR_CODE = re.compile(r"(?<!\w)[G6][\dO]{2}\s?-\s?[A-ZĐ]{2}[\dO]{2}(?!\w)")
COMPONENT_CODE = re.compile(rf"\(?\s?({UNIT}\s?-\s?KQ\s?[\dOoIlSB]{{4,6}})\s?\)?")
PROCEDURE_CODE = re.compile(
    r"(?<![\d.])[\dlI]\s?\.\s?[\dOoIlSB]{6}"
    r"(?:\.(?:\s?[\dO]{3}\.[\dO]{2}\.[\dO]{2}\.)?[A-Z][\dO]{2}(?!\d)|\.\d{2}(?![\d.]))?(?!\d)"
)
PERSON_NUMBER = re.compile(r"(?<![\dOo])(?:[\dOoIlSB][ .]?){11}[\dOoIlSB](?![\d])")
OLD_PERSON_NUMBER = re.compile(r"(?<!\d)\d{9}(?!\d)")
PASSPORT = re.compile(r"\b[A-Z]\d{7,8}\b")
TAX_CODE = re.compile(r"(?<!\d)\d{10}(?:\s?-\s?\d{3})?(?!\d)")
PHONE = re.compile(r"(?:\+\s?84|[0Oo])[\s.\-()]{0,2}(?:[\dOoIlSB][\s.\-()]{0,2}){8,9}[\dOoIlSB]?(?!\d)")
EMAIL = re.compile(r"[\w.+-]+(?:[(]?@[)(]?|[(]2?(?=gmail|yahoo|bacninh))[\w-]+(?:\.[\w-]+)+", re.ASCII)
MONEY = re.compile(
    r"(?<![\d.])(?P<amount>[\dOo]{1,3}(?:[.,]\s?[\dOo]{3})+|[\dOo]+)\s*(?:đồng|đông|dong|đ\b|d\b|VNĐ|VND|vnđ)"
)
PLAIN_AMOUNT = re.compile(r"^\s*(?P<amount>\d{1,3}(?:[.,]\d{3})+|\d{3,})\s*[.;]?\s*$")
FREE = re.compile(r"mi[ễeê]n\s*(?:ph[íi]|l[ệe]\s*ph[íi])|kh[ôo]ng\s*(?:thu|ph[íi]|đ[óo]ng)", re.IGNORECASE)
DURATION = re.compile(
    r"(?P<count>\d{1,3})\s*(?:\([^)]*\)\s*)?(?P<unit>ngày làm việc|giờ làm việc|ngày|giờ|tháng)"
)

BOTTOM_UP_LETTER = 10
"""Offset of the province letter in a unit code read from the lowest level up: 000.00.01.H05."""
_TO_DIGITS = str.maketrans("OoQØlI|SBZG", "00001115826")
_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])\d{7}")
_LANDLINE = re.compile(r"02\d{9}")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def digits_of(text: str) -> str:
    """The digits of `text`, letters misread for digits put right."""
    return "".join(char for char in text.translate(_TO_DIGITS) if char.isdigit())


def dossier_code(text: str) -> str:
    """A dossier code without spaces, letters misread for digits put right (HO5-25O124 → H05-250124)."""
    bare = re.sub(r"\s", "", text).replace(",", ".")
    letter = BOTTOM_UP_LETTER if re.match(UNIT, bare) else 0
    return bare[:letter].translate(_TO_DIGITS) + bare[letter] + bare[letter + 1 :].translate(_TO_DIGITS)


def dossier_code_day(code: str) -> str | None:
    """The reception date a dossier code carries, YYYY-MM-DD."""
    found = re.search(r"-(\d{2})(\d{2})(\d{2})-\d{4,6}$", code)
    return f"20{found[1]}-{found[2]}-{found[3]}" if found else None


def agency_code(text: str) -> str:
    """The code of an agency without spaces, letters misread for digits put right (000.OO.30.H05)."""
    bare = re.sub(r"\s", "", text).replace(",", ".")
    letter = BOTTOM_UP_LETTER if re.match(UNIT, bare) else 0
    return bare[:letter].translate(_TO_DIGITS) + bare[letter] + bare[letter + 1 :].translate(_TO_DIGITS)


def sector_code(text: str) -> str:
    """A sector code without spaces: G15-TP07."""
    bare = re.sub(r"\s", "", text)
    return "G" + bare[1:3].translate(_TO_DIGITS) + bare[3:6] + bare[6:].translate(_TO_DIGITS)


def component_code(text: str) -> str:
    """The code of a component paper without spaces: 000.00.00.G15-KQ004389."""
    unit, _, ordinal = re.sub(r"\s", "", text).rpartition("-KQ")
    return f"{agency_code(unit)}-KQ{ordinal.translate(_TO_DIGITS)}"


def procedure_code(text: str) -> str:
    """A procedure code without spaces, misread digits put right."""
    bare = re.sub(r"\s", "", text)
    return bare[:8].translate(_TO_DIGITS) + re.sub(r"(?<=[A-Z])O", "0", bare[8:])


def phone_number(text: str) -> str | None:
    """National digits of a Vietnamese phone number, or None when it is none."""
    digits = digits_of(text)
    if text.lstrip().startswith("+") and digits.startswith("84"):
        digits = "0" + digits[2:]
    return digits if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) else None


def tax_code_is_valid(code: str) -> bool:
    """Whether the check digit of a tax code fits (weights 31 29 23 19 17 13 7 5 3, mod 11)."""
    digits = digits_of(code)
    if len(digits) not in (10, 13) or digits[2:9] == "0000000" or digits[10:] == "000":
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits[:9], strict=True)) % 11
    return rest != 0 and 10 - rest == int(digits[9])


def amount(text: str) -> int:
    """An amount in VND; dots separate thousands."""
    return int(digits_of(text))


def person_birth_year(number: str) -> int:
    """The birth year a 12-digit personal number carries: 027090… → 1990, 027301… → 2001."""
    return 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])


def person_gender(number: str) -> str:
    """Nam or Nữ, from the fourth digit of a personal number."""
    return "Nữ" if int(number[3]) % 2 else "Nam"
