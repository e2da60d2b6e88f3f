"""A rebuild that was cut off goes on where it stopped and never shows what was hidden meanwhile."""

import pytest

from core.access import LOCAL_VIEWER
from core.model import PageRange
from dossiers import indexing
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import correct
from dossiers.find import Search, find
from dossiers.indexing import entry_of, rebuild
from dossiers.services import Services
from search.embedded import SqliteIndex
from search.index import DossierEntry
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import decision, receipt


class CutOffError(Exception):
    """The machine went down."""


def test_a_rebuild_that_was_cut_off_goes_on(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.embedded.DOSSIERS_PER_COMMIT", 1)
    for number in range(6):
        code = f"000.00.01.H05-250124-{number:04d}"
        put_dossier(services, put_paper(services, receipt(dossier_code=code), decision()))
    ids = [identity for identity, _ in services.index.ids()]

    def fall(count: int) -> None:
        if count == 4:
            raise CutOffError

    with pytest.raises(CutOffError):
        rebuild(services, fall)
    wish = Wish("restrict", "", "nhầm hồ sơ", pages=PageRange(2, 2))
    correct(services, ids[0], wish, LOCAL_VIEWER)

    made: list[str] = []
    hidden_before_swap: list[int] = []

    def counted(services: Services, dossier: object) -> DossierEntry:
        entry = entry_of(services, dossier)  # type: ignore[arg-type]
        made.append(entry.id)
        return entry

    swap = SqliteIndex.swap

    def looking(index: SqliteIndex) -> None:
        swap(index)
        hidden_before_swap.append(find(services, Search('"phê duyệt kế hoạch"'), LOCAL_VIEWER).total)

    monkeypatch.setattr(indexing, "entry_of", counted)
    monkeypatch.setattr(SqliteIndex, "swap", looking)
    assert rebuild(services, lambda _: None) >= 6
    assert sorted(made) == sorted([ids[0], *ids[4:]])
    assert hidden_before_swap == [5]
    assert [identity for identity, _ in services.index.ids()] == ids
