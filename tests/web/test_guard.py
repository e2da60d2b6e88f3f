"""What holds for every answer."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from starlette.datastructures import Headers

from core.errors import SchemaOutdated, Unavailable
from dossiers.services import Services
from search.index import SearchIndex
from tests.web.conftest import Site
from tests.web.site import serving
from web.app import create_app
from web.guard import refusal

STATIC = Path(__file__).parents[2] / "web" / "static"


class BrokenIndex:
    """An index whose every call fails with the given error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def fail(*_: object) -> None:
            raise self._error

        return fail


@pytest.mark.parametrize(
    "path", ["/", "/ho-so", "/nop", "/api/v1/dossiers", "/healthz", "/nosuch", "/static/sohoa.css"]
)
def test_every_answer_carries_the_safe_headers(site: Site, path: str) -> None:
    headers = site.http.get(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/ho-so", "/nop", "/nosuch"])
def test_pages_need_nothing_the_policy_forbids(site: Site, path: str) -> None:
    page = site.http.get(path).text
    assert "style=" not in page and "onclick" not in page and "<style" not in page
    assert "http://" not in page and "https://" not in page


@pytest.mark.parametrize(
    ("host", "served"),
    [
        ("127.0.0.1:8787", True),
        ("localhost:1", True),
        ("[::1]:80", True),
        ("evil.example", False),
        ("", False),
        ("127.0.0.1.evil.example", False),
        ("[", False),
        ("10.0.0.1", False),
    ],
)
def test_only_this_machine_is_answered(host: str, served: bool) -> None:
    assert (refusal("GET", Headers({"host": host})) is None) is served


def test_reading_methods_change_nothing_and_others_are_not_known(site: Site) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        assert site.http.request(method, f"/api/v1/dossiers/{site.dossier.id}").status_code == 405
    assert site.http.post("/ho-so").status_code == 405


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Unavailable("The index is away."), 503),
        (SchemaOutdated("Old index."), 503),
        (RuntimeError("Ông A"), 500),
    ],
)
def test_failure_is_a_page_and_json_without_a_traceback(site: Site, error: Exception, status: int) -> None:
    broken = replace(site.services, index=cast(SearchIndex, BrokenIndex(error)))
    with serving(create_app(broken)) as address, httpx.Client(base_url=address) as http:
        page, twin = http.get("/?q=a"), http.get("/api/v1/search?q=a")
        ready, well = http.get("/readyz"), http.get("/healthz")
    assert (page.status_code, twin.status_code, ready.status_code, well.status_code) == (
        status,
        status,
        status,
        200,
    )
    assert "<h1>" in page.text and "Traceback" not in page.text and "Ông A" not in page.text + twin.text
    assert set(twin.json()) == {"schema", "code", "message"}


def test_store_and_index_that_answer_are_ready(site: Site) -> None:
    assert site.http.get("/readyz").json() == {"status": "ready"}


def test_openapi_describes_the_twins(site: Site) -> None:
    paths = site.http.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/search", "/api/v1/dossiers", "/api/v1/submissions", "/healthz", "/readyz"} <= set(paths)
    assert not any(path.startswith("/ho-so") for path in paths)
    assert site.http.get("/docs").status_code == 404


def test_no_file_loads_anything_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text and "@import" not in text, path.name


def test_services_are_not_closed_by_the_application(services: Services) -> None:
    with serving(create_app(services)) as address:
        assert httpx.get(f"{address}/readyz").status_code == 200
    assert list(services.store.list("archive/")) == []
