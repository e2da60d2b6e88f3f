"""A submission (tờ trình) with a table of costs, or a report (báo cáo) with figures."""

from random import Random

from samples.cases import Case
from samples.draft import Column, Draft
from samples.fonts import Style
from samples.grammar import expand, several
from samples.papers.facts import record_recipient
from samples.papers.heading import heading, title, tone_style
from samples.papers.paper import Paper, finished
from samples.papers.signing import closing, copies_to, invent_signer
from samples.people import department, department_names
from samples.tables import ruled_table
from samples.typeset import words
from samples.words.forms import ITEMS


def write(case: Case, rng: Random) -> Paper:
    """Write the paper."""
    name, letters, code = rng.choice((("TỜ TRÌNH", "TTr", "submission"), ("BÁO CÁO", "BC", "report")))
    issued = case.issued(rng)
    agency = department(rng.choice(department_names(issued)))
    draft = Draft(points=rng.choice((13.0, 14.0)), leading=rng.choice((1.16, 1.24)))
    number = f"{rng.randint(1, 420):02d}/{letters}-{agency.symbol}"
    heading(draft, agency, tone_style(rng), number, issued, "Bắc Ninh")
    topic = expand("topic", rng, issued)
    topic = topic[:1].lower() + topic[1:]
    title(draft, name, rng.choice(("Về việc ", "Về kết quả ")) + topic, rng)
    draft.text("Kính gửi: Ủy ban nhân dân tỉnh Bắc Ninh", Column(30, 195), zone="addressee", align="centre")
    record_recipient(draft, "addressee", "Ủy ban nhân dân tỉnh Bắc Ninh")
    given = {"own": agency.name, "topic": topic}
    draft.text(expand("lead", rng, issued, given), align="justify", indent_mm=12.7, before_pt=8)
    for part in (
        "I. SỰ CẦN THIẾT",
        "II. NỘI DUNG TRÌNH" if code == "submission" else "II. KẾT QUẢ THỰC HIỆN",
    ):
        draft.text(words(part, Style(draft.points, bold=True)), indent_mm=12.7, before_pt=6)
        for clause, text in enumerate(several("task", rng.randint(1, 3), rng, issued, given), start=1):
            draft.text(f"{clause}. {text}", align="justify", indent_mm=12.7, before_pt=5)
    _costs(draft, rng)
    draft.text(expand("close", rng, issued, given), align="justify", indent_mm=12.7, before_pt=6)
    closing(
        draft, agency, invent_signer(agency, rng), rng, copies_to(rng.randint(1, 3), rng, issued, "Như trên;")
    )
    return finished(draft, "submission", name, code)


def _costs(draft: Draft, rng: Random) -> None:
    draft.text(
        words("Biểu tổng hợp kinh phí (đơn vị tính: đồng)", Style(draft.points, italic=True)),
        align="centre",
        before_pt=6,
    )
    draft.leave(1.5)
    rows = [("STT", "Nội dung", "Đơn vị", "Số lượng", "Thành tiền")]
    total = 0
    for index, (item, unit) in enumerate(rng.sample(ITEMS, rng.randint(3, 6)), start=1):
        count, price = rng.randint(1, 60), rng.randint(8, 900) * 50000
        total += count * price
        rows.append((str(index), item, unit, f"{count:02d}", f"{count * price:,}".replace(",", ".")))
    rows.append(("", "Tổng cộng", "", "", f"{total:,}".replace(",", ".")))
    ruled_table(draft, 30, (13, 72, 26, 22, 32), rows, size=12.0, centred=(0, 2, 3, 4))
    draft.leave(2)
