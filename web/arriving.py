"""What arrived for an agency, as JSON."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from dossiers import shapes
from dossiers.arrivals import arrivals
from web.context import CurrentServices, CurrentViewer
from web.rendering import answer

api = APIRouter()

AgencyName = Annotated[str, Query(min_length=1, max_length=200, description="Code or name of an agency")]
Since = Annotated[str, Query(description="YYYY-MM-DD", pattern=r"^(\d{4}-\d\d-\d\d)?$")]


@api.get("/arrivals")
def arrived(
    services: CurrentServices,
    viewer: CurrentViewer,
    agency: AgencyName,
    since: Since = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> Response:
    """Dossiers of an agency, the latest day of reception first."""
    return answer(shapes.arrivals_shape(arrivals(services, agency, viewer, since or None, limit)))
