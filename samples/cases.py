"""One applicant's request: the facts every paper of its dossier agrees on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from samples.dates import HANOI, ONE_LEVEL, add_working_days, next_working_day
from samples.people import Person, name_of, person
from samples.words.procedures import PROCEDURES

LEVELS = ("cấp xã", "cấp huyện")
"""Settled where the applicant lives; with the districts gone, by the commune."""
MERGER = date(2025, 3, 1)
"""From this day on the merged departments settle."""
PREDECESSORS = {
    "Đất đai": "Sở Tài nguyên và Môi trường",
    "Nông nghiệp": "Sở Nông nghiệp và Phát triển nông thôn",
    "Giấy phép lái xe": "Sở Giao thông vận tải",
    "Việc làm": "Sở Lao động - Thương binh và Xã hội",
}
"""Who settled the procedures of a sector before."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure."""

    code: str
    name: str
    sector: str
    agency: str
    """Who settles it on the day of the case."""
    days: int
    """Working days allowed."""
    fee: int
    """VND."""
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A dossier as the desk registered it."""

    code: str
    """Its date part is the day of reception."""
    procedure: Procedure
    applicant: Person
    received_at: datetime
    due_at: datetime
    receiving_unit: str
    receiving_head: tuple[str, ...]
    """The unit's name as broken over the heading."""
    clerk: str

    @property
    def today(self) -> date:
        """The day of reception."""
        return self.received_at.date()

    def issued(self, rng: Random) -> date:
        """A working day on which a paper handed in with the dossier was issued."""
        return next_working_day(self.today - timedelta(days=rng.randint(3, 70)))


def new_case(rng: Random) -> Case:
    """Invent a case received on a working day between January and November 2025."""
    day = next_working_day(date(2025, 1, 6) + timedelta(days=rng.randint(0, 315)))
    applicant = person(rng, day)
    procedure = _procedure(rng, applicant, day)
    unit, head, unit_code = _receiving_unit(rng, applicant, day)
    received = datetime.combine(day, time(rng.choice((7, 8, 9, 10, 13, 14, 15)), rng.randint(0, 59)), HANOI)
    due = add_working_days(day, procedure.days)
    return Case(
        code=f"{unit_code}-{day:%y%m%d}-{rng.randint(1, 320):04d}",
        procedure=procedure,
        applicant=applicant,
        received_at=received,
        due_at=datetime.combine(due, time(16, 30), HANOI),
        receiving_unit=unit,
        receiving_head=head,
        clerk=name_of(rng, rng.choice(("Nam", "Nữ"))),
    )


def _procedure(rng: Random, applicant: Person, day: date) -> Procedure:
    code, name, sector, agency, days, fee, papers = rng.choice(PROCEDURES)
    if agency in LEVELS:
        district = applicant.address.district if agency == "cấp huyện" else None
        agency = f"Ủy ban nhân dân {district or applicant.address.commune}"
    elif day < MERGER:
        agency = PREDECESSORS.get(sector, agency)
    return Procedure(code, name, sector, agency, days, fee, papers)


def _receiving_unit(rng: Random, applicant: Person, day: date) -> tuple[str, tuple[str, ...], str]:
    center = "Trung tâm Phục vụ hành chính công"
    if rng.random() < 0.35:
        return f"{center} tỉnh Bắc Ninh", ("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"), "000.00.30.H05"
    commune, district = applicant.address.commune, applicant.address.district
    if day >= ONE_LEVEL or district is None:
        head = ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", commune.upper())
        return f"{center} {commune}", head, f"{rng.randint(1, 99):03d}.00.40.H05"
    head = ("CHI NHÁNH TRUNG TÂM PHỤC VỤ", f"HÀNH CHÍNH CÔNG {district.upper()}")
    return f"Chi nhánh {center} {district}", head, f"000.{rng.randint(21, 28)}.30.H05"
