"""Handing in files and following them."""

import time
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageFilter

from dossiers.ingest import digitize
from dossiers.intake import load_submission, waiting
from dossiers.services import Services
from tests.schemas import valid
from tests.web.site import draw_scan

RUBBISH = {"files": ("đơn của tôi.pdf", b"no scan at all", "application/pdf")}


def test_upload_waits_then_becomes_searchable(services: Services, http: httpx.Client, tmp_path: Path) -> None:
    scan = draw_scan(tmp_path / "giấy tờ.tiff", [["Quyết định về lưu trữ tài liệu"]])
    answered = http.post("/nop", files={"files": (scan.name, scan.read_bytes())}, data={"branch": "ttphcc"})
    assert answered.status_code == 303
    follow = answered.headers["location"]
    page = http.get(follow).text
    assert "đang chờ" in page and f'data-poll="/api/v1/submissions{follow.removeprefix("/nop")}"' in page
    assert '<noscript><meta http-equiv="refresh"' in page and "giấy tờ.tiff" in page
    (submission,) = waiting(services.store)
    sealed = load_submission(services.store, submission)
    assert (sealed.lane, sealed.branch, sealed.name) == ("urgent", "ttphcc", "giấy tờ.tiff")
    assert sealed.files[0].key == f"inbox/{submission}/1.tiff"
    digitize(services, submission)
    done = http.get(follow).text
    assert "Đã số hóa xong" in done and "Mở hồ sơ" in done and "data-poll" not in done
    assert "1 hồ sơ" in http.get("/", params={"q": "luu tru"}).text


def test_refused_file_is_explained(services: Services, http: httpx.Client) -> None:
    answered = http.post("/api/v1/submissions", files=RUBBISH)
    assert answered.status_code == 202
    state = answered.json()
    assert (state["state"], state["ended"]) == ("waiting", False)
    digitize(services, state["submission"])
    after = http.get(answered.headers["location"]).json()
    assert (after["state"], after["ended"]) == ("quarantined", True)
    assert after["refused"][0]["name"] == "đơn của tôi.pdf"
    assert "1 tệp bị giữ lại" in http.get("/ho-so").text
    page = http.get(answered.headers["location"].replace("/api/v1/submissions", "/nop")).text
    assert "Tệp bị giữ lại" in page and "Hãy" in page


def test_several_files_are_one_submission(services: Services, http: httpx.Client) -> None:
    files = [("files", ("a.pdf", b"1")), ("files", ("b", b"2")), ("files", ("../../c.PDF", b"3"))]
    http.post("/nop", files=files)
    (submission,) = waiting(services.store)
    sealed = load_submission(services.store, submission)
    assert [file.key.rpartition("/")[2] for file in sealed.files] == ["1.pdf", "2.bin", "3.pdf"]
    assert sealed.name == ""


def test_same_file_again_is_the_same_submission(http: httpx.Client) -> None:
    first = http.post("/nop", files=RUBBISH).headers["location"]
    assert http.post("/nop", files=RUBBISH).headers["location"] == first


def test_nothing_chosen_is_a_bad_request(http: httpx.Client) -> None:
    nothing = http.post("/nop", files={"files": ("", b"")})
    assert nothing.status_code == 400 and "Chưa chọn tệp nào" in nothing.text
    assert http.post("/nop", data={"branch": ""}).status_code == 400
    assert http.post("/api/v1/submissions", content=b"{}").json()["code"] == "bad_upload"


def test_upload_over_the_limit_is_refused_and_leaves_nothing(services: Services, http: httpx.Client) -> None:
    large = b"x" * (3 << 20)
    announced = http.post("/nop", files={"files": ("a.pdf", large)})
    assert announced.status_code == 413 and "nhiều lần" in announced.text
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
    streamed = http.post(
        "/api/v1/submissions",
        content=iter([head, large]),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    assert (streamed.status_code, streamed.json()["code"]) == (413, "upload_too_large")
    assert not list(waiting(services.store))
    assert not any(path.is_file() for path in (services.settings.data / "scratch").rglob("*"))


def test_upload_cut_short_is_not_sealed(services: Services, http: httpx.Client) -> None:
    cut = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\nhalf'
    answered = http.post(
        "/api/v1/submissions", content=cut, headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert (answered.status_code, answered.json()["code"]) == (400, "bad_upload")
    assert not list(services.store.list("inbox/"))


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"lane": "fast"}, 400),
        ({"branch": "nowhere"}, 400),
        ({"dossier": "d-00000000000000000000"}, 404),
        ({"dossier": "../x"}, 404),
        ({"branch": "x" * 5000}, 400),
    ],
)
def test_impossible_fields_are_refused(
    services: Services, http: httpx.Client, fields: dict[str, str], status: int
) -> None:
    assert http.post("/api/v1/submissions", files=RUBBISH, data=fields).status_code == status
    assert not list(services.store.list("inbox/"))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Host": "evil.example"},
    ],
)
def test_another_site_cannot_upload(services: Services, http: httpx.Client, headers: dict[str, str]) -> None:
    assert http.post("/nop", files=RUBBISH, headers=headers).status_code == 403
    assert not list(services.store.list("inbox/"))


def test_own_page_can_upload(http: httpx.Client) -> None:
    own = {"Origin": str(http.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    assert http.post("/nop", files=RUBBISH, headers=own).status_code == 303


def test_unknown_submission_is_not_found(http: httpx.Client) -> None:
    unknown = "d-00000000000000000000/s-00000000000000000000"
    assert http.get(f"/nop/{unknown}").status_code == 404
    assert http.get(f"/api/v1/submissions/{unknown}").json()["code"] == "not_found"


def test_long_wait_names_the_missing_worker(
    services: Services, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.uploading.LONG_WAIT_SECONDS", -1)
    state = http.post("/api/v1/submissions", files=RUBBISH).json()
    assert "sohoa work" in state["note"]


def test_bad_scans_are_shown_before_anything_is_read(http: httpx.Client, tmp_path: Path) -> None:
    lines = [f"Kính gửi ủy ban nhân dân xã Phú Lâm về việc số {number}" for number in range(20)]
    scan = draw_scan(tmp_path / "tốt.tiff", [lines])
    with Image.open(scan) as opened:
        opened.convert("L").filter(ImageFilter.GaussianBlur(6)).save(tmp_path / "nhòe.png", dpi=(200, 200))
    files = [("files", (path.name, path.read_bytes())) for path in (scan, tmp_path / "nhòe.png")]
    answered = http.post("/api/v1/submissions", files=[*files, ("files", ("không.pdf", b"no scan"))])
    follow = answered.headers["location"]
    until = time.monotonic() + 60
    while not (state := http.get(follow).json())["looks"]["ended"] and time.monotonic() < until:
        time.sleep(0.1)
    looks = valid(state)["looks"]
    assert state["state"] == "waiting"
    told = [(page["file"], page["quality"]["verdict"]) for page in looks["pages"]]
    assert told == [("tốt.tiff", "good"), ("nhòe.png", "rescan"), ("không.pdf", "rescan")]
    page = http.get(follow.replace("/api/v1/submissions", "/nop")).text
    assert "Đã xem 3 trang, 2 trang cần chú ý" in page and 'data-looks="1-2"' in page
    assert "<b>nhòe.png, trang 1</b>: cần quét lại. Ảnh bị nhòe" in page
    assert "<b>không.pdf, trang 1</b>: cần quét lại. Không phải bản quét" in page


def test_what_was_received_is_gone_once_it_was_looked_at(services: Services, http: httpx.Client) -> None:
    follow = http.post("/api/v1/submissions", files=RUBBISH).headers["location"]
    until = time.monotonic() + 30
    while not http.get(follow).json()["looks"]["ended"] and time.monotonic() < until:
        time.sleep(0.05)
    assert not [path for path in (services.settings.data / "scratch").rglob("*") if path.is_file()]
