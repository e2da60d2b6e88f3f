"""The viewer, its pictures and its twin."""

import io
import re
from dataclasses import replace

import httpx
import pytest
from PIL import Image

from core.access import LOCAL_VIEWER
from core.model import Arrangement, PageRange
from core.page import Box, Quality, Verdict
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import correct
from dossiers.services import Services
from dossiers.viewing import PageView, view_page
from tests.archive import put_dossier, put_paper
from tests.schemas import valid
from tests.unit.extract.papers import body, decision, receipt
from tests.web.conftest import Site


def test_marks_stand_on_the_picture_and_in_the_text(site: Site) -> None:
    page = site.http.get(site.page, params={"q": "thu tuc"}).text
    twin = site.http.get(site.api_page, params={"q": "thu tuc"}).json()
    marks = re.findall(r'class="mark" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', page)
    boxes = [(int(x), int(y), int(x) + int(w), int(y) + int(h)) for x, y, w, h in marks]
    assert boxes == [tuple(box) for box in twin["boxes"]] and len(boxes) == 4
    assert f'viewBox="0 0 {twin["width_px"]} {twin["height_px"]}"' in page
    assert "<mark>thủ</mark> <mark>tục</mark>" in page


def test_picture_has_the_size_the_boxes_are_in(site: Site) -> None:
    twin = site.http.get(site.api_page).json()
    answered = site.http.get(f"{site.api_page}/picture.jpg")
    with Image.open(io.BytesIO(answered.content)) as picture:
        assert picture.format == "JPEG" and picture.size == (twin["width_px"], twin["height_px"])
    assert answered.headers["Cache-Control"].startswith("private")
    with Image.open(io.BytesIO(site.http.get(f"{site.api_page}/thumb.webp").content)) as small:
        assert small.format == "WEBP" and max(small.size) <= 240


def test_personal_number_is_marked_however_it_is_spaced(site: Site) -> None:
    assert len(site.http.get(site.api_page, params={"q": "0912 345 678"}).json()["boxes"]) == 1


def test_field_is_marked(site: Site) -> None:
    page = site.http.get(site.page, params={"truong": "document_number"}).text
    assert 'class="field"' in page and "4421/QĐ-UBND" in page


def test_where_a_scan_is_worst_is_framed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Quality(Verdict.CHECK, 0.7, ("Một phần bị nhòe.",), ("partly_blurred",), Box(10, 20, 310, 220))

    def spoiled(*asked: object) -> PageView:
        view = view_page(*asked)  # type: ignore[arg-type]  # handed on as it came
        return replace(view, page=replace(view.page, quality=bad))

    assert 'class="worst"' not in site.http.get(site.page).text
    monkeypatch.setattr("web.viewing.view_page", spoiled)
    page = site.http.get(site.page).text
    assert '<rect class="worst" x="10" y="20" width="300" height="200"/>' in page
    assert "<li>Một phần bị nhòe.</li>" in page


def test_next_hit_is_the_next_page_that_has_the_word(site: Site) -> None:
    onward = site.http.get(f"{site.page}/khop", params={"q": "hieu luc", "huong": "sau"})
    assert onward.status_code == 303
    assert onward.headers["location"].startswith(site.page.replace("trang/1", "trang/2") + "?q=hieu+luc")
    back = site.http.get(
        f"{site.page}/khop", params={"q": "hieu luc", "huong": "truoc"}, follow_redirects=True
    )
    assert "Không còn trang khớp nào phía trước" in back.text


def test_pages_follow_each_other(site: Site) -> None:
    first = site.http.get(site.page).text
    second = site.http.get(site.page.replace("trang/1", "trang/2")).text
    assert 'rel="next"' in first and 'rel="prev"' not in first
    assert 'rel="prev"' in second and 'rel="next"' not in second


@pytest.mark.parametrize(
    "change",
    [
        ("trang/1", "trang/3"),
        ("trang/1", "trang/0"),
        ("trang/1", "trang/-1"),
        ("trang/1", "trang/1e3"),
        ("trang/1", "trang/99999999999999999999"),
        ("/d-", "/d-..%2f"),
        ("/giay-to/", "/giay-to/0"),
    ],
)
def test_impossible_address_is_not_found(site: Site, change: tuple[str, str]) -> None:
    answered = site.http.get(site.page.replace(*change))
    assert answered.status_code == 404 and "Không tìm thấy" in answered.text


def test_document_of_no_dossier_is_not_found(site: Site) -> None:
    foreign = site.api_page.replace(site.document, "0" * 64)
    for path in (foreign, f"{foreign}/picture.jpg", f"{foreign}/thumb.webp"):
        assert site.http.get(path).status_code == 404
        assert site.http.get(path).json()["code"] == "not_found"


@pytest.mark.parametrize("params", [{"zoom": "9000"}, {"truong": "a<b"}, {"q": "x" * 2001}])
def test_impossible_parameter_is_a_bad_request(site: Site, params: dict[str, str]) -> None:
    assert site.http.get(site.page, params=params).status_code == 400


def test_pages_are_leafed_through_and_turned_as_people_put_them(
    services: Services, http: httpx.Client
) -> None:
    paper = put_paper(services, receipt(), decision(), body(40))
    dossier = put_dossier(services, paper)
    address = f"/ho-so/{dossier.id}/giay-to/{paper.file.sha256}/trang"
    twin = f"/api/v1/dossiers/{dossier.id}/documents/{paper.file.sha256}/pages"

    def neighbours(number: int) -> list[str]:
        page = http.get(f"{address}/{number}").text
        return re.findall(rf'rel="(?:prev|next)" class="button" href="{address}/(\d)', page)

    def thumbnails() -> list[str]:
        return re.findall(r"/pages/(\d)/thumb\.webp", http.get(f"/ho-so/{dossier.id}").text)

    assert (neighbours(1), neighbours(2), thumbnails()) == (["2"], ["1", "3"], ["1", "2", "3"])
    assert http.get(f"{twin}/1").json()["turn_degrees"] == 0
    for wish in (
        Wish("order", "3, 1, 2", "xếp lại"),
        Wish("rotate", "90", "nằm ngang", pages=PageRange(2, 2)),
        Wish("rotate", "180", "ngược đầu", pages=PageRange(3, 3)),
    ):
        correct(services, dossier.id, wish, LOCAL_VIEWER)
    assert (neighbours(3), neighbours(1), neighbours(2)) == (["1"], ["3", "2"], ["1"])
    assert thumbnails() == ["3", "1", "2"]
    shown = valid(http.get(f"{twin}/2").json())
    assert shown["turn_degrees"] == 90
    turned = http.get(f"{address}/2").text
    assert f'viewBox="0 0 {shown["height_px"]} {shown["width_px"]}"' in turned
    assert f'transform="translate({shown["height_px"]} 0) rotate(90)"' in turned
    assert f'<image href="{twin}/2/picture.jpg"' in turned and 'id="anh-trang"' not in turned
    assert "rotate(180)" in http.get(f"{address}/3").text
    assert "rotate(" not in http.get(f"{address}/1").text
    # The next page that has the word is the next one in that order.
    onward = http.get(f"{address}/3/khop", params={"q": "Bích Ngọc"})
    assert onward.headers["location"].startswith(f"{address}/1")


def test_a_proposed_order_changes_nothing(services: Services, http: httpx.Client) -> None:
    paper = put_paper(services, receipt(), decision(), arrangement=Arrangement(page_order=(2, 1)))
    dossier = put_dossier(services, paper)
    page = http.get(f"/ho-so/{dossier.id}").text
    assert re.findall(r"/pages/(\d)/thumb\.webp", page) == ["1", "2"]
