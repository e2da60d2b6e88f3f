"""What Prometheus is told: every figure the alert rules and docs/operations.md speak of."""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from core import codec
from core.errors import Unavailable
from core.model import Dossier
from dossiers import records
from dossiers.claims import SCHEMA, Claim
from dossiers.delivery import deliver
from dossiers.intake import Delivery, Incoming, submit
from dossiers.services import Services
from dossiers.sources import find_sources
from dossiers.status import Status, status
from dossiers.sweeping.sweep import sweep
from search.index import SearchIndex
from storage import keys
from storage.store import ObjectStore
from tests.drawing import draw_paper
from tests.fakes import FailingIndex
from tests.web.site import serving
from web import metrics
from web.app import create_app

ROOT = Path(__file__).parents[2]
RULES = [
    rule
    for group in yaml.safe_load((ROOT / "docker/prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")


class AwayStore:
    """A store that answers to nothing."""

    def __getattr__(self, name: str) -> Any:
        def away(*_: object, **__: object) -> None:
            raise Unavailable("The store does not answer.")

        return away


def figures(services: Services) -> dict[str, float]:
    """Metric, with its label's value if it has one → value."""
    with serving(create_app(services)) as address:
        answer = httpx.get(f"{address}/metrics", timeout=30)
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = list(text_string_to_metric_families(answer.text))
    assert all(family.documentation for family in families)
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture
def busy(services: Services, tmp_path: Path) -> Iterator[Services]:
    """An archive with a bit of everything: read, kept apart, waiting, failing, damaged, differing."""
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 not really")
    deliver(services, find_sources([draw_paper(tmp_path / "a.png", 1), tmp_path / "b.pdf"]), Delivery())
    waits, damaged = (
        submit(
            services.store, [Incoming(draw_paper(tmp_path / f"{number}.png", number), "x.png")], Delivery()
        )
        for number in (2, 3)
    )
    services.store.put(keys.submission_key(damaged.id), b"{")
    failed = codec.decode(
        b'{"schema":"sohoa.claim/1","nonce":"n","owner":"o","released":true,'
        b'"failures":[{"code":"internal","kind":"ValueError","at":"2026-01-05T00:00:00Z"}]}',
        Claim,
        SCHEMA,
    )
    services.store.put(keys.claim_key(waits.id), codec.encode(failed, SCHEMA))
    with sweep(services) as running:
        assert [one.difference.code for one in running.found] == ["object_damaged"]
    dossier = next(
        key for info in services.store.list(keys.DOSSIERS) if (key := info.key).endswith("dossier.json")
    )
    record = records.load(services.store, dossier, Dossier)[0]
    records.save(services.store, dossier, replace(record, generation=record.generation + 1))
    yield services


def test_the_figures_are_those_of_the_store(busy: Services) -> None:
    found = figures(busy)
    expected = {
        "sohoa_store_up": 1,
        "sohoa_index_up": 1,
        "sohoa_backlog_submissions bulk": 1,
        "sohoa_backlog_submissions urgent": 0,
        "sohoa_backlog_pages bulk": 1,
        "sohoa_last_hour_pages": 1,
        "sohoa_last_hour_files_quarantined": 1,
        "sohoa_last_hour_empty_pages": 0,
        "sohoa_failing_submissions internal": 1,
        "sohoa_quarantined_files damaged": 1,
        "sohoa_unreadable_submissions": 1,
        "sohoa_index_lag_dossiers": 1,
        "sohoa_sweep_differences object_damaged": 1,
    }
    assert {name: found[name] for name in expected} == expected
    assert 0.1 < found["sohoa_last_hour_marks_share"] < 0.6
    assert 0 < found["sohoa_disk_free_bytes"] < found["sohoa_disk_size_bytes"]


def test_every_alert_stands_on_figures_there_are_and_is_explained(busy: Services) -> None:
    told = {name.partition(" ")[0] for name in figures(busy)}
    asked = {name for rule in RULES for name in re.findall(r"\bsohoa_[a-z_]+", rule["expr"])}
    assert asked <= told
    assert told == set(re.findall(r"\bsohoa_[a-z_]+", OPERATIONS))
    assert [rule["alert"] for rule in RULES] == re.findall(r"^### (\w+)$", OPERATIONS, re.M)
    assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] for rule in RULES)


def test_a_store_out_of_reach_is_a_figure_too(services: Services) -> None:
    found = figures(replace(services, store=cast(ObjectStore, AwayStore())))
    assert found["sohoa_store_up"] == 0
    assert "sohoa_index_up" not in found


def test_an_index_out_of_reach_hides_nothing_else(services: Services) -> None:
    class AwayIndex(FailingIndex):
        def prepare(self) -> None:
            raise Unavailable("The index does not answer.")

    away = replace(services, index=cast(SearchIndex, AwayIndex(services.index, 0)))
    found = figures(away)
    assert (found["sohoa_index_up"], found["sohoa_store_up"]) == (0, 1)
    assert found["sohoa_backlog_submissions bulk"] == 0


def test_many_who_ask_make_one_look(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = list[Services]()

    def seen(services: Services) -> Status:
        looked.append(services)
        return status(services)

    monkeypatch.setattr(metrics, "status", seen)
    with serving(create_app(services)) as address:
        answers = {httpx.get(f"{address}/metrics").text for _ in range(5)}
    assert (len(looked), len(answers)) == (1, 1)


def test_nobody_waits_for_newer_figures(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "FRESH_SECONDS", 0.0)
    last, go_on, looked = metrics.LastFigures(), threading.Event(), list[Services]()
    first = last.text(services)

    def slow(services: Services) -> Status:
        looked.append(services)
        assert go_on.wait(20)
        return status(services)

    monkeypatch.setattr(metrics, "status", slow)
    assert [last.text(services) for _ in range(5)] == [first] * 5
    go_on.set()
    deadline = time.monotonic() + 20
    while last.text(services) == first and time.monotonic() < deadline:
        time.sleep(0.02)
    assert last.text(services) != first
    assert looked
