"""Generated dossiers as text: facts first, then pages that say them in the ways offices write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from bench.search.wording import Style, shown_date
from core.model import DossierState
from core.page import Box, Line, Word
from core.text import fold
from samples.cases import Case, new_case
from samples.grammar import expand, several
from samples.people import Agency, committee, department, department_names, name_of
from samples.words.forms import COMMITMENTS, REASONS
from search.index import DossierEntry, PageEntry

CENTER = "center"
"""Reads everything that the bench asks for under its eyes; the others are departments."""

_NUMBER = re.compile(r"\d{1,4}/(?:\d{4}/)?[A-ZĐ][\w-]*", re.UNICODE)
_OLD = {"ỦY": "ỦY", "Ủy": "Ủy", "HÒA": "HÒA"}
_ACROSS, _DOWN, _WORD_PX = 12, 40, 90


@dataclass(frozen=True, slots=True)
class Facts:
    """What a dossier is about: what questions are judged by."""

    id: str
    case: Case
    commune: str
    """Name without its kind."""
    number: str
    """Of the act it holds."""
    topic: str
    act_agency: str
    issued: date
    signer: str
    reason: str
    """A sentence of the application."""
    cited: frozenset[str]
    """Numbers of the acts that its pages name, without its own."""


@dataclass(frozen=True, slots=True)
class Made:
    """A dossier with its truth."""

    facts: Facts
    pages: tuple[str, ...]
    """Text, a line of print a line."""


def made_dossiers(count: int, seed: int) -> Iterator[Made]:
    """`count` dossiers; number n is the same whatever the count."""
    for index in range(count):
        yield _dossier(index, Random(f"search/{seed}/{index}"))


def _dossier(index: int, rng: Random) -> Made:
    case = new_case(rng)
    style = Style.pick(rng)
    issued = case.issued(rng)
    agency = committee(_OLD) if rng.random() < 0.5 else department(rng.choice(department_names(issued)))
    topic = expand("topic", rng, issued)
    fitting = [text for sectors, text in REASONS if not sectors or case.procedure.sector in sectors]
    act = _Act(f"{rng.randint(1, 1900):02d}/QĐ-{agency.symbol}", topic, agency, issued, name_of(rng, "Nam"))
    reason = rng.choice(fitting)
    pages = (_receipt(case, style), _application(case, style, reason, rng), *_act_pages(act, style, rng))
    own = {act.number}
    cited = frozenset(_NUMBER.findall("\n".join(pages))) - own
    commune = case.applicant.address.commune.partition(" ")[2]
    facts = Facts(
        f"d-{index:020x}",
        case,
        commune,
        act.number,
        topic,
        agency.name,
        issued,
        act.signer,
        reason,
        cited,
    )
    return Made(facts, pages)


@dataclass(frozen=True, slots=True)
class _Act:
    number: str
    topic: str
    agency: Agency
    issued: date
    signer: str


def _receipt(case: Case, style: Style) -> str:
    person = case.applicant
    lines = [
        style.written(case.receiving_unit.upper()),
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        f"Mã hồ sơ: {case.code}",
        style.written(f"Tiếp nhận hồ sơ của: {person.name}"),
        style.written(f"Địa chỉ: {person.address.text}"),
        style.written(f"Nội dung yêu cầu giải quyết: {case.procedure.name}"),
        f"Mã thủ tục: {case.procedure.code}",
        "Thành phần hồ sơ nộp gồm: " + "; ".join(case.procedure.papers),
        style.written(f"Cơ quan giải quyết: {case.procedure.agency}"),
        f"Thời gian nhận hồ sơ: {shown_date(case.today, style)}",
        f"Thời gian trả kết quả: {shown_date(case.due_at.date(), style)}",
        style.written(f"NGƯỜI TIẾP NHẬN {case.clerk}"),
    ]
    return "\n".join(lines)


def _application(case: Case, style: Style, reason: str, rng: Random) -> str:
    person = case.applicant
    lines = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        style.written(f"ĐƠN ĐỀ NGHỊ {case.procedure.name.upper()}"),
        style.written(f"Kính gửi: {case.procedure.agency}"),
        style.written(f"Tôi tên là {person.name}, sinh {shown_date(person.born, style)}"),
        style.written(f"Nơi cư trú: {person.address.text}"),
        style.written(reason),
        rng.choice(COMMITMENTS),
        style.written(f"{person.address.commune}, {shown_date(case.today, style)}"),
        style.written(person.name.upper()),
    ]
    return "\n".join(lines)


def _act_pages(act: _Act, style: Style, rng: Random) -> tuple[str, str]:
    given = {"own": act.agency.name}
    first = [
        *(style.written(line) for line in act.agency.lines),
        f"Số: {act.number}",
        f"Bắc Ninh, {shown_date(act.issued, style)}",
        "QUYẾT ĐỊNH",
        style.written(f"Về việc {act.topic}"),
        *(style.written(line) for line in several("citation", 4, rng, act.issued)),
    ]
    second = [
        *(
            style.written(f"Điều {number}. {text}")
            for number, text in enumerate(several("article", 3, rng, act.issued, given), 1)
        ),
        *(style.written(line) for line in several("task", 5, rng, act.issued, given)),
        "KT. CHỦ TỊCH PHÓ CHỦ TỊCH",
        style.written(act.signer),
    ]
    return "\n".join(first), "\n".join(second)


def entry_of(made: Made, pages: tuple[str, ...] | None = None, spoiled: Style | None = None) -> DossierEntry:
    """The dossier as the index gets it; with `pages` read otherwise than they are printed."""
    facts, case = made.facts, made.facts.case
    fields = {
        "procedure_code": case.procedure.code,
        "procedure_name": case.procedure.name,
        "sector": case.procedure.sector,
        "applicant_name": case.applicant.name,
        "address": case.applicant.address.text,
        "receiving_unit": case.receiving_unit,
        "settling_agency": case.procedure.agency,
        "received_at": case.received_at.isoformat(),
        "document_type": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "document_number": facts.number,
        "issuing_agency": facts.act_agency,
        "issue_date": facts.issued.isoformat(),
        "subject": f"Về việc {facts.topic}",
        "signer": facts.signer,
        "state": DossierState.COMPLETE.value,
        "year": str(case.today.year),
    }
    if spoiled:
        fields |= {name: spoiled.misread(fields[name]) for name in _READ_AS_TEXT}
    return DossierEntry(
        facts.id,
        1,
        (CENTER, fold(case.procedure.agency).replace(" ", "-")),
        case.code,
        case.today.isoformat(),
        {name: (value,) for name, value in fields.items()},
        tuple(_page(text, number, facts.id) for number, text in enumerate(pages or made.pages, 1)),
    )


_READ_AS_TEXT = ("applicant_name", "address", "subject", "signer")
"""Fields whose value is as it was read; the others are put right by tables."""


def _page(text: str, number: int, dossier: str) -> PageEntry:
    lines = tuple(
        Line(tuple(Word(word, _box(row, column), 0.95) for column, word in enumerate(line.split())))
        for row, line in enumerate(text.split("\n"))
    )
    return PageEntry(f"{dossier[2:]:0>64}", number, lines, width_px=1654, height_px=2339)


def _box(row: int, column: int) -> Box:
    left, top = 100 + column % _ACROSS * 120, 100 + row * _DOWN
    return Box(left, top, left + _WORD_PX, top + 30)
