"""Newly arrived dossiers of an agency: its own and its predecessors', newest first, only what may be seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.access import LOCAL_VIEWER, Viewer
from core.errors import ConfigError, NotFound
from core.settings import Settings
from dossiers.arrivals import Arrivals, arrivals
from dossiers.services import Services, open_services
from search.index import DossierEntry

LAND, MERGED, JUSTICE, DESK = (
    "so-tai-nguyen-va-moi-truong",
    "so-nong-nghiep-va-moi-truong",
    "so-tu-phap",
    "cn-tien-du",
)


def entry(number: int, day: str | None, *readers: str) -> DossierEntry:
    fields = {"state": ("complete",), "procedure_name": (f"Thủ tục {number}",)}
    if day:
        fields["received_at"] = (f"{day}T08:30:00+07:00",)
    return DossierEntry(f"d-{number:020x}", 1, readers, None, day, fields)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_services(Settings.from_env({"SOHOA_DATA": str(tmp_path)})) as opened:
        opened.index.add(
            [
                entry(1, "2025-02-10", LAND, DESK),
                entry(2, "2025-03-10", MERGED, DESK),
                entry(3, "2025-03-12", JUSTICE),
                entry(4, None, MERGED),
                entry(5, "2025-03-11", MERGED, "cn-tu-son"),
            ]
        )
        yield opened


def numbers(arrived: Arrivals) -> list[int]:
    return [int(one.dossier[2:], 16) for one in arrived.dossiers]


def test_an_agency_gets_its_own_and_its_predecessors_dossiers_newest_first(services: Services) -> None:
    arrived = arrivals(services, MERGED, LOCAL_VIEWER)
    assert (numbers(arrived), arrived.total) == ([5, 2, 1, 4], 4)
    assert numbers(arrivals(services, LAND, LOCAL_VIEWER)) == [1]
    first = arrived.dossiers[0]
    assert (first.received_at, first.procedure_name) == ("2025-03-11T08:30:00+07:00", "Thủ tục 5")


def test_an_agency_goes_by_its_name_too(services: Services) -> None:
    for name in ("Sở Tư pháp", "SO TU PHAP", "STP", " so-tu-phap "):
        arrived = arrivals(services, name, LOCAL_VIEWER)
        assert (arrived.agency.code, numbers(arrived)) == (JUSTICE, [3])


def test_since_and_limit_narrow(services: Services) -> None:
    since = arrivals(services, MERGED, LOCAL_VIEWER, since="2025-03-10")
    assert (numbers(since), since.total, since.since) == ([5, 2], 2, "2025-03-10")
    limited = arrivals(services, MERGED, LOCAL_VIEWER, limit=1)
    assert (numbers(limited), limited.total) == ([5], 4)


def test_asking_for_an_agency_shows_no_more_than_may_be_seen(services: Services) -> None:
    desk = Viewer("desk", agencies=frozenset({DESK}))
    arrived = arrivals(services, MERGED, desk)
    assert (numbers(arrived), arrived.total) == ([2, 1], 2)
    assert arrivals(services, JUSTICE, desk).total == 0
    assert arrivals(services, MERGED, Viewer("nobody")).total == 0


def test_an_unknown_agency_and_a_bad_day_are_named(services: Services) -> None:
    with pytest.raises(NotFound, match="Sở Không Có") as caught:
        arrivals(services, "Sở Không Có", LOCAL_VIEWER)
    assert caught.value.code == "unknown_agency"
    with pytest.raises(ConfigError):
        arrivals(services, JUSTICE, LOCAL_VIEWER, since="hôm qua")
