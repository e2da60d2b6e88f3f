"""What the API serves is what the schemas promise."""

import httpx
import pytest

from tests.schemas import valid
from tests.web.conftest import Site


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/v1/search?q=danh+muc", "search"),
        ("/api/v1/dossiers", "dossiers"),
        ("/api/v1/arrivals?agency=ttphcc&since=2026-01-01", "arrivals"),
        ("/api/v1/arrivals?agency=S%E1%BB%9F+Kh%C3%B4ng+C%C3%B3", "error"),
        ("/api/v1/arrivals", "error"),
        ("/api/v1/dossiers/{dossier}", "show"),
        ("/api/v1/dossiers/{dossier}/run", "run"),
        ("/api/v1/dossiers/{dossier}/documents/{document}/pages/1?q=danh+muc", "view"),
        ("/api/v1/dossiers/{dossier}/documents/{document}/pages/9", "error"),
        ("/api/v1/search?limit=many", "error"),
    ],
)
def test_what_is_served_is_valid(site: Site, path: str, schema: str) -> None:
    answer = site.http.get(path.format(dossier=site.dossier.id, document=site.document))
    assert valid(answer.json())["schema"] == f"sohoa.{schema}/1"


def test_the_answer_to_an_upload_is_valid(http: httpx.Client) -> None:
    sent = http.post("/api/v1/submissions", files={"files": ("a.pdf", b"not a scan", "application/pdf")})
    assert valid(sent.json())["state"] == "waiting"


def test_arrivals_are_those_of_the_agency(site: Site) -> None:
    def ids(query: str) -> list[str]:
        return [one["dossier"] for one in site.http.get(f"/api/v1/arrivals?{query}").json()["dossiers"]]

    assert ids("agency=ttphcc") == [site.dossier.id]
    assert ids("agency=ttphcc&since=2026-03-12") == [site.dossier.id]
    assert ids("agency=ttphcc&since=2026-03-13") == []
    assert ids("agency=so-tu-phap") == []
    assert site.http.get("/api/v1/arrivals?agency=nobody").status_code == 404
