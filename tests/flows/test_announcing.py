"""What a worker announces: everything that waits, a little at a time, nothing again and again."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Unavailable
from core.settings import Settings
from dossiers import records
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import BULK, URGENT, Submission, SubmittedFile
from dossiers.services import Services, open_services
from flows.announcing import Announcer
from storage import keys
from tests.drawing import draw_paper

LOOK_SECONDS = 60.0


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Queue:
    """A queue that remembers what it was given, or does not answer."""

    def __init__(self) -> None:
        self.sent = list[tuple[str, str]]()
        self.away = False

    def __call__(self, submission: str, lane: str) -> None:
        if self.away:
            raise Unavailable("away")
        self.sent.append((submission, lane))


@pytest.fixture
def queue() -> Queue:
    return Queue()


def sealed(services: Services, folder: Path, number: int) -> str:
    path = draw_paper(folder / f"{number}.png", number)
    return submit(services.store, [Incoming(path, path.name)], Delivery(lane=URGENT)).id


def bare_seals(services: Services, count: int, lane: str = BULK) -> list[str]:
    """Seals without their files, which nobody opens here."""
    names = [f"s-{number:020x}" for number in range(count)]
    for name in names:
        file = SubmittedFile(keys.inbox_key(name, 1, "png"), "1.png", 1, "0" * 64)
        records.save(
            services.store, keys.submission_key(name), Submission(name, (file,), records.now(), lane)
        )
    return names


def test_what_waits_for_long_is_announced_after_growing_pauses(
    services: Services, tmp_path: Path, queue: Queue
) -> None:
    submission, clock = sealed(services, tmp_path, 1), Clock()
    announcer = Announcer(services, queue, 10, clock)
    for _ in range(60):  # an hour of looks
        announcer.look()
        announcer.hear(submission)  # and of events
        clock.seconds += LOOK_SECONDS
    assert queue.sent == [(submission, URGENT)] * 9  # after 0, 1, 3, 7, 15, 25, 35, 45 and 55 minutes


def test_strangers_and_damaged_seals_do_not_keep_others_waiting(
    services: Services, tmp_path: Path, queue: Queue
) -> None:
    good, bad = sealed(services, tmp_path, 1), sealed(services, tmp_path, 2)
    services.store.put(keys.submission_key(bad), b"{damaged")
    services.store.put("inbox/lạ.pdf", b"x")
    services.store.put("inbox/Không phải mã/_submission.json", b"x")
    Announcer(services, queue, 10).look()
    assert queue.sent == [(good, URGENT)]


def test_a_long_backlog_never_fills_the_queue_and_keeps_nothing_urgent_waiting(
    services: Services, tmp_path: Path, queue: Queue
) -> None:
    backlog = bare_seals(services, 30)
    announcer = Announcer(services, queue, 8)
    announcer.look()
    assert len(queue.sent) == 8
    urgent = sealed(services, tmp_path, 1)
    announcer.hear(urgent)
    assert queue.sent[8:] == [(urgent, URGENT)]
    announcer.ended(urgent, settled=True)
    for number in range(22):
        announcer.ended(queue.sent[number][0], settled=True)
        announcer.top_up()
    assert sorted(name for name, lane in queue.sent if lane == BULK) == backlog


def test_what_other_workers_take_makes_room_as_well(services: Services, queue: Queue) -> None:
    names = bare_seals(services, 4)
    announcer = Announcer(services, queue, 2)
    announcer.look()
    announcer.ended("s-announced-by-another-worker", settled=True)
    announcer.top_up()
    assert len({name for name, _ in queue.sent}) == 3
    assert {name for name, _ in queue.sent} < set(names)


def test_a_queue_that_was_away_gets_everything_once_it_is_back(services: Services, queue: Queue) -> None:
    names, clock = bare_seals(services, 5), Clock()
    announcer = Announcer(services, queue, 10, clock)
    announcer.look()
    for _ in range(20):  # looks while the queue has lost what it was given, and does not answer
        clock.seconds += LOOK_SECONDS
        queue.away = True
        with pytest.raises(Unavailable):
            announcer.look()
        announcer.forget_pauses()
    queue.away, queue.sent = False, []
    announcer.look()
    assert sorted(name for name, _ in queue.sent) == names


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(), window=st.integers(1, 5))
def test_two_workers_settle_everything_however_the_queue_deals(seed: int, window: int) -> None:
    """Runs end in any order at any worker, some are lost with the queue; nothing is left in the end."""
    with (
        TemporaryDirectory() as folder,
        open_services(Settings.from_env({"SOHOA_DATA": folder, "SOHOA_WORKERS": "1"})) as services,
    ):
        chance = Random(seed)
        left, clock, queue = set(bare_seals(services, 12)), Clock(), Queue()
        workers = [Announcer(services, queue, window, clock) for _ in range(2)]
        for _ in range(100):
            for worker in workers:
                worker.look()
            assert len(queue.sent) <= 2 * window
            while queue.sent:
                name, _lane = queue.sent.pop(chance.randrange(len(queue.sent)))
                if chance.random() < 0.3:
                    continue  # lost
                worker = chance.choice(workers)
                left.discard(name)
                services.store.delete(keys.submission_key(name))
                worker.ended(name, settled=True)
                worker.top_up()
            clock.seconds += LOOK_SECONDS
        assert not left
