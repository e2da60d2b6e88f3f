"""Prefect records; when it fails, the work goes on, and what it fails at is never held against the work."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from prefect.events.worker import EventsWorker
from prefect.settings import (
    PREFECT_API_REQUEST_TIMEOUT,
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_LOGGING_LEVEL,
    temporary_settings,
)

from bench.chaos.link import Link, links
from core.errors import Unavailable
from core.model import DossierState
from dossiers import ingest
from dossiers.claims import Claim
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import Submission
from dossiers.services import Services
from dossiers.sweeping.inbox import read_claim
from flows.digitize import digitize_recorded
from flows.witness import Witness
from storage import keys
from tests.drawing import draw_page
from tests.servers.machine import free_port


@pytest.fixture
def submission(services: Services, tmp_path: Path) -> Submission:
    path = draw_page(tmp_path / "a.png", ["Giấy xác nhận số", uuid4().hex])
    return submit(services.store, [Incoming(path, "a.png")], Delivery(lane="urgent"))


@pytest.fixture
def link(prefect_api_url: str) -> Iterator[Link]:
    """The way to the real Prefect server."""
    port = urlsplit(prefect_api_url).port
    assert port
    with links() as make:
        way = make(free_port(), port)
        address = f"http://127.0.0.1:{way.port}/api"
        settings = {
            PREFECT_API_URL: address,
            PREFECT_LOGGING_LEVEL: "CRITICAL",
            PREFECT_API_REQUEST_TIMEOUT: 3.0,
            PREFECT_CLIENT_MAX_RETRIES: 0,
        }
        with temporary_settings(settings):
            yield way
            # What Prefect still wants to tell would keep this process waiting at its end.
            way.mend()
            EventsWorker.drain_all()


@pytest.mark.parametrize("step", ["fetch", "record_dossier", "close_submission"])
def test_a_server_that_is_lost_while_work_is_in_hand_costs_nothing(
    services: Services, submission: Submission, link: Link, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real = getattr(ingest, step)

    def lose_prefect(*arguments: object) -> object:
        link.cut()
        return real(*arguments)

    monkeypatch.setattr(ingest, step, lose_prefect)
    assert digitize_recorded(services, submission.id).dossier.state is DossierState.COMPLETE
    claim = read_claim(services.store, submission.id)
    assert isinstance(claim, Claim)
    assert (claim.failures, claim.released) == ((), True)
    assert not list(services.store.list(keys.INBOX))


def test_work_is_done_unrecorded_while_the_server_is_away(
    services: Services, submission: Submission, link: Link
) -> None:
    link.cut()
    assert digitize_recorded(services, submission.id).dossier.state is DossierState.COMPLETE


def test_an_error_of_the_work_stays_the_works_own() -> None:
    def fail() -> int:
        raise Unavailable("away")

    work = Witness(fail)

    def recorded() -> int:
        try:
            return work()
        except Unavailable as exc:
            raise RuntimeError("could not record the failure") from exc

    with pytest.raises(Unavailable):
        work.outcome(recorded, lambda: 1)
