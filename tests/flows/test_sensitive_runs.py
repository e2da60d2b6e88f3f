"""Prefect keeps nothing of a secret paper or an identity card: neither its database nor any log of it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx
import pytest
from prefect.logging.handlers import APILogHandler
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, PREFECT_LOGGING_LEVEL, temporary_settings

from core.model import DossierState
from dossiers.intake import Delivery, Incoming, submit
from dossiers.services import Services
from flows import digitize as flow
from flows.server import own_server
from samples.papers.sensitive import identity_card, secret
from search.index import SearchIndex
from tests.fakes import FailingIndex
from tests.flows.test_sensitive import HOLDER, NUMBER, SECRETS, draw, is_told, leaks

LINES = (f"Phương án {SECRETS[0]} và {SECRETS[1]} được giữ kín.",)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where Prefect keeps its database, results and logs."""
    return tmp_path / "prefect-home"


@pytest.fixture
def prefect(home: Path) -> Iterator[str]:
    """A server of our own, as `sohoa up` starts it, that records all it is told."""
    before = dict(os.environ)
    try:
        with own_server(home) as url:
            told = {PREFECT_API_URL: url, PREFECT_HOME: str(home), PREFECT_LOGGING_LEVEL: "DEBUG"}
            with temporary_settings(told):
                yield url
    finally:
        os.environ.clear()
        os.environ.update(before)


def deliver(services: Services, path: Path) -> str:
    """A sealed submission of one file under a telling name."""
    return submit(services.store, [Incoming(path, f"{HOLDER}{path.suffix}")], Delivery(branch="H05.01")).id


def test_neither_the_database_nor_a_log_holds_a_word_of_them(
    prefect: str,
    home: Path,
    services: Services,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(flow, "RETRY_DELAY_SECONDS", [0.1])
    kept = deliver(services, draw(tmp_path / "in" / "1", secret("TỐI MẬT", LINES), "clean"))
    card = deliver(services, draw(tmp_path / "in" / "2", identity_card, "clean"))
    spoiled = deliver(services, draw(tmp_path / "in" / "3", identity_card, "adf"))
    assert flow.digitize_recorded(services, kept).dossier.state is DossierState.QUARANTINED
    # A step that is tried again, and a run that ends in a traceback, tell Prefect more than others.
    absent = FailingIndex(services.index, failures=1)
    flow.digitize_recorded(replace(services, index=cast(SearchIndex, absent)), card)
    broken = FailingIndex(services.index, failures=9, error=ValueError("a defect"))
    with pytest.raises(ValueError, match="a defect"):
        flow.digitize_recorded(replace(services, index=cast(SearchIndex, broken)), spoiled)
    assert (absent.failed, broken.failed) == (1, 1)
    APILogHandler().flush()
    logged = httpx.post(f"{prefect}/logs/filter", json={"limit": 200}, timeout=10).json()
    assert any("Traceback" in str(line["message"]) for line in logged)
    # What the search would find, were it there: the runs themselves, and the message of the defect.
    for present in (kept, card, spoiled, "a defect"):
        assert leaks([home], (present,)), present
    assert leaks([home], (*SECRETS, HOLDER, NUMBER)) == []
    noise = capfd.readouterr()
    assert not is_told(noise.out + noise.err, *SECRETS, HOLDER, NUMBER)
