"""From an upload to the marked word on the scan, in a real Chromium."""

import io
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from core.errors import SohoaError
from dossiers.ingest import digitize
from dossiers.intake import waiting
from dossiers.services import Services, open_services
from tests.web.site import draw_scan, serving, settings
from web.app import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
SCREEN = ViewportSize(width=1366, height=768)
DARK = 128
"""Grey below this is ink."""


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_services(settings(tmp_path / "data")) as opened:
        yield opened


def test_uploaded_scan_is_found_and_marked_where_the_ink_is(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    scan = draw_scan(tmp_path / "quyết định.tiff")
    complaints: list[str] = []
    with serving(create_app(services)) as address:
        page = browser.new_page(base_url=address, viewport=SCREEN, locale="vi-VN")
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        upload(page, scan)
        expect(page.locator("[data-state-text]")).to_have_text("đang chờ")
        with working(services):
            expect(page.get_by_role("heading", name="Đã số hóa xong")).to_be_visible(timeout=120_000)
        open_hit(page, "danh muc thu tuc")
        page.screenshot(path=tmp_path / "viewer.png")
        check_marks_lie_on_ink(page, expected=8)
        page.get_by_role("link", name="Vừa cả trang").click()
        check_marks_lie_on_ink(page, expected=8)
    assert complaints == []


def test_search_and_viewer_need_no_script_and_no_mouse(
    browser: Browser, services: Services, tmp_path: Path
) -> None:
    scan = draw_scan(tmp_path / "1.tiff", [["Đơn xin lưu trữ hồ sơ đất đai"]])
    with serving(create_app(services)) as address:
        page = browser.new_context(java_script_enabled=False, viewport=SCREEN).new_page()
        page.goto(f"{address}/nop")
        page.locator("input[type=file]").set_input_files(scan)
        page.get_by_role("button", name="Nộp và số hóa").press("Enter")
        with working(services):
            expect(page.get_by_role("heading", name="Đã số hóa xong")).to_be_visible(timeout=120_000)
        page.goto(address)
        expect(page.get_by_label("Từ cần tìm")).to_be_focused()
        page.keyboard.type("luu tru")
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=2).get_by_role("link").first.press("Enter")
        expect(page.locator("rect.mark")).to_have_count(2)
        expect(page.locator("rect.mark").first).to_be_in_viewport()


def upload(page: Page, scan: Path) -> None:
    """Hand `scan` in through the form."""
    page.goto("/nop")
    page.get_by_label("Chọn tệp").set_input_files(scan)
    page.get_by_role("button", name="Nộp và số hóa").click()


def open_hit(page: Page, words: str) -> None:
    """Search and follow the only hit."""
    page.goto("/")
    page.get_by_label("Từ cần tìm").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator(".snippet mark").first).to_be_visible()
    page.locator(".hit h2 a").click()


def check_marks_lie_on_ink(page: Page, expected: int) -> None:
    """Every mark covers letters of the picture beneath it, and no more than a word."""
    picture = page.locator("#anh-trang")
    page.wait_for_function("document.querySelector('#anh-trang').complete")
    marks = page.locator("rect.mark")
    expect(marks).to_have_count(expected)
    expect(marks.first).to_be_in_viewport()
    source = picture.get_attribute("src")
    assert source
    with Image.open(io.BytesIO(page.request.get(source).body())) as opened:
        grey = opened.convert("L")
    shown = picture.bounding_box()
    assert shown
    for mark in marks.all():
        box = mark.bounding_box()
        assert box
        scale = grey.width / shown["width"]
        left, top = (box["x"] - shown["x"]) * scale, (box["y"] - shown["y"]) * scale
        right, bottom = left + box["width"] * scale, top + box["height"] * scale
        assert 0.1 < ink(grey, left, top, right, bottom) < 0.6
        assert right - left < 0.1 * grey.width, "a mark covers a word, not a line"
        assert ink(grey, 0, top, 0.08 * grey.width, bottom) == 0


def ink(grey: Image.Image, left: float, top: float, right: float, bottom: float) -> float:
    """Share of dark pixels."""
    counts = grey.crop((round(left), round(top), round(right), round(bottom))).histogram()
    return sum(counts[:DARK]) / max(1, sum(counts))


@contextmanager
def working(services: Services) -> Iterator[None]:
    """A plain worker: digitizes what waits in the inbox until the block ends."""
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.1):
            for submission in list(waiting(services.store)):
                with suppress(SohoaError):
                    digitize(services, submission)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()
