"""Every engine of the search seam, empty or filled with the corpus."""

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from core.settings import Settings
from search.index import DossierEntry, SearchIndex, open_index
from tests.contract.search.corpus import corpus
from tests.contract.search.forms import forms

ENGINES = ("sqlite", "elastic")
SETTINGS = Settings.from_env({})

Opener = Callable[..., SearchIndex]


@pytest.fixture(scope="session")
def elastic_server() -> str:
    """The real server that `python -m tests.servers` names."""
    if address := os.environ.get("SOHOA_TEST_ELASTIC"):
        return address.rstrip("/")
    reason = "SOHOA_TEST_ELASTIC is not set; run the tests with: python -m tests.servers run -- pytest"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def index_url(engine: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of an index that nobody else uses; its indices are deleted at the end."""
    if engine == "sqlite":
        yield f"sqlite://{folder / 'index.sqlite'}"
        return
    server = str(request.getfixturevalue("elastic_server"))
    prefix = f"test-{secrets.token_hex(4)}"
    yield f"{server}/{prefix}"
    with Elasticsearch(server) as client:
        names = list(client.indices.get(index=f"{prefix}-*"))
        if names:
            client.indices.delete(index=names)


@pytest.fixture(params=ENGINES)
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens the same, at first empty, index as often as wanted."""
    opened: list[SearchIndex] = []
    with index_url(request.param, request, tmp_path) as url:

        def again(*, fresh: bool = False) -> SearchIndex:
            opened.append(open_index(url, SETTINGS, fresh=fresh))
            opened[-1].prepare()
            return opened[-1]

        yield again
        for index in opened:
            index.close()


@pytest.fixture
def empty(opener: Opener) -> SearchIndex:
    """An index without dossiers."""
    return opener()


@contextmanager
def filled(
    engine: str, request: pytest.FixtureRequest, folder: Path, entries: Iterable[DossierEntry]
) -> Iterator[SearchIndex]:
    """An index of its own with these dossiers; gone afterwards."""
    with index_url(engine, request, folder) as url:
        index = open_index(url, SETTINGS)
        index.prepare()
        index.add(entries)
        yield index
        index.close()


@pytest.fixture(scope="session")
def sqlite_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    """The corpus in SQLite; read only."""
    with filled("sqlite", request, tmp_path_factory.mktemp("search"), corpus()) as index:
        yield index


@pytest.fixture(scope="session")
def elastic_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    """The corpus in Elasticsearch; read only."""
    with filled("elastic", request, tmp_path_factory.mktemp("search"), corpus()) as index:
        yield index


@pytest.fixture(scope="session", params=ENGINES)
def forms_index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    """The many ways of writing in each engine; read only."""
    with filled(request.param, request, tmp_path_factory.mktemp("forms"), forms()) as index:
        yield index


@pytest.fixture(params=ENGINES)
def index(request: pytest.FixtureRequest) -> SearchIndex:
    """The corpus in each engine; read only."""
    filled = request.getfixturevalue(f"{request.param}_index")
    assert filled is not None
    found: SearchIndex = filled
    return found
