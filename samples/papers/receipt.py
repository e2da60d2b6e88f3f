"""Form 01: the receipt with appointment, on A4 or on the upper half of it."""

from random import Random

from samples.cases import Case
from samples.codes import bar_code, qr_code
from samples.dates import long_time, short_time
from samples.draft import Column, Draft
from samples.fonts import Style
from samples.papers.heading import heading, tone_style
from samples.papers.paper import Paper, finished
from samples.papers.signing import press
from samples.people import CENTER, Agency, printed_phone
from samples.tables import ruled_table
from samples.typeset import px, words

TITLE = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
A5_SCALE = 0.76
"""Larger than A5 : A4, for forms leave narrower margins than letters."""
CODE_LABELS = ("Mã hồ sơ:", "Mã số hồ sơ:", "Mã HS:", "Số hồ sơ:")


def write(case: Case, rng: Random) -> Paper:
    """Write the paper."""
    small = rng.random() < 0.3
    draft = Draft(
        points=14.0 if small else rng.choice((12.5, 13.0)), leading=1.2 if small else 1.26, top_mm=12
    )
    agency = Agency(
        CENTER.parent, case.receiving_head, case.receiving_unit, "TTPVHCC", CENTER.seal, "GIÁM ĐỐC", None
    )
    number = f"{rng.randint(1, 9000):02d}/TTPVHCC"
    heading(draft, agency, tone_style(rng), number, case.today, "Bắc Ninh")
    _code(draft, case, rng)
    draft.text(words(TITLE, Style(draft.points + 1, bold=True)), zone="type", align="centre", before_pt=6)
    if rng.random() < 0.4:
        draft.text(words("(Liên: Giao khách hàng)", Style(11, italic=True)), zone="form", align="centre")
    draft.leave(2)
    _applicant(draft, case, rng)
    _attachments(draft, case, rng)
    _terms(draft, case, rng)
    _signatures(draft, case, agency, rng)
    if small and len(draft.sheets) == 1:
        draft.sheet.reduced(A5_SCALE, 12, (148, 210))
    return finished(draft, "receipt", TITLE, "receipt")


def _code(draft: Draft, case: Case, rng: Random) -> None:
    picture = qr_code(case.code, rng.choice((6, 7, 8))) if rng.random() < 0.7 else bar_code(case.code)
    top = draft.y_px + px(1)
    draft.sheet.picture(picture, px(rng.uniform(30, 36)), top)
    draft.sheet.codes.append(case.code)
    label = rng.choice(CODE_LABELS)
    if picture.height < 150:
        draft.y_px = top + picture.height + px(1)
        draft.text(words(f"{label} {case.code}", Style(12)), Column(30, 110), zone="form")
    else:
        draft.y_px = top + picture.height / 2 - px(4)
        draft.text(words(f"{label} {case.code}", Style(12, bold=True)), Column(66, 195), zone="form")
        draft.y_px = top + picture.height
    draft.fact("dossier_code", case.code)


def _applicant(draft: Draft, case: Case, rng: Random) -> None:
    person, procedure = case.applicant, case.procedure
    phone = printed_phone(rng, person.phone)
    lines = (
        (
            rng.choice(("Bộ phận tiếp nhận và trả kết quả:", "Nơi tiếp nhận:")),
            "receiving_unit",
            case.receiving_unit,
        ),
        (rng.choice(("Tiếp nhận hồ sơ của:", "Tiếp nhận hồ sơ của ông/bà:")), "applicant_name", person.name),
        (rng.choice(("Số CCCD:", "CCCD/MST:", "Số định danh cá nhân:")), "national_id", person.national_id),
        ("Địa chỉ:", "address", person.address.text),
        (rng.choice(("Số điện thoại:", "Điện thoại:", "SĐT:")), "phone", phone),
        (
            rng.choice(("Nội dung yêu cầu giải quyết:", "Thủ tục hành chính cần giải quyết:")),
            "procedure_name",
            procedure.name,
        ),
        (rng.choice(("Mã thủ tục:", "Mã TTHC:")), "procedure_code", procedure.code),
        (rng.choice(("Cơ quan giải quyết:", "Cơ quan thực hiện:")), "settling_agency", procedure.agency),
    )
    dotted = rng.random() < 0.4
    for label, name, value in lines:
        draft.fact(name, person.phone if name == "phone" else value)
        if dotted:
            draft.leader_line(label, value)
        else:
            draft.text(f"{label} {value}", zone="form", before_pt=3)


def _attachments(draft: Draft, case: Case, rng: Random) -> None:
    draft.text("1. Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm:", zone="form", before_pt=4)
    items = [
        (name, rng.choice(("Bản chính", "Bản sao", "Bản chụp")), f"{rng.randint(1, 3):02d}")
        for name in case.procedure.papers
    ]
    draft.fact(
        "attachments",
        tuple({"name": name, "kind": kind, "quantity": str(int(count))} for name, kind, count in items),
    )
    draft.leave(1.5)
    rows = [("STT", "Tên giấy tờ", "Loại", "Số lượng")]
    rows += [(str(index), name, kind, count) for index, (name, kind, count) in enumerate(items, start=1)]
    ruled_table(draft, 30, (13, 97, 30, 25), rows, size=min(12.0, draft.points), centred=(0, 3))


def _terms(draft: Draft, case: Case, rng: Random) -> None:
    written = rng.choice((long_time, short_time))
    fee = (
        f"{case.procedure.fee:,} đồng".replace(",", ".")
        if case.procedure.fee
        else rng.choice(("Miễn phí", "Không thu phí"))
    )
    lines = (
        "2. Số lượng hồ sơ: 01 (bộ)",
        f"3. Thời gian giải quyết hồ sơ theo quy định là: {case.procedure.days:02d} ngày làm việc",
        f"4. Thời gian nhận hồ sơ: {written(case.received_at)}",
        f"5. Thời gian trả kết quả giải quyết hồ sơ: {written(case.due_at)}",
        f"6. Đăng ký nhận kết quả tại: {case.receiving_unit}",
        f"7. Phí, lệ phí: {fee}",
    )
    for line in lines:
        draft.text(line, zone="form", before_pt=3)
    draft.fact("dossier_sets", 1)
    draft.fact("duration", f"{case.procedure.days} ngày làm việc")
    draft.fact("received_at", case.received_at.isoformat())
    draft.fact("due_at", case.due_at.isoformat())
    draft.fact("fee", case.procedure.fee)


def _signatures(draft: Draft, case: Case, agency: Agency, rng: Random) -> None:
    draft.need(44)
    draft.leave(4)
    left, right = Column(30, 105), Column(112, 195)
    top = draft.y_px
    ends = []
    for column, heading_text, name in (
        (left, "NGƯỜI NỘP HỒ SƠ", case.applicant.name),
        (right, "NGƯỜI TIẾP NHẬN HỒ SƠ", case.clerk),
    ):
        draft.y_px = top
        draft.text(
            words(heading_text, Style(12, bold=True)), column, zone="signer", align="centre", breaks=False
        )
        draft.text(
            words("(Ký và ghi rõ họ tên)", Style(11, italic=True)),
            column,
            zone="signer",
            align="centre",
            breaks=False,
        )
        draft.y_px += px(20)
        draft.text(words(name, Style(12.5, bold=True)), column, zone="signer", align="centre", breaks=False)
        ends.append(draft.y_px)
        press(draft, agency, rng, draft.y_px + px(4), column, seal=column is right and rng.random() < 0.7)
    draft.fact("submitter_name", case.applicant.name)
    draft.fact("receiver_name", case.clerk)
    draft.y_px = max(ends)
