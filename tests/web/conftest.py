"""One archive with one dossier, served for all tests that only look at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from core.model import Dossier
from dossiers.delivery import deliver
from dossiers.intake import Delivery
from dossiers.services import Services, open_services
from dossiers.sources import find_sources
from tests.web.site import draw_scan, serving, settings
from web.app import create_app


@dataclass(frozen=True)
class Site:
    """A served archive."""

    services: Services
    http: httpx.Client
    dossier: Dossier

    @property
    def document(self) -> str:
        """sha256 of the only document."""
        return self.dossier.documents[0].sha256

    @property
    def page(self) -> str:
        """Address of the viewer of the first page."""
        return f"/ho-so/{self.dossier.id}/giay-to/{self.document}/trang/1"

    @property
    def api_page(self) -> str:
        """Address of its twin."""
        return f"/api/v1/dossiers/{self.dossier.id}/documents/{self.document}/pages/1"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    scan = draw_scan(folder / "quyet-dinh.tiff")
    with open_services(settings(folder / "data")) as services:
        delivered = deliver(services, find_sources([scan]), Delivery(branch="ttphcc"))
        dossier = delivered.dossiers[0].dossier
        with serving(create_app(services)) as address, httpx.Client(base_url=address) as http:
            yield Site(services, http, dossier)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An empty archive that takes uploads of at most one megabyte."""
    with open_services(settings(tmp_path / "data", SOHOA_MAX_MEGABYTES="1")) as opened:
        yield opened


@pytest.fixture
def http(services: Services) -> Iterator[httpx.Client]:
    with serving(create_app(services)) as address, httpx.Client(base_url=address) as client:
        yield client
