"""Appointments in the body of a decision: who becomes what, for how long, from when."""

import re
from dataclasses import replace

from core.model import FieldItem
from pipeline.extract import dates
from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, joined

_NAME = r"[^\W\d_][^\W\d_]*(?:\s+[^\W\d_]+){1,5}?"
APPOINTMENT = re.compile(
    rf"[Bb]ổ\s+nhiệm\s+(?:lại\s+)?(?:có\s+thời\s+hạn\s+)?(?:đồng\s+chí|[Ôô]ng|[Bb]à)\s+(?P<person>{_NAME})"
    r"(?:\s*,\s*(?P<from_position>[^.;]+?))?\s*,?\s+(?:giữ|làm)\s+chức(?:\s+vụ)?\s+(?P<position>[^;]+?)"
    r"(?:\s*,\s*thời\s+(?:hạn|gian)(?:\s+bổ\s+nhiệm|\s+giữ\s+chức\s+vụ)?(?:\s+là)?\s+(?P<term>\d+)\s*(?P<unit>năm|tháng))"
    r"(?:\s*,?\s*kể\s+từ\s+(?P<effective>ngày\s*\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|ngày\s*\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?"
)


def read_appointment(view: PageView) -> Candidate | None:
    """The first appointment on a page."""
    if not any("nhiem" in run.folded for run in view.runs):
        return None
    whole = joined(view.runs)
    found = APPOINTMENT.search(whole.text)
    if found is None:
        return None
    parts = {
        name: " ".join(found[name].split()).strip(" ,.")
        for name in ("person", "from_position", "position")
        if found[name]
    }
    parts["term_months"] = str(int(found["term"]) * (12 if found["unit"] == "năm" else 1))
    effective = dates.find_date(found["effective"]) if found["effective"] else None
    if effective and effective.value:
        parts["effective_date"] = effective.value
    made = candidate("appointment", whole, Parsed("", 0.97, found.start(), found.end()), "pattern", 0.95)
    item = FieldItem(parts, made.raw, view.number, made.box)
    return replace(made, value=(item,))
