"""Real public acts that nobody here wrote: none is lost, and what stands on them is found on its page."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.access import LOCAL_VIEWER
from core.model import DossierState
from core.settings import Settings
from dossiers.delivery import Delivered, deliver
from dossiers.find import Search, find
from dossiers.indexing import reconcile
from dossiers.intake import Delivery
from dossiers.services import Services, open_services
from dossiers.sources import find_sources
from search.index import open_index

SCANS = Path(__file__).parents[3] / "shared" / "samples" / "scans"

pytestmark = pytest.mark.skipif(not SCANS.is_dir(), reason="the real samples are not beside this checkout")

FOUND = [
    ("sử dụng hóa đơn điện tử", "ct_01_ubnd.pdf", 1),
    ("hoa don dien tu", "ct_01_ubnd.pdf", 1),
    ("1.846 tổ chức", "ct_01_ubnd.pdf", 1),
    ("123/2020/NĐ-CP", "ct_01_ubnd.pdf", 1),
    ("287/STC-HCSN", "cv_574_ubnd.pdf", 1),
    ("Hà Thị Lê Vân", "cv_575_ubnd.pdf", 1),
    ('"quà Tết"', "qd_47_ubnd.pdf", 1),
    ("phe chuan ket qua bau", "qd_729_ttg.pdf", 1),
    ('"Danh mục TTHC"', "cv_299_ubnd.pdf", 1),
    ("khẩn trương phòng chống dịch COVID-19", "cv_1906_sgddt_p1.jpg", 1),
    ("rước đèn tháng tám", "vietsample2.tif", 1),
    ("đăng ký kiểm định phương tiện", "tt_37_bca.pdf", 1),
]


@pytest.fixture(scope="module")
def digitized(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, Delivered]]:
    settings = Settings.from_env({"SOHOA_DATA": str(tmp_path_factory.mktemp("real"))})
    with open_services(settings) as services:
        yield services, deliver(services, find_sources(sorted(SCANS.iterdir())), Delivery())


def test_all_files_are_taken_and_none_is_lost(digitized: tuple[Services, Delivered]) -> None:
    services, delivered = digitized
    assert delivered.exit_code == 0
    assert len(delivered.dossiers) == len(list(SCANS.iterdir()))
    assert {one.dossier.state for one in delivered.dossiers} == {DossierState.COMPLETE}
    assert not list(services.store.list("inbox/"))
    assert not list(services.store.list("quarantine/"))


def check(services: Services, delivered: Delivered, query: str, name: str, page: int) -> None:
    expected = next(one.dossier.id for one in delivered.dossiers if one.name == name)
    hits = {hit.dossier: hit for hit in find(services, Search(query), LOCAL_VIEWER).hits}
    assert expected in hits
    hit = hits[expected]
    assert hit.page == page
    assert hit.boxes
    assert "<mark>" in hit.snippet


@pytest.mark.parametrize(("query", "name", "page"), FOUND)
def test_sqlite_finds_the_page(
    digitized: tuple[Services, Delivered], query: str, name: str, page: int
) -> None:
    check(*digitized, query, name, page)


def test_elasticsearch_finds_the_same_pages(
    digitized: tuple[Services, Delivered], elastic_url: str, make_settings: Callable[..., Settings]
) -> None:
    services, delivered = digitized
    settings = replace(services.settings, index=elastic_url)
    index = open_index(elastic_url, settings)
    index.prepare()
    elastic = replace(services, settings=settings, index=index)
    try:
        assert reconcile(elastic) == len(delivered.dossiers)
        for query, name, page in FOUND:
            check(elastic, delivered, query, name, page)
            one, other = (find(where, Search(query), LOCAL_VIEWER) for where in (services, elastic))
            assert one.total == other.total
            assert one.facets == other.facets
            assert {(hit.dossier, hit.tier) for hit in one.hits} == {
                (hit.dossier, hit.tier) for hit in other.hits
            }
    finally:
        index.close()
