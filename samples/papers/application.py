"""An application form filled in by the applicant, on dotted leaders."""

from datetime import date, timedelta
from random import Random

from core.text import fold
from samples.cases import Case
from samples.dates import long_date, short_date
from samples.draft import BODY, Column, Draft
from samples.fonts import Style
from samples.papers.facts import record_recipient
from samples.papers.heading import motto_block, tone_style
from samples.papers.paper import Paper, finished
from samples.people import printed_phone
from samples.stamps import signature
from samples.typeset import px, words
from samples.words.forms import COMMITMENTS, ETHNIC, ID_PLACES, JOBS, REASONS


def write(case: Case, rng: Random) -> Paper:
    """Write the paper."""
    draft = Draft(points=rng.choice((13.0, 13.5, 14.0)), leading=rng.choice((1.2, 1.3)))
    motto_block(draft, tone_style(rng), BODY, 13)
    name = case.procedure.papers[0].upper()
    draft.text(
        words(name, Style(draft.points + 1, bold=True)),
        Column(35, 190),
        zone="type",
        align="centre",
        before_pt=14,
    )
    agency = rng.choice((case.procedure.agency, case.receiving_unit))
    draft.text(f"Kính gửi: {agency}", Column(40, 185), zone="addressee", align="centre", before_pt=8)
    record_recipient(draft, "addressee", agency)
    draft.leave(3)
    _person(draft, case, rng)
    _request(draft, case, rng)
    _signature(draft, case, rng)
    return finished(draft, "application", name, "application")


def _person(draft: Draft, case: Case, rng: Random) -> None:
    person = case.applicant
    shown = rng.choice((person.name, person.name.upper()))
    given = _card_day(person.born, case.today, rng)
    place = rng.choice(ID_PLACES)
    under = rng.random() < 0.25
    _entries(draft, (
        (rng.choice(("Họ, chữ đệm, tên người yêu cầu:", "Họ và tên:", "Tôi tên là:")), shown),
        (rng.choice(("Ngày, tháng, năm sinh:", "Ngày sinh:", "Sinh ngày:")), short_date(person.born)),
        ("Giới tính:", f"{person.gender} Dân tộc: {rng.choice(ETHNIC)} Quốc tịch: Việt Nam"),
        (rng.choice(("Số định danh cá nhân:", "Số căn cước công dân:", "Số CCCD:")), person.national_id),
        ("Ngày cấp:", f"{short_date(given)} Nơi cấp: {place}"),
        (rng.choice(("Nơi cư trú:", "Nơi thường trú:", "Địa chỉ:")), person.address.text),
        ("Nghề nghiệp:", rng.choice(JOBS)),
        (rng.choice(("Số điện thoại:", "Điện thoại liên hệ:")), printed_phone(rng, person.phone)),
    ), under=under)  # fmt: skip
    for name, value in (
        ("applicant_name", shown),
        ("date_of_birth", person.born.isoformat()),
        ("gender", person.gender),
        ("national_id", person.national_id),
        ("id_issue_date", given.isoformat()),
        ("id_issue_place", place),
        ("address", person.address.text),
        ("phone", person.phone),
    ):
        draft.fact(name, value)
    if rng.random() < 0.4:
        mail = f"{fold(person.name).replace(' ', '')}{person.born:%y}@gmail.com"
        _entries(draft, (("Email:", mail),), under=under)
        draft.fact("email", mail)


def _entries(draft: Draft, entries: tuple[tuple[str, str], ...], *, under: bool) -> None:
    for label, value in entries:
        draft.leader_line(label, value, under=under)


def _request(draft: Draft, case: Case, rng: Random) -> None:
    draft.text(f"Nội dung yêu cầu giải quyết: {case.procedure.name}", zone="form", before_pt=6)
    draft.fact("procedure_name", case.procedure.name)
    fitting = [text for sectors, text in REASONS if not sectors or case.procedure.sector in sectors]
    for reason in rng.sample(fitting, rng.randint(1, 2)):
        draft.text(reason, align="justify", indent_mm=12.7, before_pt=5)
    if case.procedure.sector in ("Đất đai", "Hoạt động xây dựng"):
        plot = (
            f"Thửa đất số: {rng.randint(1, 900)}; tờ bản đồ số: {rng.randint(1, 70)}; diện tích: "
            f"{rng.randint(40, 900)},{rng.randint(0, 9)} m2; mục đích sử dụng: đất ở tại nông thôn; "
            f"địa chỉ thửa đất: {case.applicant.address.commune}."
        )
        draft.text(plot, align="justify", indent_mm=12.7, before_pt=5)
    draft.text("Giấy tờ nộp kèm theo gồm:", zone="form", before_pt=6)
    for index, name in enumerate(case.procedure.papers[1:], start=1):
        draft.text(f"{index}. {name}: {rng.randint(1, 2):02d} bản", zone="form", indent_mm=8, before_pt=2)
    draft.text(rng.choice(COMMITMENTS), align="justify", indent_mm=12.7, before_pt=6)


def _signature(draft: Draft, case: Case, rng: Random) -> None:
    signed = case.today - timedelta(days=rng.randint(0, 3))
    column = Column(105, 195)
    draft.need(55)
    place = (case.applicant.address.district or case.applicant.address.commune).split(" ", 1)[1]
    place = place.removeprefix("phố ").removeprefix("xã ")
    draft.text(
        words(f"{place}, {long_date(signed)}", Style(13, italic=True)),
        column,
        zone="place_date",
        align="centre",
        before_pt=8,
    )
    draft.fact("issuing_place", place)
    draft.fact("issue_date", signed.isoformat())
    draft.text(words("NGƯỜI YÊU CẦU", Style(13, bold=True)), column, zone="signer", align="centre")
    draft.text(
        words("(Ký, ghi rõ họ, chữ đệm, tên)", Style(12, italic=True)), column, zone="signer", align="centre"
    )
    draft.leave(20)
    draft.text(words(case.applicant.name, Style(13, bold=True)), column, zone="signer", align="centre")
    pen = signature(rng, 42, 20)
    draft.sheet.stamp(pen, px(rng.uniform(122, 136)), draft.y_px - px(26))


def _card_day(born: date, today: date, rng: Random) -> date:
    earliest = max(date(2021, 3, 1), date(born.year + 15, 1, 1))
    return date.fromordinal(
        rng.randint(earliest.toordinal(), max(earliest, today - timedelta(days=30)).toordinal())
    )
