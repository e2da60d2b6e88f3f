"""The flow `digitize` on a real Prefect server."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast
from uuid import uuid4

import httpx
import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_LOGGING_LEVEL, temporary_settings

from core.errors import Unavailable
from core.model import DossierState
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import Submission
from dossiers.services import Services
from flows import digitize as flow
from search.index import SearchIndex
from tests.drawing import draw_page
from tests.fakes import FailingIndex


@pytest.fixture
def prefect(prefect_api_url: str, tmp_path: Path) -> Iterator[str]:
    with temporary_settings({PREFECT_API_URL: prefect_api_url, PREFECT_LOGGING_LEVEL: "ERROR"}):
        yield prefect_api_url


@pytest.fixture
def submission(services: Services, tmp_path: Path) -> Submission:
    """A delivery that no other test has made, so that its runs can be told apart."""
    path = draw_page(tmp_path / "a.png", ["Giấy xác nhận số", uuid4().hex])
    return submit(services.store, [Incoming(path, "a.png")], Delivery(lane="urgent"))


def with_index(services: Services, index: FailingIndex) -> Services:
    return replace(services, index=cast(SearchIndex, index))


def runs(api: str, kind: str, submission: Submission) -> list[dict[str, object]]:
    tag = f"dossier:{submission.dossier_id}"
    chosen = {"flow_runs": {"tags": {"all_": [tag]}}}
    answer = httpx.post(f"{api}/{kind}/filter", json=chosen, timeout=10)
    answer.raise_for_status()
    return list(answer.json())


def test_a_submission_is_a_run_with_tags_tasks_and_a_table(
    prefect: str, services: Services, submission: Submission
) -> None:
    done = flow.digitize_recorded(services, submission.id)
    assert done.dossier.state is DossierState.COMPLETE
    [run] = runs(prefect, "flow_runs", submission)
    assert run["name"] == submission.id
    assert run["state_type"] == "COMPLETED"
    assert set(run["tags"]) == {f"dossier:{submission.dossier_id}", "lane:urgent"}  # type: ignore[call-overload]
    names = {str(task["name"]).rpartition("-")[0] for task in runs(prefect, "task_runs", submission)}
    assert {"fetch", "read", "archive", "record_dossier", "index_recorded", "close_submission"} <= names
    chosen = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}}}
    [table] = httpx.post(f"{prefect}/artifacts/filter", json=chosen, timeout=10).json()
    assert '"states": "read 1"' in table["data"]
    assert "a.png" not in table["data"]


def test_an_absent_index_is_tried_again_until_it_is_back(
    prefect: str, services: Services, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "RETRY_DELAY_SECONDS", [0.1, 0.1, 0.1])
    failing = FailingIndex(services.index, failures=2)
    done = flow.digitize_recorded(with_index(services, failing), submission.id)
    assert failing.failed == 2
    assert done.dossier.state is DossierState.COMPLETE
    assert [info.key for info in services.store.list("ledger/")]
    counts = {
        str(task["name"]).rpartition("-")[0]: task["run_count"]
        for task in runs(prefect, "task_runs", submission)
    }
    assert counts["index_recorded"] == 3
    assert counts["read"] == 1


def test_an_error_that_no_wait_can_mend_is_not_tried_again(
    prefect: str, services: Services, submission: Submission
) -> None:
    failing = FailingIndex(services.index, failures=9, error=ValueError("a defect"))
    with pytest.raises(ValueError, match="a defect"):
        flow.digitize_recorded(with_index(services, failing), submission.id)
    assert failing.failed == 1
    [run] = runs(prefect, "flow_runs", submission)
    assert run["state_type"] == "FAILED"
    assert flow.digitize_recorded(services, submission.id).dossier.state is DossierState.COMPLETE


def test_what_could_not_be_indexed_stays_in_the_inbox(
    prefect: str, services: Services, submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "RETRIES", 1)
    monkeypatch.setattr(flow, "RETRY_DELAY_SECONDS", [0.1])
    failing = FailingIndex(services.index, failures=9)
    with pytest.raises(Unavailable):
        flow.digitize_recorded(with_index(services, failing), submission.id)
    assert list(services.store.list("inbox/"))
    assert flow.digitize_recorded(services, submission.id).dossier.state is DossierState.COMPLETE
    assert not list(services.store.list("inbox/"))
