"""A decision that appoints an invented official; its effective date differs from its issue date."""

from datetime import date, timedelta
from random import Random

from samples.cases import Case
from samples.dates import long_date, short_date
from samples.draft import Draft
from samples.fonts import Style
from samples.grammar import several
from samples.papers.facts import record_article, record_ground
from samples.papers.heading import heading, title, tone_style
from samples.papers.paper import Paper, finished
from samples.papers.signing import closing, copies_to, invent_signer
from samples.people import FEMALE, MALE, Agency, committee, department, department_names, name_of
from samples.typeset import words
from samples.words.forms import DUTIES, POSTS


def write(case: Case, rng: Random) -> Paper:
    """Write the paper."""
    tone = tone_style(rng)
    issued = case.issued(rng)
    agency = rng.choice((committee(tone), department(rng.choice(department_names(issued)))))
    draft = Draft(points=rng.choice((13.5, 14.0)), leading=rng.choice((1.2, 1.3)))
    heading(draft, agency, tone, f"{rng.randint(1, 990):02d}/QĐ-{agency.symbol}", issued, "Bắc Ninh")
    subject = rng.choice(
        (
            "Về việc bổ nhiệm công chức lãnh đạo, quản lý",
            "Về việc bổ nhiệm viên chức quản lý",
            "Về công tác cán bộ",
        )
    )
    title(draft, "QUYẾT ĐỊNH", subject, rng)
    bold, slanted = Style(draft.points, bold=True), Style(draft.points, italic=True)
    whole = "CHỦ TỊCH " + " ".join(agency.lines) if agency.collective else f"GIÁM ĐỐC {agency.lines[0]}"
    draft.text(words(whole, bold), align="centre")
    for citation in several("citation", rng.randint(2, 4), rng, issued):
        draft.text(words(citation, slanted), align="justify", indent_mm=12.7, before_pt=6)
        record_ground(draft, citation)
    proposed = long_date(issued - timedelta(days=4))
    proposal = (
        f"Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số {rng.randint(10, 400)}/TTr-SNV {proposed}."
    )
    draft.text(words(proposal, slanted), align="justify", indent_mm=12.7, before_pt=6)
    record_ground(draft, proposal)
    draft.text(words("QUYẾT ĐỊNH:", bold), align="centre", before_pt=10)
    _articles(draft, agency, issued, rng)
    closing(
        draft,
        agency,
        invent_signer(agency, rng),
        rng,
        copies_to(rng.randint(1, 3), rng, issued, "Như Điều 3;"),
    )
    return finished(draft, "appointment", "QUYẾT ĐỊNH", "decision")


def _articles(draft: Draft, agency: Agency, issued: date, rng: Random) -> None:
    gender = rng.choice((MALE, FEMALE))
    name, form = name_of(rng, gender), "ông" if gender == MALE else "bà"
    before, after = rng.choice(POSTS)
    effective = issued + timedelta(days=rng.randint(2, 14))
    day = rng.choice((short_date(effective), long_date(effective).removeprefix("ngày ")))
    first = f"Bổ nhiệm {form} {name}, {before}, giữ chức vụ {after}, thời hạn 05 năm, kể từ ngày {day}."
    duty = rng.choice(DUTIES).format(factor=f"0,{rng.randint(3, 9)}0", step=f"{rng.randint(2, 8)}/8")
    last = (
        f"Quyết định này có hiệu lực kể từ ngày {short_date(effective)}. Chánh Văn phòng, "
        f"Giám đốc Sở Nội vụ, thủ trưởng các đơn vị có liên quan và {form} {name} "
        "chịu trách nhiệm thi hành Quyết định này./."
    )
    for number, text in enumerate((first, f"{form.capitalize()} {name} {duty}", last), start=1):
        head = words(f"Điều {number}.", Style(draft.points, bold=True))
        draft.text((*head, *words(text, Style(draft.points))), align="justify", indent_mm=12.7, before_pt=6)
        record_article(draft, text, str(number))
    draft.fact(
        "appointment",
        (
            {
                "person": name,
                "from_position": before,
                "position": after,
                "term_months": "60",
                "effective_date": effective.isoformat(),
            },
        ),
    )
