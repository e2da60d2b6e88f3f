"""A short paper of any type: an act, a form of the desk, a result paper."""

from random import Random

from samples.cases import Case
from samples.dates import long_date
from samples.draft import Column, Draft
from samples.fonts import Style
from samples.grammar import expand, several
from samples.papers.heading import heading, title, tone_style
from samples.papers.paper import Paper, Writer, finished
from samples.papers.signing import closing, copies_to, invent_signer
from samples.people import CENTER, Agency, department, department_names
from samples.tables import ruled_table
from samples.typeset import words


def act(name: str, letters: str, code: str) -> Writer:
    """What writes an act of a type of Decree 30/2020."""

    def write(case: Case, rng: Random) -> Paper:
        issued = case.issued(rng)
        agency = department(rng.choice(department_names(issued)))
        draft = Draft(points=rng.choice((13.0, 14.0)), leading=rng.choice((1.18, 1.26)))
        symbol = f"{letters}-{agency.symbol}" if letters else agency.symbol
        heading(draft, agency, tone_style(rng), f"{rng.randint(1, 900):02d}/{symbol}", issued, "Bắc Ninh")
        topic = expand("topic", rng, issued)
        title(draft, name, f"Về việc {topic[:1].lower()}{topic[1:]}", rng)
        _text(draft, case, rng, agency)
        closing(draft, agency, invent_signer(agency, rng), rng, copies_to(2, rng, issued, "Như trên;"))
        return finished(draft, code, name, code)

    return write


def form(name: str, code: str) -> Writer:
    """What writes a form of the desk: request to complete, refusal, apology, stop notice, register."""

    def write(case: Case, rng: Random) -> Paper:
        agency = Agency(
            CENTER.parent, case.receiving_head, case.receiving_unit, "TTPVHCC", CENTER.seal, "GIÁM ĐỐC", None
        )
        draft = Draft(points=13, leading=1.24, top_mm=14)
        heading(draft, agency, tone_style(rng), f"{rng.randint(1, 900):02d}/TTPVHCC", case.today, "Bắc Ninh")
        draft.text(words(name, Style(14, bold=True)), zone="type", align="centre", before_pt=10)
        draft.leave(3)
        for label, fact, value in (
            ("Mã hồ sơ:", "dossier_code", case.code),
            ("Hồ sơ của:", "applicant_name", case.applicant.name),
            ("Nội dung yêu cầu giải quyết:", "procedure_name", case.procedure.name),
            ("Địa chỉ:", "address", case.applicant.address.text),
            ("Số điện thoại:", "phone", case.applicant.phone),
        ):
            draft.leader_line(label, value)
            draft.fact(fact, value)
        _reasons(draft, case, rng, table=code == "register")
        return finished(draft, code, name, code)

    return write


def result(name: str, code: str) -> Writer:
    """What writes a result paper: certificate, extract, permit."""

    def write(case: Case, rng: Random) -> Paper:
        agency = department(rng.choice(department_names(case.today)))
        draft = Draft(points=13.5, leading=1.3)
        heading(draft, agency, tone_style(rng), f"{rng.randint(1, 900):02d}/GCN", case.today, "Bắc Ninh")
        draft.text(words(name, Style(16, bold=True)), zone="type", align="centre", before_pt=18)
        draft.leave(4)
        for label, value in (
            ("Họ và tên:", case.applicant.name.upper()),
            ("Ngày, tháng, năm sinh:", long_date(case.applicant.born).removeprefix("ngày ")),
            ("Giới tính:", case.applicant.gender),
            ("Nơi cư trú:", case.applicant.address.text),
        ):
            draft.leader_line(label, value)
        _text(draft, case, rng, agency)
        closing(draft, agency, invent_signer(agency, rng), rng, ["Như trên;"])
        return finished(draft, code, name, code)

    return write


def _text(draft: Draft, case: Case, rng: Random, agency: Agency) -> None:
    given = {"own": agency.name, "topic": "số hóa hồ sơ"}
    draft.text(expand("lead", rng, case.today, given), align="justify", indent_mm=12.7, before_pt=8)
    for number, text in enumerate(several("task", 3, rng, case.today, given), start=1):
        draft.text(f"{number}. {text}", align="justify", indent_mm=12.7, before_pt=5)


def _reasons(draft: Draft, case: Case, rng: Random, *, table: bool) -> None:
    draft.leave(3)
    if table:
        rows = [("STT", "Mã hồ sơ", "Tên hồ sơ", "Ngày nhận", "Ghi chú")]
        rows += [(str(at), case.code[:-1] + str(at), case.procedure.name[:40], "", "") for at in range(1, 6)]
        ruled_table(draft, 25, (12, 52, 60, 26, 22), rows, size=11.0, centred=(0, 3))
        return
    draft.text("Lý do:", Column(30, 195), zone="form")
    for number, text in enumerate(several("task", 3, rng, case.today, {}), start=1):
        draft.text(f"{number}. {text}", align="justify", indent_mm=12.7, before_pt=4)
