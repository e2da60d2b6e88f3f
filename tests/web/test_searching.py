"""The search box and its twin."""

import pytest

from tests.web.conftest import Site
from web.asked import Asked, parse_filters


def test_empty_page_explains_what_to_type(site: Site) -> None:
    page = site.http.get("/").text
    assert 'name="q"' in page and "autofocus" in page
    assert "44/QĐ-UBND" in page and "<mark>" not in page


@pytest.mark.parametrize(
    "q", ["thu tuc hanh chinh", "thủ tục hành chính", '"danh mục thủ tục"', "4421/QĐ-UBND"]
)
def test_words_with_or_without_marks_lead_to_the_page(site: Site, q: str) -> None:
    page = site.http.get("/", params={"q": q}).text
    assert "1 hồ sơ" in page and "<mark>" in page
    assert f"{site.page}?q=" in page and "thumb.webp" in page


def test_no_hit_says_so(site: Site) -> None:
    page = site.http.get("/", params={"q": "zzzkhongco"}).text
    assert "0 hồ sơ" in page and "Không có hồ sơ nào khớp" in page


def test_question_is_escaped(site: Site) -> None:
    page = site.http.get("/", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_facet_narrows_and_chip_takes_it_away(site: Site) -> None:
    page = site.http.get("/", params={"q": "thu tuc", "where": "state=complete"}).text
    assert "1 hồ sơ" in page and "bỏ bộ lọc này" in page and "Trạng thái: đã đọc đủ" in page
    none = site.http.get("/", params={"q": "thu tuc", "where": "state=quarantined"}).text
    assert "0 hồ sơ" in none


@pytest.mark.parametrize("params", [{"where": "nosuchfield=1"}, {"where": "noequals"}, {"from": "tomorrow"}])
def test_impossible_filter_is_a_bad_request(site: Site, params: dict[str, str]) -> None:
    page = site.http.get("/", params={"q": "a", **params})
    twin = site.http.get("/api/v1/search", params={"q": "a", **params})
    assert (page.status_code, twin.status_code) == (400, 400)
    assert "Yêu cầu chưa đúng" in page.text
    assert set(twin.json()) == {"schema", "code", "message"}


def test_twin_answers_like_the_command(site: Site) -> None:
    found = site.http.get("/api/v1/search", params={"q": "danh muc"}).json()
    assert found["schema"] == "sohoa.search/1" and found["total"] == 1
    hit = found["hits"][0]
    assert (hit["dossier"], hit["document"], hit["page"]) == (site.dossier.id, site.document, 1)
    assert hit["boxes"] and "<mark>" in hit["snippet"]


def test_address_keeps_the_whole_search() -> None:
    asked = Asked("a & b", parse_filters(["year=2025", "state=complete"]), "2025-01-01", "", 3)
    assert asked.url == "/?q=a+%26+b&where=year%3D2025&where=state%3Dcomplete&from=2025-01-01&trang=3"
    assert asked.adding("year", "2026").number == 1
    assert asked.without("year", "2025").filters == (("state", "complete"),)
    assert asked.search.offset == 40


def test_a_listing_goes_on_at_its_cursor(site: Site) -> None:
    twin = site.http.get("/api/v1/search", params={"q": "danh muc", "cursor": "*"}).json()
    assert (twin["total"], twin["more"], twin["next"], len(twin["hits"])) == (1, False, None, 1)
    refused = site.http.get("/api/v1/search", params={"q": "danh muc", "cursor": "x"})
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_cursor")


def test_near_hits_can_be_added_and_left_out(site: Site) -> None:
    slipped = {"q": "danh muc thủ tục hnàh chính"}
    page = site.http.get("/", params=slipped).text
    assert "1 hồ sơ chỉ gần giống" in page and "gan=0" in page
    assert "0 hồ sơ" in site.http.get("/", params={**slipped, "gan": "0"}).text
    twin = site.http.get("/api/v1/search", params=slipped).json()
    assert (twin["total"], twin["nearly"]) == (1, 1)
    assert site.http.get("/api/v1/search", params={**slipped, "nearly": "false"}).json()["total"] == 0
    assert "Bao gồm kết quả gần giống" in site.http.get("/", params={"q": "danh muc"}).text


def test_what_is_typed_is_completed(site: Site) -> None:
    page = site.http.get("/").text
    assert 'data-suggest="/api/v1/suggest"' in page and '<datalist id="goi-y-go">' in page
    twin = site.http.get("/api/v1/suggest", params={"q": "4421"}).json()
    assert twin == {"schema": "sohoa.suggest/1", "values": ["4421/QĐ-UBND"]}
    assert site.http.get("/api/v1/suggest").json()["values"] == []


def test_results_are_downloaded_as_a_table(site: Site) -> None:
    assert "/api/v1/export.xlsx?q=danh+muc" in site.http.get("/", params={"q": "danh muc"}).text
    table = site.http.get("/api/v1/export.csv", params={"q": "danh muc"})
    assert table.headers["content-disposition"] == 'attachment; filename="ho-so.csv"'
    assert table.text.count("\r\n") == 2 and site.dossier.id in table.text
    assert site.http.get("/api/v1/export.xlsx", params={"q": "danh muc"}).content[:2] == b"PK"
    assert site.http.get("/api/v1/export.pdf").status_code in (400, 404)
