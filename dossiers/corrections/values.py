"""What a person may type as the value of a field: held to the kind of the catalogue, in canonical form."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from core.errors import ConfigError
from core.text import fold, nfc
from pipeline.extract.catalogue import CATALOGUE, Kind, Spec, spec_of
from pipeline.extract.lexicon import lexicon_of
from pipeline.extract.values import normalise
from pipeline.reference import Reference

MOST_LETTERS = 1000
"""No value on any form is longer."""

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "urgency": ("HỎA TỐC", "THƯỢNG KHẨN", "KHẨN"),
    "circulation": ("LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI"),
    "signer_authority": ("TM.", "KT.", "TL.", "TUQ.", "Q."),
    "secrecy": ("MẬT", "TỐI MẬT", "TUYỆT MẬT"),
    "copy_kind": ("SAO Y", "SAO LỤC", "TRÍCH SAO"),
    "language": ("vi", "en"),
}
_CHANNELS = {"desk": r"quay|truc tiep|trung tam|bo phan|desk", "post": r"buu|post", "online": r"truc tuyen"}
_DOCUMENT_NUMBER = re.compile(
    r"\d{1,6}[A-Za-zĐđ]?/(?:(?:19|20)\d{2}/)?[A-ZĐ][\wĐđ&.]*(?:-[\wĐđ&.]+)*|\d{1,4}-[A-ZĐ]{2,3}/[A-ZĐ]{2,8}"
)
_TELLS = {
    Kind.DATE: "a day such as 2025-01-24 or 24/01/2025",
    Kind.INSTANT: "a day, with or without a time: 2025-01-24 08:30",
    Kind.GENDER: "Nam or Nữ",
    Kind.PERSON_NUMBER: "12 digits",
    Kind.OLD_PERSON_NUMBER: "9 digits",
    Kind.PASSPORT: "a letter and 7 or 8 digits",
    Kind.TAX_CODE: "10 digits, or 13 with a branch",
    Kind.PHONE: "a Vietnamese phone number",
    Kind.EMAIL: "an e-mail address",
    Kind.MONEY: "an amount in đồng, such as 50000",
    Kind.DURATION: "a number of ngày, ngày làm việc, giờ or tháng",
    Kind.COUNT: "a number from 1 to 99",
    Kind.DOSSIER_CODE: "a code such as 000.00.01.H05-250124-0001",
    Kind.PROCEDURE_CODE: "a code such as 1.001193",
    Kind.DOCUMENT_NUMBER: "a number such as 44/QĐ-UBND",
    Kind.CHANNEL: "desk, post or online",
    Kind.PERSON: "a name in letters",
    Kind.YES_NO: "có or không",
    Kind.LIST: "an item: --item N, with parts as name=…; quantity=…",
}


def field_named(text: str) -> Spec:
    """The catalogue's field called `text`, by name or Vietnamese term, marks and case aside.

    Raises:
        ConfigError: there is none.
    """
    wanted = " ".join(fold(text).replace("_", " ").split())
    for spec in CATALOGUE:
        if wanted in (spec.name.replace("_", " "), " ".join(fold(spec.term).split())):
            return spec
    raise ConfigError("There is no such field; docs/fields.md lists them all.", code="unknown_field")


def checked_value(field: str, text: str, reference: Reference) -> str | int | bool | None:
    """The canonical value of what a person typed; nothing typed empties the field.

    Raises:
        ConfigError: it is no value of this field; the message does not repeat it.
    """
    typed = " ".join(nfc(text).split())
    if not typed:
        return None
    kind = spec_of(field).kind
    value: str | int | bool | None = None
    if len(typed) <= MOST_LETTERS and typed.isprintable():
        read = _READERS.get(kind)
        value = read(field, typed) if read else _formal(kind, typed, reference)
    if value is None:
        raise _refused(field, kind)
    return value


def checked_parts(field: str, text: str) -> dict[str, str] | None:
    """The parts of a list's item: `name=Tờ khai; quantity=2`, or its name alone; nothing takes it out.

    Raises:
        ConfigError: a part has no name or no value.
    """
    typed = nfc(text).strip()
    if not typed:
        return None
    if "=" not in typed:
        return {"name": " ".join(typed.split())}
    parts = {}
    for pair in filter(str.strip, typed.split(";")):
        name, sign, value = pair.partition("=")
        if not sign or not value.strip() or not re.fullmatch(r"[a-z_]{1,30}", name.strip()):
            raise _refused(field, Kind.LIST)
        parts[name.strip()] = " ".join(value.split())
    return parts


def _formal(kind: Kind, typed: str, reference: Reference) -> str | int | None:
    """What the kind's own reader makes of it, if it takes all of it and is sure."""
    parsed = normalise(kind, typed, lexicon_of(reference))
    if parsed is None or parsed.start > 0 or parsed.end not in (None, len(typed)):
        return None
    return parsed.value


def _text(_: str, typed: str) -> str | None:
    return typed if any(map(str.isalnum, typed)) else None


def _person(_: str, typed: str) -> str | None:
    words = typed.split()
    letters = all(char.isalpha() or char in " '’.-" for char in typed)
    return typed if letters and 1 <= len(words) <= 8 and any(map(str.isalpha, typed)) else None


def _date(_: str, typed: str) -> str | None:
    if re.fullmatch(r"(?:19|20)\d{2}", typed):
        return typed
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(typed)
    except ValueError:
        return None
    return day.isoformat() if 1900 <= day.year <= 2099 else None


def _instant(field: str, typed: str) -> str | None:
    found = re.fullmatch(r"(\S+?)[T ](\d{1,2}:\d{2})(?::\d{2})?(?:\+07:00)?", typed)
    day = _date(field, found[1] if found else typed)
    if day is None or len(day) != 10:
        return None
    try:
        return f"{day}T{datetime.strptime(found[2], '%H:%M'):%H:%M}:00+07:00" if found else day  # noqa: DTZ007
    except ValueError:
        return None


def _choice(field: str, typed: str) -> str | None:
    wanted = fold(typed).strip(" .")
    choices = _CHOICES.get(field)
    if choices is None:
        return _text(field, typed)
    return next((choice for choice in choices if fold(choice).strip(".") == wanted), None)


def _channel(_: str, typed: str) -> str | None:
    if typed in _CHANNELS:
        return typed
    words = fold(typed)
    return next((name for name, told in _CHANNELS.items() if re.search(told, words)), None)


def _money(_: str, typed: str) -> int | None:
    bare = re.sub(r"\s*(?:đồng|đ|VNĐ|VND)$", "", typed, flags=re.IGNORECASE)
    if re.fullmatch(r"miễn phí|không thu", bare, re.IGNORECASE):
        return 0
    return int(re.sub(r"\D", "", bare)) if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+|\d{1,12}", bare) else None


def _person_number(_: str, typed: str) -> str | None:
    digits = re.sub(r"[ .]", "", typed)
    return digits if re.fullmatch(r"\d{12}", digits) and digits.isascii() else None


def _document_number(_: str, typed: str) -> str | None:
    bare = typed.replace(" ", "")
    return bare if _DOCUMENT_NUMBER.fullmatch(bare) else None


def _nothing(_: str, __: str) -> None:
    return None


def _yes_no(_: str, typed: str) -> bool | None:
    return {"co": True, "true": True, "khong": False, "false": False}.get(fold(typed))


def _gender(_: str, typed: str) -> str | None:
    return {"nam": "Nam", "nu": "Nữ"}.get(fold(typed))


_READERS: Mapping[Kind, Callable[[str, str], str | int | bool | None]] = {
    Kind.TEXT: _text,
    Kind.AGENCY: _text,
    Kind.ADDRESS: _text,
    Kind.APPLICANT: _text,
    Kind.PROCEDURE_NAME: _text,
    Kind.TITLE: _text,
    Kind.ID_ISSUER: _text,
    Kind.DOCUMENT_TYPE: _text,
    Kind.PERSON: _person,
    Kind.DATE: _date,
    Kind.INSTANT: _instant,
    Kind.CHOICE: _choice,
    Kind.CHANNEL: _channel,
    Kind.MONEY: _money,
    Kind.GENDER: _gender,
    Kind.PERSON_NUMBER: _person_number,
    Kind.DOCUMENT_NUMBER: _document_number,
    Kind.LIST: _nothing,
    Kind.YES_NO: _yes_no,
}


def _refused(field: str, kind: Kind) -> ConfigError:
    told = _TELLS.get(kind) or ", ".join(_CHOICES.get(field, ())) or "words"
    return ConfigError(f"{field} takes {told}.", code="bad_value")
