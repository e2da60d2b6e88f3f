"""Handing in files and following them until they can be found, with the JSON twins."""

import re
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from core.access import Viewer
from core.errors import ConfigError, NotFound
from core.model import DossierState
from dossiers import reasons, records, scratch, shapes, wording
from dossiers.browse import show_dossier
from dossiers.intake import Delivery, load_submission, submit
from dossiers.looking import LookBook, Looks
from dossiers.records import LANES, URGENT, Submission
from dossiers.services import Services
from dossiers.sight import sight
from dossiers.tracking import Tracked, track
from web import links
from web.context import CurrentLooks, CurrentServices, CurrentViewer, DossierId, SubmissionId
from web.receiving import MAX_FILES, receive
from web.rendering import answer, render

pages = APIRouter()
api = APIRouter()

LONG_WAIT_SECONDS = 20
"""After this long in the queue it is likely that no worker runs."""

_DOSSIER = re.compile(r"d-[0-9a-f]{20}")
_UNDER_WAY = (DossierState.WAITING, DossierState.PROCESSING)
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "lane": {"enum": list(LANES), "default": URGENT},
                        "branch": {"type": "string", "description": "Code of the receiving branch"},
                        "dossier": {"type": "string", "description": "Dossier these files join"},
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class Followed:
    """A delivery with what is known about it."""

    dossier: str
    submission: str
    tracked: Tracked
    sealed: Submission | None
    """The delivery itself, as long as it is in the inbox."""
    looks: Looks | None = None
    """What a first look at its pages told, when this process took it in."""

    @property
    def under_way(self) -> bool:
        """Whether there is something to wait for."""
        return self.tracked.state in _UNDER_WAY

    @property
    def note(self) -> str:
        """What to do when it takes long, in Vietnamese."""
        if self.tracked.state is not DossierState.WAITING or not self.sealed:
            return ""
        waited = (records.now() - self.sealed.submitted_at).total_seconds()
        if waited < LONG_WAIT_SECONDS:
            return ""
        return "Chưa có máy nào nhận việc. Hãy chạy lệnh sohoa work (hoặc sohoa up); tệp đã nộp không bị mất."


@pages.get("/nop")
def upload_page(
    services: CurrentServices,
    viewer: CurrentViewer,
    ho_so: Annotated[str | None, Query(alias="ho-so", pattern=r"^d-[0-9a-f]{20}$")] = None,
) -> Response:
    """The form; with `ho-so` the files join that dossier."""
    target = show_dossier(services, ho_so, viewer)[0] if ho_so else None
    return render(
        "upload.html",
        target=target,
        branches=_branches(services),
        own_branch=services.settings.branch,
        max_megabytes=services.settings.limits.max_bytes >> 20,
        max_files=MAX_FILES,
    )


@pages.post("/nop")
async def upload(
    request: Request, services: CurrentServices, viewer: CurrentViewer, looks: CurrentLooks
) -> Response:
    """Take the files in and go on to where they can be followed."""
    sealed = await _take_in(request, services, viewer, looks)
    return RedirectResponse(links.submission_url(sealed.dossier_id, sealed.id), 303)


@api.post("/submissions", status_code=202, openapi_extra=_FORM)
async def upload_twin(
    request: Request, services: CurrentServices, viewer: CurrentViewer, looks: CurrentLooks
) -> Response:
    """Take the files in; `Location` says where they can be followed."""
    sealed = await _take_in(request, services, viewer, looks)
    followed = await run_in_threadpool(_follow, services, sealed.dossier_id, sealed.id, viewer, looks)
    taken = answer(_shape(followed), 202)
    taken.headers["Location"] = links.submission_url(sealed.dossier_id, sealed.id, api=True)
    return taken


@pages.get("/nop/{dossier}/{submission}")
def submission_page(
    services: CurrentServices,
    viewer: CurrentViewer,
    looks: CurrentLooks,
    dossier: DossierId,
    submission: SubmissionId,
) -> Response:
    """Where a delivery stands; shows itself anew until it has ended."""
    return render("submission.html", followed=_follow(services, dossier, submission, viewer, looks))


@api.get("/submissions/{dossier}/{submission}")
def submission_twin(
    services: CurrentServices,
    viewer: CurrentViewer,
    looks: CurrentLooks,
    dossier: DossierId,
    submission: SubmissionId,
) -> Response:
    """Where a delivery stands."""
    return answer(_shape(_follow(services, dossier, submission, viewer, looks)))


async def _take_in(request: Request, services: Services, viewer: Viewer, looks: LookBook) -> Submission:
    """Receive the files into a private folder, seal them as one submission, and begin to look at them."""
    with ExitStack() as holding:
        folder = holding.enter_context(scratch.folder(services.settings.data))
        received = await receive(request, folder, services.settings.limits.max_bytes)
        name = received.files[0].name if len(received.files) == 1 else ""
        delivery = await run_in_threadpool(_delivery, services, received.fields, name, viewer)
        sealed = await run_in_threadpool(submit, services.store, received.files, delivery)
        looks.start(services, sealed.id, received.files, holding.pop_all())
        return sealed


def _delivery(services: Services, fields: dict[str, str], name: str, viewer: Viewer) -> Delivery:
    """What the form says about the files, checked.

    Raises:
        ConfigError: the lane or branch is not known.
        NotFound: the dossier to join does not exist, or the viewer may not see it.
    """
    lane = fields.get("lane") or URGENT
    if lane not in LANES:
        raise ConfigError(f"lane must be one of: {', '.join(LANES)}.", code="bad_parameter")
    branch = fields.get("branch") or services.settings.branch
    known = {services.settings.branch, *(code for code, _ in _branches(services))}
    if branch and branch not in known:
        raise ConfigError("branch must be the code of a branch.", code="bad_parameter")
    dossier = fields.get("dossier") or None
    if dossier:
        if not _DOSSIER.fullmatch(dossier):
            raise NotFound("No dossier can have that id.", code="bad_id")
        dossier = show_dossier(services, dossier, viewer)[0].id
    return Delivery(name=name, lane=lane, branch=branch, dossier=dossier, account=viewer.account)


def _follow(services: Services, dossier: str, submission: str, viewer: Viewer, looks: LookBook) -> Followed:
    tracked = track(services, dossier, submission)
    if tracked.dossier and not sight(services, viewer).may_see(tracked.dossier.agencies):
        raise NotFound("There is no such delivery.")
    sealed = None
    if tracked.state in _UNDER_WAY:
        # Settled between the two looks, it is gone from the inbox; the next look will say so.
        with suppress(NotFound):
            sealed = load_submission(services.store, submission)
    return Followed(dossier, submission, tracked, sealed, looks.of(submission))


def _shape(followed: Followed) -> dict[str, Any]:
    tracked = followed.tracked
    return {
        "schema": "sohoa.submission_state/1",
        "submission": followed.submission,
        "dossier": tracked.dossier.id if tracked.dossier else followed.dossier,
        "state": tracked.state.value,
        "state_text": wording.STATES[tracked.state],
        "note": followed.note,
        "ended": not followed.under_way,
        "refused": [
            {"name": one.name, "code": one.code, "message": reasons.reason(one.code, one.message)}
            for one in tracked.refused
        ],
        "looks": _looks_shape(followed.looks) if followed.looks else None,
    }


def _looks_shape(looks: Looks) -> dict[str, Any]:
    pages = [{"file": one.name, **shapes.look_shape(one.look)} for one in looks.pages]
    return {"ended": looks.ended, "faulty": len(looks.faulty), "pages": pages}


def _branches(services: Services) -> list[tuple[str, str]]:
    """Code and name of the center and its branches; closed ones too, whose old papers still come in."""
    found = [one for one in services.reference.agencies.values() if one.kind in ("center", "branch")]
    return [(one.code, one.name + _closed(one.valid_to)) for one in found]


def _closed(last_day: date | None) -> str:
    return f" (đến {last_day:%d/%m/%Y})" if last_day else ""
