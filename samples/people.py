"""Invented people, addresses and agencies that agree with each other and with the date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from samples.dates import ONE_LEVEL
from samples.words.agencies import DEPARTMENTS
from samples.words.names import (
    FEMALE_GIVEN,
    FEMALE_MIDDLE,
    HAMLETS,
    MALE_GIVEN,
    MALE_MIDDLE,
    STREETS,
    SURNAMES,
)
from samples.words.places import COMMUNES, DISTRICTS, WARDS

MALE, FEMALE = "Nam", "Nữ"
PROVINCE = "tỉnh Bắc Ninh"
BIRTH_PROVINCES = ("027", "027", "027", "027", "024", "001", "030", "033")
"""Codes of birth registration: mostly Bắc Ninh, some Bắc Giang, Hà Nội, Hải Dương, Hưng Yên."""

MOBILE_PREFIXES = ("035", "038", "079", "086", "090", "091", "096", "097", "098")


@dataclass(frozen=True, slots=True)
class Address:
    """A home, valid on the day it was printed."""

    street: str
    commune: str
    """With its kind: phường Kinh Bắc."""
    district: str | None
    """None since 1 July 2025."""

    @property
    def text(self) -> str:
        """As printed."""
        parts = (self.street, self.commune, self.district, PROVINCE)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    name: str
    gender: str
    born: date
    national_id: str
    phone: str
    address: Address


@dataclass(frozen=True, slots=True)
class Agency:
    """Who issues a paper."""

    parent: str | None
    """Upper line of the heading; None when both lines are the agency's own."""
    lines: tuple[str, ...]
    """Bold lines of the heading."""
    name: str
    """As in running text."""
    symbol: str
    seal: tuple[str, str]
    """Round text of the seal and the text in its middle."""
    head: str
    """Title of its head in capitals."""
    collective: str | None
    """The body a head signs for, as in TM. ỦY BAN NHÂN DÂN."""


def name_of(rng: Random, gender: str) -> str:
    """A full name: surname, middle, given."""
    surname = rng.choices(tuple(SURNAMES), tuple(SURNAMES.values()))[0]
    middle, given = (MALE_MIDDLE, MALE_GIVEN) if gender == MALE else (FEMALE_MIDDLE, FEMALE_GIVEN)
    return f"{surname} {rng.choice(middle)} {rng.choice(given)}"


def person(rng: Random, today: date) -> Person:
    """Somebody between 18 and 80 whose personal number agrees with birth and gender."""
    gender = rng.choice((MALE, FEMALE))
    born = date.fromordinal(today.toordinal() - rng.randint(18 * 366, 80 * 365))
    return Person(
        name_of(rng, gender),
        gender,
        born,
        personal_number(rng, gender, born),
        phone(rng),
        address(rng, today),
    )


def personal_number(rng: Random, gender: str, born: date) -> str:
    """Province of birth registration, gender and century, year, six digits at random."""
    century = (born.year // 100 - 19) * 2
    head = f"{rng.choice(BIRTH_PROVINCES)}{century + (gender == FEMALE)}{born.year % 100:02d}"
    return f"{head}{rng.randint(100, 999999):06d}"


def phone(rng: Random) -> str:
    """A mobile number of ten digits."""
    return f"{rng.choice(MOBILE_PREFIXES)}{rng.randint(0, 9999999):07d}"


def printed_phone(rng: Random, digits: str) -> str:
    """One of the ways people write a phone number."""
    return rng.choice(
        (digits, f"{digits[:4]} {digits[4:7]} {digits[7:]}", f"{digits[:4]}.{digits[4:7]}.{digits[7:]}")
    )


def address(rng: Random, today: date) -> Address:
    """A home valid on `today`: with a district until 30 June 2025, without one after."""
    commune, district = commune_of(rng, today)
    if commune.startswith("phường"):
        numbered = f"Số {rng.randint(1, 320)} đường {rng.choice(STREETS)}"
        quarter = f"Khu phố {rng.choice(HAMLETS)}"
        street = rng.choice((numbered, quarter, f"Tổ dân phố số {rng.randint(1, 12)}"))
    else:
        hamlet = f"hôn {rng.choice(HAMLETS)}"
        street = rng.choice((f"T{hamlet}", f"Số {rng.randint(1, 90)}, t{hamlet}"))
    return Address(street, commune, district)


def commune_of(rng: Random, today: date) -> tuple[str, str | None]:
    """A commune or ward with its district, as valid on `today`."""
    if today >= ONE_LEVEL:
        kind, names = rng.choice((("phường", WARDS), ("xã", COMMUNES)))
        return f"{kind} {rng.choice(names.split(', '))}", None
    district = rng.choice(tuple(DISTRICTS))
    kind, names = DISTRICTS[district]
    return f"{kind} {rng.choice(names.split(', '))}", district


def place_name(rng: Random, today: date) -> str:
    """A place to speak of in running text."""
    commune, district = commune_of(rng, today)
    return district if district and rng.random() < 0.5 else commune


def department_names(today: date) -> list[str]:
    """The departments that exist on `today`."""
    day = today.isoformat()
    return [name for name, _, first, last in DEPARTMENTS if first <= day and (not last or day <= last)]


def department(name: str) -> Agency:
    """The department called `name`."""
    symbol = next(letters for known, letters, _, _ in DEPARTMENTS if known == name)
    return Agency(
        parent="UBND TỈNH BẮC NINH",
        lines=(name.upper(),),
        name=name,
        symbol=symbol,
        seal=("ỦY BAN NHÂN DÂN TỈNH BẮC NINH", name.upper()),
        head="GIÁM ĐỐC",
        collective=None,
    )


def committee(tone: Mapping[str, str]) -> Agency:
    """The provincial People's Committee, in the wanted tone placement."""
    body = f"{tone['ỦY']} BAN NHÂN DÂN"
    return Agency(
        parent=None,
        lines=(body, "TỈNH BẮC NINH"),
        name=f"{tone['Ủy']} ban nhân dân tỉnh",
        symbol="UBND",
        seal=(f"{body} TỈNH BẮC NINH", "T. BẮC NINH"),
        head="CHỦ TỊCH",
        collective=body,
    )


CENTER = Agency(
    parent="UBND TỈNH BẮC NINH",
    lines=("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
    name="Trung tâm Phục vụ hành chính công tỉnh",
    symbol="TTPVHCC",
    seal=("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "TỈNH BẮC NINH"),
    head="GIÁM ĐỐC",
    collective=None,
)

OLD_TONE = {"ỦY": "ỦY", "Ủy": "Ủy", "HÒA": "HÒA"}
NEW_TONE = {"ỦY": "UỶ", "Ủy": "Uỷ", "HÒA": "HOÀ"}
