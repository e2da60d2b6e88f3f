"""Page processes that are lost, or stopped, are nobody's fault; the next try has new ones."""

from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from pebble import ProcessFuture

from core.errors import Unavailable
from core.model import DossierState
from dossiers.claims import Claim
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit
from dossiers.services import Services
from dossiers.sweeping.inbox import read_claim
from pipeline.pool import PagePool
from tests.drawing import draw_paper


@pytest.mark.parametrize(("stopped", "code"), [(False, "pool_broken"), (True, "stopped")])
def test_lost_page_processes_are_not_held_against_the_work(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: bool, code: str
) -> None:
    path = draw_paper(tmp_path / "1.png", 1)
    submission = submit(services.store, [Incoming(path, path.name)], Delivery())
    lost = services.pool

    def schedule(pool: PagePool, *_: object) -> "ProcessFuture[object]":
        future: ProcessFuture[object] = ProcessFuture()
        future.set_exception(BrokenProcessPool())
        pool._stopped = stopped
        return future

    with monkeypatch.context() as patch:
        patch.setattr(PagePool, "_schedule", schedule)
        with pytest.raises(Unavailable) as caught:
            digitize(services, submission.id)
    assert caught.value.code == code
    claim = read_claim(services.store, submission.id)
    assert isinstance(claim, Claim)
    assert (claim.failures, claim.hindered) == ((), code)
    if not stopped:
        assert services.pool is not lost
        assert digitize(services, submission.id).dossier.state is DossierState.COMPLETE
