"""Long-lived processes use new reference tables without a restart, and never worse ones."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.errors import Unavailable
from dossiers.current import Current
from dossiers.overlays import store_overlay
from dossiers.services import Services
from storage import keys
from storage.store import ObjectInfo

AGENCIES = (
    "code,name,abbreviations,kind,valid_from,valid_to,successor,source\n"
    "so-moi,Sở Mới,SM,department,2025-05-01,,,test\n"
).encode()
BAD = b"code,name\nx,y\n"


class Absent:
    """A store that does not answer when it is asked for a list."""

    def list(self, *_: object) -> Iterator[ObjectInfo]:
        raise Unavailable("The store does not answer.")


def knows(services: Services) -> bool:
    return services.reference.agency_named("Sở Mới") is not None


def test_a_table_that_was_stored_is_used_from_the_next_unit_of_work(services: Services) -> None:
    current = Current(services, every_seconds=0)
    before = current.services()
    assert before is services
    assert store_overlay(services.store, "agencies", AGENCIES) == ()
    after = current.services()
    assert (knows(before), knows(after)) == (False, True)
    # What began with the old tables says so; nobody has to start its page processes anew.
    assert before.understanding != after.understanding
    assert before.pool is after.pool and before.looker is after.looker
    assert current.services() is after


def test_a_table_that_was_changed_or_taken_away_counts_too(services: Services) -> None:
    current = Current(services, every_seconds=0)
    store_overlay(services.store, "agencies", AGENCIES)
    current.services()
    store_overlay(services.store, "agencies", AGENCIES.replace("Sở Mới".encode(), "Sở Khác".encode()))
    assert not knows(current.services())
    services.store.delete(keys.reference_key("agencies"))
    assert current.services().understanding == services.understanding


def test_a_look_is_trusted_for_a_moment(services: Services) -> None:
    current = Current(services, every_seconds=60)
    store_overlay(services.store, "agencies", AGENCIES)
    assert current.services() is services


def test_tables_that_cannot_be_used_leave_those_of_before(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    current = Current(services, every_seconds=0)
    store_overlay(services.store, "agencies", AGENCIES)
    good = current.services()
    services.store.put(keys.reference_key("agencies"), BAD)
    with caplog.at_level(logging.WARNING):
        assert [current.services() for _ in range(3)] == [good] * 3
    assert len(caplog.records) == 1
    services.store.put(keys.reference_key("agencies"), AGENCIES)
    assert knows(current.services())


def test_a_store_that_does_not_answer_leaves_those_of_before(services: Services) -> None:
    absent = replace(services, store=Absent())  # type: ignore[arg-type]  # only its list is asked for
    assert Current(absent, every_seconds=0).services() is absent
