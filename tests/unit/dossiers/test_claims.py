import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from core.errors import Unavailable
from dossiers import owner
from dossiers.claims import Claimed, ClaimLost, hold
from storage.local import LocalStore

SUBMISSION = "s-0123456789abcdef0123"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path)


def test_a_held_submission_is_refused_to_others_and_free_after_release(store: LocalStore) -> None:
    with hold(store, SUBMISSION, 60), pytest.raises(Claimed), hold(store, SUBMISSION, 60, wait=False):
        pass
    with hold(store, SUBMISSION, 60, wait=False) as claim:
        claim.check()


def test_a_renewed_claim_outlives_its_lease(store: LocalStore) -> None:
    with hold(store, SUBMISSION, 1.0), pytest.raises(Claimed), hold(store, SUBMISSION, 1.0):
        pass


def test_only_one_of_many_gets_the_claim(store: LocalStore) -> None:
    got, barrier = [], threading.Barrier(8)

    def attempt() -> None:
        barrier.wait()
        try:
            with hold(store, SUBMISSION, 60, wait=False):
                got.append(1)
                time.sleep(0.5)
        except Claimed:
            pass

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [1]


def _hold_until_killed(root: str, ready: str) -> None:
    with hold(LocalStore(Path(root)), SUBMISSION, 600):
        Path(ready).touch()
        time.sleep(600)


def test_the_claim_of_a_killed_process_of_this_machine_is_free_at_once(
    store: LocalStore, tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_hold_until_killed, args=(str(tmp_path), str(ready)))
    process.start()
    while not ready.exists():
        time.sleep(0.02)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    started = time.monotonic()
    with hold(store, SUBMISSION, 600, wait=False):
        assert time.monotonic() - started < 5


def test_a_claim_from_elsewhere_is_taken_over_after_its_lease(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, "this_process", lambda: "another-boot:pid:[1]:1:1")
    held = hold(store, SUBMISSION, 400)  # renewed every 100 s: silent for this test
    with held as theirs:
        with hold(store, SUBMISSION, 1.0) as ours:
            ours.check()
            theirs.renew()
            with pytest.raises(ClaimLost):
                theirs.check()
            ours.check()
        theirs.release()


class Unheard(LocalStore):
    """Carries the next write out, but its answer gets lost."""

    losing = False

    def put(self, key: str, data: bytes | Path, **conditions: Any) -> str:
        etag = super().put(key, data, **conditions)
        if self.losing:
            self.losing = False
            raise Unavailable("The answer was lost.")
        return etag


def test_a_renewal_whose_answer_was_lost_does_not_lose_the_claim(tmp_path: Path) -> None:
    store = Unheard(tmp_path)
    with hold(store, SUBMISSION, 60) as claim:
        store.losing = True
        with pytest.raises(Unavailable):
            claim.renew()
        claim.renew()
        claim.check()
    with hold(store, SUBMISSION, 60, wait=False):  # it was released, too
        pass
