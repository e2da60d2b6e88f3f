"""A decision of the People's Committee or a department, with articles that may run to page 2."""

from datetime import date
from random import Random

from samples.cases import Case
from samples.dates import short_date
from samples.draft import Draft
from samples.fonts import Style
from samples.grammar import expand, several
from samples.papers.facts import record_article, record_ground
from samples.papers.heading import heading, title, tone_style
from samples.papers.paper import Paper, finished
from samples.papers.signing import closing, copies_to, invent_signer, stamp_arrival
from samples.people import Agency, committee, department, department_names
from samples.typeset import words


def write(case: Case, rng: Random) -> Paper:
    """Write the paper."""
    tone = tone_style(rng)
    issued = case.issued(rng)
    agency = committee(tone) if rng.random() < 0.6 else department(rng.choice(department_names(issued)))
    number = f"{rng.randint(1, 1900):02d}/QĐ-{agency.symbol}"
    draft = Draft(points=rng.choice((13.0, 13.5, 14.0)), leading=rng.choice((1.16, 1.22, 1.3)))
    heading(draft, agency, tone, number, issued, "Bắc Ninh")
    topic = expand("topic", rng, issued)
    opening = rng.choice(("Về việc ", "Về việc phê duyệt phương án ", "Về việc ban hành Quy chế "))
    title(draft, "QUYẾT ĐỊNH", opening + topic[:1].lower() + topic[1:], rng)
    _preamble(draft, agency, rng.choice(department_names(issued)), issued, rng)
    last = _articles(draft, agency, issued, rng)
    copies = copies_to(rng.randint(1, 4), rng, issued, f"Như Điều {last};")
    closing(draft, agency, invent_signer(agency, rng), rng, copies)
    if rng.random() < 0.35:
        stamp_arrival(draft, short_date(issued), rng)
    return finished(draft, "decision", "QUYẾT ĐỊNH", "decision")


def _preamble(draft: Draft, agency: Agency, proposer: str, issued: date, rng: Random) -> None:
    bold = Style(draft.points, bold=True)
    whole = " ".join(agency.lines) if agency.collective else f"{agency.head} {agency.lines[0]}"
    draft.text(words(whole, bold), align="centre", before_pt=2)
    slanted = Style(draft.points, italic=True)
    for citation in several("citation", rng.randint(2, 5), rng, issued):
        draft.text(words(citation, slanted), align="justify", indent_mm=12.7, before_pt=6)
        record_ground(draft, citation)
    last = f"Theo đề nghị của Giám đốc {proposer} tại Tờ trình số {rng.randint(10, 400)}/TTr-{agency.symbol}."
    draft.text(words(last, slanted), align="justify", indent_mm=12.7, before_pt=6)
    record_ground(draft, last)
    draft.text(words("QUYẾT ĐỊNH:", bold), align="centre", before_pt=10)


def _articles(draft: Draft, agency: Agency, issued: date, rng: Random) -> int:
    """Write the articles and return the number of the last one."""
    given = {"own": agency.name}
    contents = several("article", rng.randint(1, 4), rng, issued, given)
    ending = [expand("duty", rng, issued, given), expand("obey", rng, issued, given)]
    for number, content in enumerate((*contents, *ending), start=1):
        head = words(f"Điều {number}.", Style(draft.points, bold=True))
        tokens = (*head, *words(content, Style(draft.points)))
        draft.text(tokens, align="justify", indent_mm=12.7, before_pt=6)
        record_article(draft, content, str(number))
        begun = draft.begun
        if number <= len(contents):
            tasks = several("task", rng.randint(0, 4), rng, issued, given)
            for clause, text in enumerate(tasks, start=1):
                draft.text(f"{clause}. {text}", align="justify", indent_mm=12.7, before_pt=5)
                if draft.begun is begun:
                    record_article(draft, text, str(number), str(clause))
    return len(contents) + len(ending)
