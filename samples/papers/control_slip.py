"""The slip that follows a dossier through the agencies."""

from datetime import datetime, time, timedelta
from random import Random

from samples.cases import Case
from samples.codes import qr_code
from samples.dates import HANOI, long_time, next_working_day, short_time
from samples.draft import Column, Draft
from samples.fonts import Style
from samples.papers.heading import heading, tone_style
from samples.papers.paper import Paper, finished
from samples.people import CENTER, FEMALE, MALE, Agency, name_of
from samples.stamps import signature
from samples.tables import ruled_table
from samples.typeset import px, words

TITLE = "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"


def write(case: Case, rng: Random) -> Paper:
    """Write the paper."""
    draft = Draft(points=13, leading=1.24, top_mm=16)
    agency = Agency(
        CENTER.parent, case.receiving_head, case.receiving_unit, "TTPVHCC", CENTER.seal, "GIÁM ĐỐC", None
    )
    heading(draft, agency, tone_style(rng), None, case.today, "Bắc Ninh")
    draft.text(words(TITLE, Style(14, bold=True)), zone="type", align="centre", before_pt=10)
    if rng.random() < 0.5:
        draft.sheet.picture(qr_code(case.code, 6), px(168), draft.y_px + px(2))
        draft.sheet.codes.append(case.code)
    _facts(draft, case, rng)
    _handovers(draft, case, rng)
    return finished(draft, "control_slip", TITLE, "control_slip")


def _facts(draft: Draft, case: Case, rng: Random) -> None:
    written = rng.choice((long_time, short_time))
    draft.leave(2)
    for label, name, shown, value in (
        ("Mã hồ sơ:", "dossier_code", case.code, case.code),
        (
            rng.choice(("Kèm theo hồ sơ của:", "Chủ hồ sơ:")),
            "applicant_name",
            case.applicant.name,
            case.applicant.name,
        ),
        (
            rng.choice(("Loại thủ tục:", "Thủ tục hành chính:")),
            "procedure_name",
            case.procedure.name,
            case.procedure.name,
        ),
        ("Thời gian nhận:", "received_at", written(case.received_at), case.received_at.isoformat()),
        ("Thời gian trả:", "due_at", written(case.due_at), case.due_at.isoformat()),
        ("Cơ quan giải quyết hồ sơ:", "settling_agency", case.procedure.agency, case.procedure.agency),
    ):
        draft.text(f"{label} {shown}", Column(30, 165), zone="form", before_pt=3)
        draft.fact(name, value)


def _handovers(draft: Draft, case: Case, rng: Random) -> None:
    draft.leave(4)
    stations = (
        case.receiving_unit,
        "Bộ phận Văn thư",
        case.procedure.agency,
        "Phòng chuyên môn",
        case.receiving_unit,
    )
    people = [case.clerk, *(name_of(rng, rng.choice((MALE, FEMALE))) for _ in stations[1:])]
    rows = [("TÊN CƠ QUAN", "THỜI GIAN GIAO, NHẬN HỒ SƠ", "KẾT QUẢ", "GHI CHÚ")]
    facts = []
    moment = case.received_at
    for index in range(rng.randint(2, len(stations) - 1)):
        moment = _later(moment, rng)
        rows.append((
            f"1. Giao: {stations[index]}\n2. Nhận: {stations[index + 1]}",
            f"{long_time(moment)}\nNgười giao: {people[index]}\nNgười nhận: {people[index + 1]}",
            rng.choice(("Đúng hạn", "Đúng hạn", "Trước hạn")),
            rng.choice(("", "", "Đủ thành phần", "Chuyển điện tử", "Bản giấy kèm theo")),
        ))  # fmt: skip
        facts.append({"agency": stations[index + 1], "time": moment.isoformat(),
                      "giver": people[index], "receiver": people[index + 1]})  # fmt: skip
    drawn = ruled_table(draft, 25, (52, 68, 25, 27), rows, size=12, centred=(2,), spare_mm=10)
    draft.fact("handover", tuple(facts))
    for row in drawn[1:]:
        for left in (80, 112):
            pen = signature(rng, 30, 15)
            row.sheet.stamp(pen, px(left + rng.uniform(-2, 4)), row.bottom_px - px(rng.uniform(12, 15)))


def _later(moment: datetime, rng: Random) -> datetime:
    """A later moment inside working hours."""
    day = next_working_day(moment.date() + timedelta(days=rng.randint(1, 3)))
    return datetime.combine(day, time(rng.choice((7, 8, 9, 10, 13, 14, 15, 16)), rng.randint(0, 59)), HANOI)
