"""Appointments in the body of a decision: who becomes what, for how long, from when."""

import re
from dataclasses import replace

from core.model import FieldItem
from pipeline.extract import dates
from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.spelling import with_known_places, with_set_phrases

_NAME = r"[^\W\d_][^\W\d_]*(?:\s+[^\W\d_]+){1,5}?"
_DAY = r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4}"
APPOINTMENT = re.compile(
    rf"bo\s+nhiem\s+(?:lai\s+)?(?:co\s+thoi\s+han\s+)?(?:dong\s+chi|ong|ba)\s+(?P<person>{_NAME})"
    r"(?:\s*,\s*(?P<from_position>[^.;]+?))?\s*,?\s+(?:giu|lam)\s+chuc(?:\s+vu)?\s+(?P<position>[^;]+?)"
    r"(?:\s*,\s*thoi\s+(?:han|gian)(?:\s+bo\s+nhiem|\s+giu\s+chuc\s+vu)?(?:\s+la)?\s+(?P<term>\d+)\s*(?P<unit>nam|thang))"
    rf"(?:\s*,?\s*ke\s+tu\s+(?P<effective>ngay\s*(?:{_DAY})))?"
)
"""On text without marks: an engine confuses them (Bố nhiệm), and offsets stay the same."""


def read_appointment(view: PageView, lexicon: Lexicon) -> Candidate | None:
    """The first appointment on a page."""
    if not any("nhiem" in run.folded for run in view.runs):
        return None
    whole = joined(view.runs)
    found = APPOINTMENT.search(whole.folded)
    if found is None:
        return None
    parts = {
        name: " ".join(whole.text[found.start(name) : found.end(name)].split()).strip(" ,.")
        for name in ("person", "from_position", "position")
        if found[name]
    }
    for name in parts.keys() - {"person"}:
        parts[name] = with_known_places(with_set_phrases(parts[name], lexicon), lexicon)
    parts["term_months"] = str(int(found["term"]) * (12 if found["unit"] == "nam" else 1))
    day = whole.text[found.start("effective") : found.end("effective")] if found["effective"] else ""
    effective = dates.find_date(day)
    if effective and effective.value:
        parts["effective_date"] = effective.value
    made = candidate("appointment", whole, Parsed("", 0.97, found.start(), found.end()), "pattern", 0.95)
    item = FieldItem(parts, made.raw, view.number, made.box)
    return replace(made, value=(item,))
