"""Whether this process lives, and whether store and index answer."""

from fastapi import APIRouter

from dossiers.readiness import check_ready
from web.context import CurrentServices

api = APIRouter()


@api.get("/healthz")
def healthz() -> dict[str, str]:
    """Always well: the process answers."""
    return {"status": "ok"}


@api.get("/readyz")
def readyz(services: CurrentServices) -> dict[str, str]:
    """Well when store and index answer, else 503 with the reason."""
    check_ready(services)
    return {"status": "ready"}
