"""What requests share: the services, who is looking, and the checked forms of ids in a URL."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request

from core.access import LOCAL_VIEWER, Viewer
from dossiers.current import Current
from dossiers.looking import LookBook
from dossiers.services import Services
from web.prefect import Server


def _services(request: Request) -> Services:
    current: Current = request.app.state.current
    return current.services()


def _prefect(request: Request) -> Server | None:
    server: Server | None = request.app.state.prefect
    return server


def _viewer() -> Viewer:
    """The person at this machine, until there are accounts."""
    return LOCAL_VIEWER


def _looks(request: Request) -> LookBook:
    looks: LookBook = request.app.state.looks
    return looks


CurrentLooks = Annotated[LookBook, Depends(_looks)]
CurrentServices = Annotated[Services, Depends(_services)]
CurrentViewer = Annotated[Viewer, Depends(_viewer)]
PrefectServer = Annotated[Server | None, Depends(_prefect)]

DossierId = Annotated[str, Path(pattern=r"^d-[0-9a-f]{20}$")]
DossierName = Annotated[
    str,
    Path(
        pattern=r"^(d-[0-9a-f]{20}|[0-9A-Z]+(\.[0-9A-Z]+)*(-[0-9A-Z]+)+)$",
        max_length=64,
        description="Dossier id or dossier code",
    ),
]
Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]
PageNumber = Annotated[int, Path(ge=1, le=100_000, description="Counted from 1")]
SubmissionId = Annotated[str, Path(pattern=r"^[0-9a-z][0-9a-z-]{6,62}[0-9a-z]$")]
SearchText = Annotated[str, Query(max_length=2000)]
