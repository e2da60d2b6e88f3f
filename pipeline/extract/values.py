"""One normaliser per kind of field: printed text in, canonical value out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from core.text import fold
from pipeline.extract import dates, numbers
from pipeline.extract.addresses import has_address_shape, names_province, with_whole_province
from pipeline.extract.candidates import Parsed
from pipeline.extract.catalogue import Kind
from pipeline.extract.layout import fold_in_place
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.names import address_form, is_organisation, name_quality, person_words
from pipeline.extract.snap import repaired
from pipeline.extract.spelling import (
    is_cut_off,
    text_quality,
    with_known_kinds,
    with_known_places,
    with_set_phrases,
)

Normaliser = Callable[[str, Lexicon], Parsed | None]

_AT = re.compile(r"[(]?@[)(]?|[(]2?")
"""The sign @ as engines read it: (@), (, (2."""
_LEADERS = re.compile(r"[.…_·‥]{2,}|…")
NAME_QUALITY = 0.95
"""A name can't be checked against a dictionary, so it is never quite certain."""
_LOST_COMMA = re.compile(
    r"[.;]\s+(?=(?:thôn|xóm|khu phố|tổ dân phố|xã|phường|huyện|thị xã|thị trấn|thành phố|tỉnh)\s)"
)
NO_PROVINCE = 0.8
"""Quality of an address that ends before the province: its last line may be lost."""
COMPLETED = 0.8
"""Quality of an address or agency whose last words come from the dictionary."""
_CUT_OFF = "Địa chỉ có thể đọc thiếu, cần kiểm tra."
_COMPLETED = "Đọc thiếu phần cuối, bổ sung theo danh mục; cần kiểm tra."
_MINUTES = re.compile(r"gi[ờòo]\s+\S+\s+ph[uúùủ]t|(?<!\d)\d{1,2}:\d?(?!\d)", re.IGNORECASE)
CUT_OFF = 0.4
"""Quality left to a text whose end is missing."""
UNKNOWN_ISSUER = 0.6
"""Quality of an office that none of those that issue identity papers resembles."""
_UNREADABLE = "Không đọc được, cần nhập tay."


def normalise(kind: Kind, text: str, lexicon: Lexicon) -> Parsed | None:
    """Read `text` as a value of `kind`; None when it holds nothing of the kind."""
    reader = _NORMALISERS.get(kind)
    return reader(text, lexicon) if reader and text.strip() else None


def _text(text: str, _: Lexicon) -> Parsed | None:
    start, end = _trimmed(text)
    value = re.sub(r"\s+", " ", _LEADERS.sub(" ", text[start:end])).strip()
    return Parsed(value, text_quality(value), start, end) if any(map(str.isalnum, value)) else None


def _trimmed(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip(" .…_:;·-,"))
    end = len(text.rstrip(" .…_:;·-,"))
    if "(" not in text[:end] and text[:end].endswith(")"):
        end = len(text[: end - 1].rstrip(" .…_:;·-,"))
    return start, max(start, end)


def _date(text: str, _: Lexicon) -> Parsed | None:
    found = dates.find_date(text)
    if found is None:
        year = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", text)
        if year and not re.search(r"\d", text.replace(year[0], "")):
            return Parsed(year[1], 0.85, year.start(), year.end(), ("Chỉ có năm.",))
        return None
    warnings = () if found.value else (_UNREADABLE,)
    return Parsed(found.value, 0.98, found.start, found.end, warnings)


def _instant(text: str, _: Lexicon) -> Parsed | None:
    found = dates.find_date(text)
    if found is None:
        return None
    clock = dates.find_clock(text)
    start = min(found.start, clock[1]) if clock else found.start
    end = max(found.end, clock[2]) if clock else found.end
    if found.value is None or (clock is None and _MINUTES.search(text)):
        return Parsed(None, 0.3, start, end, (_UNREADABLE,))
    return Parsed(dates.as_instant(found.value, clock[0] if clock else None), 0.98, start, end)


def _gender(text: str, _: Lexicon) -> Parsed | None:
    found = re.search(r"(?<!\w)(nam|nữ|nu|nứ|nử|nừ)(?!\w)", text, re.IGNORECASE)
    if found is None:
        return None
    both = re.search(r"nam\s*[/\[☐□]|[□☐]\s*nam", text, re.IGNORECASE)
    if both:
        return None
    value = "Nam" if found[1].lower() == "nam" else "Nữ"
    return Parsed(value, 0.98, found.start(), found.end())


def _matched(
    pattern: re.Pattern[str], text: str, value: Callable[[str], str], quality: float
) -> Parsed | None:
    found = pattern.search(text)
    if found is None:
        return None
    return Parsed(value(found[0]), quality, found.start(), found.end())


def _person_number(text: str, _: Lexicon) -> Parsed | None:
    parsed = _matched(numbers.PERSON_NUMBER, text, numbers.digits_of, 0.98)
    if parsed:
        return parsed
    digits = re.search(r"(?:\d[ .]?){7,}", text)
    if digits and len(numbers.digits_of(digits[0])) not in (9, 10, 13):
        return Parsed(
            None, 0.3, digits.start(), digits.end(), ("Số định danh không đủ 12 chữ số, cần kiểm tra.",)
        )
    return None


def _old_person_number(text: str, _: Lexicon) -> Parsed | None:
    return _matched(numbers.OLD_PERSON_NUMBER, text, numbers.digits_of, 0.9)


def _passport(text: str, _: Lexicon) -> Parsed | None:
    return _matched(numbers.PASSPORT, text, str, 0.9)


def _tax_code(text: str, _: Lexicon) -> Parsed | None:
    found = numbers.TAX_CODE.search(text)
    if found is None:
        return None
    value = re.sub(r"\s", "", found[0])
    if "-" not in value and len(value) == 13:
        value = f"{value[:10]}-{value[10:]}"
    if numbers.tax_code_is_valid(value):
        return Parsed(value, 1.0, found.start(), found.end())
    return Parsed(value, 0.5, found.start(), found.end(), ("Mã số thuế sai chữ số kiểm tra.",))


def _phone(text: str, _: Lexicon) -> Parsed | None:
    for found in numbers.PHONE.finditer(text):
        value = numbers.phone_number(found[0])
        if value:
            return Parsed(value, 0.98, found.start(), found.end())
    digits = re.search(r"(?:\d[ .]?){7,}", text)
    if digits is None:
        return None
    return Parsed(None, 0.3, digits.start(), digits.end(), ("Số điện thoại không đúng dạng, cần kiểm tra.",))


def _email(text: str, _: Lexicon) -> Parsed | None:
    bare = fold_in_place(text)  # marks are dots of a leader or dirt: no address has any
    found = numbers.EMAIL.search(bare)
    if found is None:
        return None
    value = _AT.sub("@", found[0])
    quality = 0.95 if value == text[found.start() : found.end()].lower() else 0.8
    torn = any(map(str.isalnum, text[: found.start()]))
    warnings = ("Địa chỉ thư có thể đọc thiếu phần đầu, cần kiểm tra.",) if torn else ()
    return Parsed(value, quality * (CUT_OFF if torn else 1.0), found.start(), found.end(), warnings)


def _money(text: str, _: Lexicon) -> Parsed | None:
    found = numbers.MONEY.search(text) or numbers.PLAIN_AMOUNT.search(text)
    if found:
        quality = 0.98 if re.fullmatch(r"\d{1,3}(?:[.,]\s?\d{3})*|\d+", found["amount"]) else 0.7
        return Parsed(numbers.amount(found["amount"]), quality, found.start(), found.end())
    free = numbers.FREE.search(text)
    return Parsed(0, 0.95, free.start(), free.end()) if free else None


def _duration(text: str, _: Lexicon) -> Parsed | None:
    found = numbers.DURATION.search(text)
    if found is None:
        return None
    return Parsed(f"{int(found['count'])} {found['unit']}", 0.95, found.start(), found.end())


def _count(text: str, _: Lexicon) -> Parsed | None:
    found = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text)
    return Parsed(int(found[1]), 0.95, found.start(), found.end()) if found else None


def _dossier_code(text: str, _: Lexicon) -> Parsed | None:
    return _matched(numbers.DOSSIER_CODE, text, numbers.dossier_code, 1.0)


def _agency_code(text: str, _: Lexicon) -> Parsed | None:
    return _matched(numbers.AGENCY_CODE, text, numbers.agency_code, 1.0)


def _sector_code(text: str, _: Lexicon) -> Parsed | None:
    return _matched(numbers.SECTOR_CODE, text, numbers.sector_code, 1.0)


def _procedure_code(text: str, lexicon: Lexicon) -> Parsed | None:
    found = numbers.PROCEDURE_CODE.search(text)
    if found is None:
        return None
    value = numbers.procedure_code(found[0])
    known = lexicon.reference.procedure(value) is not None
    return Parsed(value, 1.0 if known else 0.9, found.start(), found.end())


def _procedure_name(text: str, lexicon: Lexicon) -> Parsed | None:
    code = numbers.PROCEDURE_CODE.search(text)
    text = text[: code.start()].rstrip(" (-–:") if code and code.start() > 8 else text
    plain = _text(text, lexicon)
    if plain is None or plain.value is None:
        return None
    printed = str(plain.value)
    match = lexicon.procedures.nearest(printed, 0.85)
    fixed = repaired(printed, match.phrase) if match else None
    if fixed is None:
        printed = with_set_phrases(printed, lexicon)
        return Parsed(printed, 0.95 * plain.quality, plain.start, plain.end)
    return Parsed(fixed, 1.0, plain.start, plain.end)


def _agency(text: str, lexicon: Lexicon) -> Parsed | None:
    plain = _text(text, lexicon)
    if plain is None:
        return None
    printed = str(plain.value)
    matches = (lexicon.agencies.nearest(printed, 0.85), lexicon.issuers.nearest(printed, 0.85))
    spellings = (repaired(printed, match.phrase) for match in matches if match)
    fixed = next((spelled for spelled in spellings if spelled), None)
    whole = lexicon.agencies.completion(printed) if fixed is None else None
    if whole is not None:
        spelled = repaired(printed, whole.rsplit(" ", 1)[0]) or printed
        spelled = f"{spelled} {whole.rsplit(' ', 1)[1]}"
        return Parsed(spelled, COMPLETED, plain.start, plain.end, (_COMPLETED,))
    if fixed is None:
        spelled = with_known_places(with_set_phrases(printed, lexicon), lexicon)
        quality = CUT_OFF if is_cut_off(spelled) else 0.95
        return Parsed(spelled, quality * plain.quality, plain.start, plain.end)
    return Parsed(fixed, 1.0, plain.start, plain.end)


def _person(text: str, lexicon: Lexicon) -> Parsed | None:
    start = _trimmed(text)[0]
    start += address_form(text[start:])
    words = text[start:].split()
    count = person_words(text[start:])
    if count == 0 or not words:
        return None
    name = re.sub(r"[^\w\s’-]", "", " ".join(words[:count])).strip()
    quality, warnings = name_quality(name, lexicon.reference)
    return Parsed(name, NAME_QUALITY * quality, start, start + len(" ".join(words[:count])), warnings)


def _applicant(text: str, lexicon: Lexicon) -> Parsed | None:
    start = _trimmed(text)[0]
    if is_organisation(text[start:]):
        return _text(text, lexicon)
    return _person(text, lexicon)


def _address(text: str, lexicon: Lexicon) -> Parsed | None:
    plain = _text(text, lexicon)
    if plain is None:
        return None
    spelled = with_set_phrases(_LOST_COMMA.sub(", ", str(plain.value)), lexicon)
    value = with_known_places(with_known_kinds(spelled), lexicon)
    whole = with_whole_province(value, lexicon.reference)
    if whole is None or is_cut_off(whole):
        return Parsed(value, CUT_OFF * plain.quality, plain.start, plain.end, (_CUT_OFF,))
    quality = plain.quality * (1.0 if "," in value and has_address_shape(value) else 0.5)
    quality *= 1.0 if names_province(whole, lexicon.reference) else NO_PROVINCE
    warnings = () if whole == value else (_COMPLETED,)
    return Parsed(whole, quality * (COMPLETED if warnings else 1.0), plain.start, plain.end, warnings)


def _channel(text: str, lexicon: Lexicon) -> Parsed | None:
    plain = _text(text, lexicon)
    if plain is None:
        return None
    folded = fold(text)
    if re.search(r"buu chinh|buu dien", folded):
        value = "post"
    else:
        value = "online" if re.search(r"truc tuyen|dien tu|cong dich vu", folded) else "desk"
    return Parsed(value, 0.9, plain.start, plain.end)


def _id_issuer(text: str, lexicon: Lexicon) -> Parsed | None:
    plain = _text(text, lexicon)
    if plain is None:
        return None
    match = lexicon.id_issuers.nearest(str(plain.value), 0.85)
    if match is None:
        return replace(plain, quality=UNKNOWN_ISSUER * plain.quality)
    known = repaired(str(plain.value), match.phrase) is not None
    return Parsed(match.phrase, 1.0 if known else 0.9 * match.score, plain.start, plain.end)


_NORMALISERS: Mapping[Kind, Normaliser] = {
    Kind.TEXT: _text,
    Kind.PERSON: _person,
    Kind.APPLICANT: _applicant,
    Kind.ADDRESS: _address,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.GENDER: _gender,
    Kind.PERSON_NUMBER: _person_number,
    Kind.OLD_PERSON_NUMBER: _old_person_number,
    Kind.PASSPORT: _passport,
    Kind.TAX_CODE: _tax_code,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.MONEY: _money,
    Kind.DURATION: _duration,
    Kind.COUNT: _count,
    Kind.DOSSIER_CODE: _dossier_code,
    Kind.AGENCY_CODE: _agency_code,
    Kind.SECTOR_CODE: _sector_code,
    Kind.PROCEDURE_CODE: _procedure_code,
    Kind.PROCEDURE_NAME: _procedure_name,
    Kind.AGENCY: _agency,
    Kind.CHANNEL: _channel,
    Kind.ID_ISSUER: _id_issuer,
}
