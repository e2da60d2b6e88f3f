"""What a worker announces to the queue: everything that waits, and nothing again and again."""

from pathlib import Path

import pytest

from dossiers.intake import Delivery, Incoming, submit
from dossiers.services import Services
from flows import work
from storage import keys
from tests.drawing import draw_paper


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    announced = list[tuple[str, str]]()
    monkeypatch.setattr(work, "send", lambda submission, lane: announced.append((submission, lane)))
    return announced


def sealed(services: Services, folder: Path, number: int) -> str:
    path = draw_paper(folder / f"{number}.png", number)
    return submit(services.store, [Incoming(path, path.name)], Delivery(lane="urgent")).id


def test_what_waits_for_long_is_announced_after_growing_pauses(
    services: Services, tmp_path: Path, sent: list[tuple[str, str]]
) -> None:
    submission, clock = sealed(services, tmp_path, 1), Clock()
    remembered = work._Sent(services, clock)
    for _ in range(60):  # an hour of sweeps
        work.sweep_once(services, remembered)
        remembered.offer(submission)  # and of events
        clock.seconds += work.SWEEP_SECONDS
    assert sent == [(submission, "urgent")] * 6  # after 0, 1, 3, 7, 15 and 31 minutes


def test_strangers_and_damaged_seals_do_not_keep_others_waiting(
    services: Services, tmp_path: Path, sent: list[tuple[str, str]]
) -> None:
    good, bad = sealed(services, tmp_path, 1), sealed(services, tmp_path, 2)
    services.store.put(keys.submission_key(bad), b"{damaged")
    services.store.put("inbox/lạ.pdf", b"x")
    services.store.put("inbox/Không phải mã/_submission.json", b"x")
    work.sweep_once(services, work._Sent(services))
    assert sent == [(good, "urgent")]
