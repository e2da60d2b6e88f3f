"""The list of dossiers, one dossier, the way to its flow run, and their JSON twins."""

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from core.access import Viewer
from core.model import Document, Dossier
from core.page import Page, PageState
from dossiers import found_shapes, shapes
from dossiers.browse import list_dossiers, show_dossier
from dossiers.corrections.finding import corrections_of
from dossiers.related import related
from dossiers.services import Services
from dossiers.tracking import refusals
from web import links, prefect
from web.context import CurrentServices, CurrentViewer, DossierId, DossierName, PrefectServer, SearchText
from web.rendering import answer, render, title

pages = APIRouter()
api = APIRouter()

DOSSIERS_A_PAGE = 50
After = Annotated[str | None, Query(pattern=r"^d-[0-9a-f]{20}$", description="The last id already seen")]


@pages.get("/ho-so")
def dossiers_page(
    services: CurrentServices, viewer: CurrentViewer, server: PrefectServer, after: After = None
) -> Response:
    """Dossiers with their states and problems."""
    listed, following = _listed(services, viewer, after)
    return render("dossiers.html", dossiers=listed, following=following, after=after, runs=bool(server))


@api.get("/dossiers")
def dossiers(services: CurrentServices, viewer: CurrentViewer, after: After = None) -> Response:
    """Dossiers in id order; `next` is the `after` of the following page."""
    listed, following = _listed(services, viewer, after)
    rows = [shapes.dossier_row(one) for one in listed]
    return answer({"schema": "sohoa.dossiers/1", "dossiers": rows, "next": following})


@pages.get("/ho-so/{dossier}")
def dossier_page(
    services: CurrentServices,
    viewer: CurrentViewer,
    server: PrefectServer,
    dossier: DossierName,
    q: SearchText = "",
) -> Response:
    """Everything known about a dossier; a code or a merged id leads to its own address."""
    found, documents = show_dossier(services, dossier, viewer)
    if found.id != dossier:
        return RedirectResponse(links.dossier_url(found.id, q))
    names = {member.sha256: member.name for member in found.documents}
    return render(
        "dossier.html",
        dossier=found,
        documents=documents,
        names=names,
        refused=refusals(services, found),
        has_thumbnail=has_thumbnail,
        q=q,
        runs=bool(server),
    )


@api.get("/dossiers/{dossier}")
def dossier_twin(services: CurrentServices, viewer: CurrentViewer, dossier: DossierName) -> Response:
    """A dossier by id or code with its documents and fields."""
    found, documents = show_dossier(services, dossier, viewer)
    return answer(shapes.dossier_shape(found, documents, corrections_of(services.store, found)))


@pages.get("/ho-so/{dossier}/lien-quan")
def related_page(services: CurrentServices, viewer: CurrentViewer, dossier: DossierName) -> Response:
    """Dossiers alike, resting on the same acts, of the same applicant."""
    found, _ = show_dossier(services, dossier, viewer)
    return render(
        "related.html",
        dossier=found,
        related=related(services, dossier, viewer),
        hit_title=lambda hit: title({name: values[0] for name, values in hit.fields.items() if values}),
    )


@api.get("/dossiers/{dossier}/related")
def related_twin(services: CurrentServices, viewer: CurrentViewer, dossier: DossierName) -> Response:
    """The same as JSON; `applicant` is null where the viewer may not look people up."""
    return answer(found_shapes.related_shape(related(services, dossier, viewer)))


@pages.get("/ho-so/{dossier}/luot-chay")
def run_page(
    services: CurrentServices, viewer: CurrentViewer, server: PrefectServer, dossier: DossierId
) -> Response:
    """On to the dossier's newest run in the Prefect interface."""
    found, _ = show_dossier(services, dossier, viewer)
    run = prefect.newest_run(server, dossier)
    if isinstance(run, prefect.Run):
        return RedirectResponse(run.url, 303)
    return render("run.html", 404 if run is prefect.Missing.NO_RUN else 503, dossier=found, missing=run)


@api.get("/dossiers/{dossier}/run")
def run_twin(
    services: CurrentServices, viewer: CurrentViewer, server: PrefectServer, dossier: DossierId
) -> Response:
    """The dossier's newest flow run; `flow_run` is null when there is none to show."""
    show_dossier(services, dossier, viewer)
    run = prefect.newest_run(server, dossier)
    shape = {"schema": "sohoa.run/1", "dossier": dossier, "flow_run": None, "url": None, "missing": None}
    if isinstance(run, prefect.Run):
        return answer(shape | {"flow_run": run.id, "url": run.url})
    return answer(shape | {"missing": run.value})


def has_thumbnail(document: Document, number: int) -> bool:
    """Whether a page has pictures: it could be opened and is not restricted."""
    first = document.pages.first if document.pages else 1
    states = document.page_states
    state = states[number - first] if 0 <= number - first < len(states) else PageState.READ
    return not state.failed and state is not PageState.RESTRICTED


def has_picture(page: Page) -> bool:
    """Whether the page may be shown and could be opened."""
    return page.state is not PageState.RESTRICTED and page.width_px > 0


def _listed(services: Services, viewer: Viewer, after: str | None) -> tuple[list[Dossier], str | None]:
    """A page of dossiers and the id after which the next page starts, if there is one."""
    found = list(islice(list_dossiers(services, viewer, after), DOSSIERS_A_PAGE + 1))
    listed = found[:DOSSIERS_A_PAGE]
    return listed, listed[-1].id if len(found) > len(listed) else None
