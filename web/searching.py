"""The search box, its results and their JSON twin."""

import tempfile
from pathlib import Path as Folder
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from dossiers import found_shapes
from dossiers.exporting import export
from dossiers.find import Hit, Search, find
from dossiers.saved import alerts
from dossiers.sight import sight
from dossiers.telling import day
from web.asked import HITS_A_PAGE, LAST_PAGE, Asked, grouped, parse_filters
from web.context import CurrentServices, CurrentViewer, SearchText
from web.rendering import answer, render, title

pages = APIRouter()
api = APIRouter()

_DAY = r"^(\d{4}-\d\d-\d\d)?$"
Where = Annotated[list[str], Query(description="field=value; other fields narrow, the same field widens")]
From = Annotated[str, Query(alias="from", description="YYYY-MM-DD", pattern=_DAY)]
To = Annotated[str, Query(alias="to", description="YYYY-MM-DD", pattern=_DAY)]

ROWS_OF_A_DOWNLOAD = 10_000
LONGEST_PREFIX = 100
"""Letters that suggestions are made for."""
_MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NO_FILTERS: list[str] = []
_FACTS = ("applicant_name", "document_type", "document_number")


@pages.get("/")
def search_page(
    services: CurrentServices,
    viewer: CurrentViewer,
    q: SearchText = "",
    where: Where = _NO_FILTERS,
    date_from: From = "",
    date_to: To = "",
    trang: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
    gan: bool | None = None,
) -> Response:
    """The search box, and the results when something is asked."""
    asked = Asked(q, parse_filters(where), date_from, date_to, trang, gan)
    if not asked.anything:
        return render("search.html", asked=asked, found=None)
    found = find(services, asked.search, viewer)
    last = min(LAST_PAGE, max(1, -(-found.total // HITS_A_PAGE)))
    return render(
        "search.html",
        asked=asked,
        found=found,
        last=last,
        hit_title=lambda hit: title(_facts(hit)),
        hit_facts=_shown_facts,
    )


@api.get("/search")
def search(
    services: CurrentServices,
    viewer: CurrentViewer,
    q: SearchText = "",
    where: Where = _NO_FILTERS,
    date_from: From = "",
    date_to: To = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = HITS_A_PAGE,
    offset: Annotated[int, Query(ge=0, le=HITS_A_PAGE * LAST_PAGE)] = 0,
    cursor: Annotated[
        str, Query(max_length=500, description="* lists all by tier, newest, id; then the answer's next")
    ] = "",
    nearly: Annotated[
        bool | None, Query(description="also what matches nearly; by default where few match")
    ] = None,
) -> Response:
    """Dossiers that answer `q`, best first, each with its best page."""
    filters = grouped(parse_filters(where))
    asked = Search(q, filters, date_from or None, date_to or None, limit, offset, nearly, cursor or None)
    return answer(found_shapes.search_shape(find(services, asked, viewer)))


@api.get("/suggest")
def suggest(services: CurrentServices, viewer: CurrentViewer, q: SearchText = "") -> Response:
    """Codes, procedures, agencies and, for those who may look people up, names that start like `q`."""
    values = services.index.suggest(q[:LONGEST_PREFIX], sight(services, viewer))
    return answer({"schema": "sohoa.suggest/1", "values": list(values)})


@api.get("/alerts")
def new_answers(services: CurrentServices, viewer: CurrentViewer) -> Response:
    """What newly answers the viewer's saved searches; looking does not make it old."""
    return answer(found_shapes.alerts_shape(list(alerts(services, viewer, keep=True))))


@api.get("/export.{kind}")
def export_table(
    services: CurrentServices,
    viewer: CurrentViewer,
    kind: Annotated[str, Path(pattern="^(csv|xlsx)$")],
    q: SearchText = "",
    where: Where = _NO_FILTERS,
    date_from: From = "",
    date_to: To = "",
) -> Response:
    """Dossiers that answer `q` as a table, each with where it comes from."""
    asked = Search(q, grouped(parse_filters(where)), date_from or None, date_to or None)
    with tempfile.TemporaryDirectory(prefix="sohoa-export-") as folder:
        path = Folder(folder) / f"ho-so.{kind}"
        export(services, asked, viewer, path, most=ROWS_OF_A_DOWNLOAD)
        table = path.read_bytes()
    named = {"Content-Disposition": f'attachment; filename="ho-so.{kind}"'}
    return Response(table, media_type=_MEDIA_TYPES[kind], headers=named)


def _facts(hit: Hit) -> dict[str, str]:
    return {name: day(values[0]) for name, values in hit.fields.items() if values}


def _shown_facts(hit: Hit) -> list[str]:
    """What helps to tell hits apart, without what the title says already."""
    facts = _facts(hit)
    said = title(facts)
    shown = [facts[name] for name in _FACTS if name in facts]
    shown += [facts[name] for name in ("received_at", "issue_date") if name in facts][:1]
    return [fact for fact in dict.fromkeys(shown) if fact not in said]
