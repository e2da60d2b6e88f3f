"""An official letter (công văn)."""

from datetime import date
from random import Random

from samples.cases import Case
from samples.dates import short_date
from samples.draft import Column, Draft
from samples.fonts import Style
from samples.grammar import expand, several
from samples.papers.facts import record_recipient
from samples.papers.heading import heading, tone_style
from samples.papers.paper import Paper, finished
from samples.papers.signing import closing, copies_to, invent_signer, stamp_arrival, stamp_urgency
from samples.people import CENTER, committee, department, department_names
from samples.typeset import px, words
from samples.words.agencies import UNITS

OTHERS = ("Văn phòng UBND tỉnh", "Thanh tra tỉnh", "Công an tỉnh", "Kho bạc Nhà nước")
"""Who else a letter may be addressed to."""


def write(case: Case, rng: Random) -> Paper:
    """Write the paper."""
    tone = tone_style(rng)
    today = case.issued(rng)
    agency = rng.choice((committee(tone), CENTER, department(rng.choice(department_names(today)))))
    number = f"{rng.randint(1, 6200):02d}/{agency.symbol}-{rng.choice(UNITS)}"
    draft = Draft(points=rng.choice((13.0, 14.0)), leading=rng.choice((1.18, 1.25, 1.32)))
    topic = expand("topic", rng, today)
    heading(draft, agency, tone, number, today, "Bắc Ninh", f"V/v {topic[:1].lower()}{topic[1:]}")
    _addressees(draft, today, rng)
    given = {"own": agency.name, "topic": topic[:1].lower() + topic[1:]}
    draft.leave(3)
    draft.text(expand("lead", rng, today, given), align="justify", indent_mm=12.7, before_pt=6)
    _points(draft, today, rng)
    draft.text(expand("close", rng, today, given), align="justify", indent_mm=12.7, before_pt=6)
    closing(
        draft, agency, invent_signer(agency, rng), rng, copies_to(rng.randint(1, 4), rng, today, "Như trên;")
    )
    if rng.random() < 0.4:
        stamp_arrival(draft, short_date(today), rng)
    elif rng.random() < 0.3:
        stamp_urgency(draft, rng)
    return finished(draft, "letter", "CÔNG VĂN", "official_letter")


def _addressees(draft: Draft, today: date, rng: Random) -> None:
    names = [*department_names(today), *OTHERS]
    draft.leave(rng.uniform(5, 10))
    chosen = rng.sample(names, rng.choice((1, 1, 2, 3)))
    if len(chosen) == 1:
        draft.text(f"Kính gửi: {chosen[0]}", Column(60, 195), zone="addressee")
        record_recipient(draft, "addressee", chosen[0])
        return
    draft.text("Kính gửi:", Column(60, 195), zone="addressee")
    for index, name in enumerate(chosen):
        end = "." if index == len(chosen) - 1 else ";"
        draft.text(f"- {name}{end}", Column(82, 195), zone="addressee")
        record_recipient(draft, "addressee", name)


def _points(draft: Draft, today: date, rng: Random) -> None:
    for number, text in enumerate(several("task", rng.randint(3, 6), rng, today), start=1):
        if rng.random() < 0.3:
            topic = expand("topic", rng, today)
            draft.text(words(f"{number}. Về {topic[:1].lower()}{topic[1:]}", Style(draft.points, bold=True)),
                       align="justify", indent_mm=12.7, before_pt=6)  # fmt: skip
            for letter, item in zip("abcđ", several("task", rng.randint(1, 3), rng, today), strict=False):
                draft.text(f"{letter}) {item}", align="justify", indent_mm=12.7, before_pt=5)
            draft.text(f"- {text}", align="justify", indent_mm=12.7, before_pt=5)
        else:
            draft.text(f"{number}. {text}", align="justify", indent_mm=12.7, before_pt=6)
    if rng.random() < 0.2:
        _mark_a_line(draft, rng)


def _mark_a_line(draft: Draft, rng: Random) -> None:
    body = [line for line in draft.sheet.lines if line.zone == "body"]
    words_of = rng.choice(body).words
    box = words_of[0].upright.union(words_of[-1].upright)
    grown = type(box)(box.left - 8, box.top - round(px(0.8)), box.right + 8, box.bottom + round(px(0.8)))
    draft.sheet.highlight(grown, rng.choice(((255, 250, 120), (190, 255, 170), (255, 205, 225))))
