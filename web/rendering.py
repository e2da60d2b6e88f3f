"""Renders templates: Vietnamese wording, dates and numbers as people here write them."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from fastapi.responses import HTMLResponse, JSONResponse

from core import codec
from core.model import Dossier, DossierState
from dossiers import completeness, reasons, routing, telling, wording
from dossiers.arranged import leafed, turned
from dossiers.shapes import page_count
from web import links

_TEMPLATES = Path(__file__).parent / "templates"
SURE = 0.9
"""Fields below this confidence are shown as doubtful."""

_SOURCES = {
    "human": "người xác nhận",
    "code": "mã vạch",
    "label": "theo nhãn",
    "zone": "theo vị trí",
    "pattern": "theo mẫu",
    "text_layer": "chữ có sẵn",
}


def render(template: str, status: int = 200, /, **values: object) -> HTMLResponse:
    """The page `template` filled with `values`."""
    return HTMLResponse(_environment().get_template(template).render(values), status)


def answer(shape: dict[str, Any], status: int = 200) -> JSONResponse:
    """A published JSON shape."""
    return JSONResponse(codec.plain(shape), status)


def title_of(dossier: Dossier) -> str:
    """What a dossier is called in a list."""
    return title(
        {found.best.name: telling.value_text(found.best) for found in dossier.fields if found.best.value}
    )


def title(facts: dict[str, str]) -> str:
    """The procedure, else the paper's kind and number with its subject."""
    paper = " ".join(filter(None, (facts.get("document_type"), facts.get("document_number"))))
    about = ": ".join(filter(None, (paper, facts.get("subject"))))
    return facts.get("procedure_name") or about or "Chưa rõ nội dung"


def when(instant: datetime | None) -> str:
    """An instant on this country's clock."""
    return telling.when(instant) if instant else "–"


def percent(share: float) -> str:
    """0.973 → 97 %."""
    return f"{100 * share:.0f} %"


def facet_text(name: str, value: str) -> str:
    """A facet's value in words."""
    if name == "state" and value in set(DossierState):
        return wording.STATES[DossierState(value)]
    return value


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"when": when, "day": telling.day, "count": telling.count, "percent": percent}
    made.globals |= {
        "links": links,
        "label": lambda name: wording.FIELDS.get(name, name),
        "tier_text": lambda tier: wording.TIERS.get(tier, tier),
        "state_text": lambda state: wording.STATES[state],
        "paper_state_text": lambda state: wording.PAPER_STATES[state],
        "completeness_said": completeness.said,
        "settled_by": routing.said,
        "routing_warning": routing.warning,
        "leafed": leafed,
        "turned": turned,
        "page_state_text": lambda state: wording.PAGE_STATES[state],
        "look_reasons": wording.look_reasons,
        "verdict_text": lambda verdict: wording.VERDICTS[verdict],
        "source_text": lambda source: _SOURCES.get(source, source),
        "reason": lambda problem: reasons.reason(problem.code, problem.message),
        "wording_reason": reasons.reason,
        "facet_text": facet_text,
        "value_lines": telling.value_lines,
        "value_text": telling.value_text,
        "title_of": title_of,
        "page_count": page_count,
        "sure": SURE,
    }
    return made
