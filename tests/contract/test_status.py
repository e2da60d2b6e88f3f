"""How the system stands, on a folder with SQLite and on MinIO with Elasticsearch."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.settings import Settings
from dossiers import ingest, records
from dossiers.backlog import HOUR_SECONDS, pace, workers
from dossiers.claims import hold
from dossiers.delivery import deliver
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import BULK, URGENT, Submission
from dossiers.services import Services, open_services
from dossiers.sources import find_sources
from dossiers.status import status
from storage import keys
from tests.drawing import draw_page, draw_paper


@pytest.fixture(params=["embedded", "servers"])
def services(request: pytest.FixtureRequest, make_settings: Callable[..., Settings]) -> Iterator[Services]:
    named = {"person_key": "a key for tests"}
    if request.param == "servers":
        named |= {"store": request.getfixturevalue("s3_url"), "index": request.getfixturevalue("elastic_url")}
    with open_services(make_settings(**named)) as opened:
        yield opened


def sealed(services: Services, folder: Path, number: int, lane: str) -> Submission:
    path = draw_paper(folder / f"{number}.png", number)
    return submit(services.store, [Incoming(path, path.name)], Delivery(lane=lane))


def test_an_idle_system_waits_for_nothing(services: Services) -> None:
    found = status(services)
    assert (found.submissions, found.pages, found.forecast_seconds) == (0, 0, 0.0)
    assert (found.workers, found.quarantined, found.failing) == ((), {}, {})
    assert found.store.ok
    assert found.index.ok
    assert found.pace.marks_share is None


def test_what_waits_is_told_by_lane_with_its_age_and_a_forecast(services: Services, tmp_path: Path) -> None:
    urgent = sealed(services, tmp_path, 1, URGENT)
    for number in (2, 3):
        sealed(services, tmp_path, number, BULK)
    before = status(services)
    assert {name: lane.submissions for name, lane in before.lanes.items()} == {URGENT: 1, BULK: 2}
    assert (before.pages, before.forecast_seconds) == (3, None), "nothing was read in the last hour"
    digitize(services, urgent.id)
    after = status(services)
    assert {name: (lane.submissions, lane.pages) for name, lane in after.lanes.items()} == {
        URGENT: (0, 0),
        BULK: (2, 2),
    }
    assert (after.pace.submissions, after.pace.pages, after.forecast_seconds) == (1, 1, 2 * HOUR_SECONDS)
    oldest = after.lanes[BULK].oldest_seconds
    assert oldest is not None
    assert 0 <= oldest < 60
    assert [worker.holds for worker in after.workers] == [0]


def test_work_in_hands_and_its_worker_are_seen(services: Services, tmp_path: Path) -> None:
    submission = sealed(services, tmp_path, 1, URGENT)
    with hold(services.store, submission.id, 60):
        found = status(services)
    assert (found.lanes[URGENT].in_hands, [one.holds for one in found.workers]) == (1, [1])
    later = datetime.now(UTC) + timedelta(seconds=HOUR_SECONDS + 60)
    assert workers(services.store, 60, later) == ()


def test_failures_are_told_by_cause(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 not really")
    deliver(services, find_sources([tmp_path / "b.pdf"]), Delivery())
    given_up, failing = (sealed(services, tmp_path, number, BULK) for number in (1, 2))

    def fail(*_: object) -> None:
        raise ValueError("a defect")

    monkeypatch.setattr(ingest, "read", fail)
    for submission, tries in ((given_up, services.settings.tries), (failing, 1)):
        for _ in range(tries):
            try:
                digitize(services, submission.id)
            except ValueError:
                continue
    found = status(services)
    assert (found.quarantined, found.failing) == ({"damaged": 1, "internal": 1}, {"internal": 1})


def test_text_that_is_lost_without_an_error_shows_in_the_figures(services: Services, tmp_path: Path) -> None:
    marked = draw_page(
        tmp_path / "a.png", ["Kính gửi ủy ban nhân dân xã Phú Lâm", "Tôi đề nghị cấp giấy xác nhận"]
    )
    bare = draw_page(
        tmp_path / "b.png", ["Kinh gui uy ban nhan dan xa Phu Lam", "Toi de nghi cap giay xac nhan"]
    )
    deliver(services, find_sources([marked]), Delivery())
    good = pace(services.store)
    deliver(services, find_sources([bare]), Delivery())
    worse = pace(services.store)
    assert good.marks_share is not None
    assert worse.marks_share is not None
    assert good.confidence is not None
    assert 0.2 < good.marks_share < 0.5
    assert worse.marks_share < 0.7 * good.marks_share
    assert 0.5 < good.confidence <= 1.0
    assert (worse.pages, worse.empty_pages) == (2, 0)


def test_a_file_known_before_is_no_page_read(services: Services, tmp_path: Path) -> None:
    path = draw_paper(tmp_path / "a.png", 1)
    dossier = deliver(services, find_sources([path]), Delivery()).dossiers[0].dossier
    other = draw_paper(tmp_path / "both" / "b.png", 2)
    (other.parent / "a.png").write_bytes(path.read_bytes())
    deliver(services, find_sources([other.parent]), Delivery(dossier=dossier.id))
    assert (pace(services.store).submissions, pace(services.store).pages) == (2, 2)


def test_what_was_closed_an_hour_ago_does_not_count(services: Services, tmp_path: Path) -> None:
    deliver(services, find_sources([draw_paper(tmp_path / "a.png", 1)]), Delivery())
    later = pace(services.store, now=datetime.now(UTC) + timedelta(seconds=HOUR_SECONDS + 5))
    assert (later.submissions, later.pages) == (0, 0)
    assert later.bytes_per_page == (tmp_path / "a.png").stat().st_size


def test_a_backlog_delivered_days_ago_and_closed_now_counts(services: Services, tmp_path: Path) -> None:
    submission = sealed(services, tmp_path, 1, BULK)
    key = keys.submission_key(submission.id)
    old = records.now() - timedelta(days=20)
    data = services.store.get(key).data.replace(
        submission.submitted_at.strftime("%Y-%m-%d").encode(), old.strftime("%Y-%m-%d").encode()
    )
    services.store.put(key, data)
    digitize(services, submission.id)
    assert pace(services.store).pages == 0, "lines of so long ago are not looked for without a reason"
    assert pace(services.store, old).pages == 1


def test_a_damaged_seal_is_counted_and_stops_nothing(services: Services, tmp_path: Path) -> None:
    damaged, fine = (sealed(services, tmp_path, number, BULK) for number in (1, 2))
    services.store.put(keys.submission_key(damaged.id), b"{")
    found = status(services)
    assert (found.unreadable, found.submissions) == (1, 1)
    assert services.store.info(keys.submission_key(fine.id))
