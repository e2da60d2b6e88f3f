"""The list of dossiers, one dossier, and the way to its flow run."""

import json
import re
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import zstandard

from core import codec
from core.model import Document, Dossier, DossierState, Manifest, Member, Problem
from core.page import Page, PageState
from dossiers import records
from dossiers.current import CHECK_SECONDS
from dossiers.documents import PAGE_SCHEMA
from dossiers.overlays import store_overlay
from dossiers.services import Services
from storage import keys
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import line, receipt
from tests.web.conftest import Site
from tests.web.site import serving
from web import browsing
from web.app import create_app
from web.prefect import Server

RUN = "0198d3a5-7d1e-7c39-9c10-d5b5a7a40f11"


def test_list_shows_state_pages_and_link(site: Site) -> None:
    page = site.http.get("/ho-so").text
    assert f'href="/ho-so/{site.dossier.id}"' in page
    assert "đã đọc đủ" in page
    twin = site.http.get("/api/v1/dossiers").json()
    assert twin["schema"] == "sohoa.dossiers/1" and twin["next"] is None
    assert [(row["id"], row["pages"]) for row in twin["dossiers"]] == [(site.dossier.id, 2)]


def test_dossier_shows_fields_with_proof(site: Site) -> None:
    page = site.http.get(f"/ho-so/{site.dossier.id}").text
    assert "4421/QĐ-UBND" in page and f"{site.page}?truong=document_number#danh-dau" in page
    assert "quyet-dinh.tiff" in page and page.count("thumb.webp") == 2
    twin = site.http.get(f"/api/v1/dossiers/{site.dossier.id}").json()
    assert twin["schema"] == "sohoa.show/1" and twin["documents"][0]["sha256"] == site.document


def test_unknown_dossier_is_not_found(site: Site) -> None:
    for path in ("/ho-so/d-00000000000000000000", "/ho-so/000.00.01.H05-250124-0001", "/ho-so/..%2f..%2fetc"):
        assert site.http.get(path).status_code == 404
    assert site.http.get("/api/v1/dossiers/d-00000000000000000000").json()["code"] == "not_found"


def test_long_list_goes_on_after_the_last_id(services: Services, http: httpx.Client) -> None:
    count = browsing.DOSSIERS_A_PAGE + 2
    for number in range(count):
        _record(services, Dossier(f"d-{number:020x}", 1, DossierState.COMPLETE))
    first = http.get("/api/v1/dossiers").json()
    rest = http.get("/api/v1/dossiers", params={"after": first["next"]}).json()
    assert (len(first["dossiers"]), len(rest["dossiers"]), rest["next"]) == (count - 2, 2, None)
    assert f"after={first['next']}" in http.get("/ho-so").text


def test_code_and_merged_id_lead_to_the_dossier(services: Services, http: httpx.Client) -> None:
    code = "000.00.01.H05-250124-0001"
    owner = Dossier("d-" + "a" * 20, 1, DossierState.COMPLETE, code=code)
    _record(services, owner)
    _record(services, Dossier("d-" + "b" * 20, 2, DossierState.MERGED, merged_into=owner.id))
    records.save(services.store, keys.code_key(code), records.CodeClaim(owner.id))
    for name in (code, "d-" + "b" * 20):
        answered = http.get(f"/ho-so/{name}", follow_redirects=True)
        assert answered.url.path == f"/ho-so/{owner.id}" and code in answered.text


def test_problems_are_told_in_vietnamese(services: Services, http: httpx.Client) -> None:
    problem = Problem("assemble", "code_conflict", "Code, name and print disagree.")
    _record(services, Dossier("d-" + "c" * 20, 1, DossierState.PARTIAL, problems=(problem,)))
    assert "Hãy đối chiếu bản giấy" in http.get("/ho-so").text


def test_restricted_page_is_a_notice(services: Services, http: httpx.Client) -> None:
    dossier, sha256 = _restricted(services)
    page = http.get(f"/ho-so/{dossier}/giay-to/{sha256}/trang/1")
    assert page.status_code == 200
    assert "Giấy tờ hạn chế xem" in page.text and "<img id=" not in page.text
    assert "thumb.webp" not in http.get(f"/ho-so/{dossier}").text
    assert http.get(f"/api/v1/dossiers/{dossier}/documents/{sha256}/pages/1/picture.jpg").status_code == 404


def test_run_leads_into_prefect(site: Site) -> None:
    asked: list[dict[str, object]] = []
    with _prefect([{"id": RUN}], asked) as api, _with_prefect(site.services, api) as http:
        assert "Xem lượt chạy Prefect" in http.get(f"/ho-so/{site.dossier.id}").text
        answered = http.get(f"/ho-so/{site.dossier.id}/luot-chay")
        twin = http.get(f"/api/v1/dossiers/{site.dossier.id}/run").json()
    assert answered.status_code == 303
    assert answered.headers["location"] == f"{api.removesuffix('/api')}/runs/flow-run/{RUN}" == twin["url"]
    assert asked[0]["flow_runs"] == {"tags": {"all_": [f"dossier:{site.dossier.id}"]}}


def test_missing_run_is_explained(site: Site) -> None:
    path = f"/ho-so/{site.dossier.id}/luot-chay"
    with _prefect([], []) as api, _with_prefect(site.services, api) as http:
        none = http.get(path)
    assert none.status_code == 404 and "không có lượt chạy nào" in none.text
    with _with_prefect(site.services, "http://127.0.0.1:9/api") as http:
        silent = http.get(path)
        assert http.get(f"/api/v1/dossiers/{site.dossier.id}/run").json()["missing"] == "no_answer"
    assert silent.status_code == 503 and "Prefect không trả lời" in silent.text
    assert "Xem lượt chạy" not in site.http.get(f"/ho-so/{site.dossier.id}").text


def test_answer_that_is_no_list_of_runs_is_no_answer(site: Site) -> None:
    with _prefect([{"id": "../../evil"}], []) as api, _with_prefect(site.services, api) as http:
        assert http.get(f"/ho-so/{site.dossier.id}/luot-chay").status_code == 503


def test_a_prefect_server_that_asks_who_is_there_is_told(site: Site) -> None:
    path = f"/ho-so/{site.dossier.id}/luot-chay"
    with _prefect([], [], "sohoa:secret") as api:
        with _with_prefect(site.services, api) as http:
            assert http.get(path).status_code == 503
        with _with_prefect(site.services, api, "sohoa:secret") as http:
            assert http.get(path).status_code == 404  # it answers; there is no run


def _record(services: Services, dossier: Dossier) -> None:
    records.save(services.store, keys.dossier_key(dossier.id), dossier)


def _restricted(services: Services) -> tuple[str, str]:
    """A dossier whose only paper is an identity card."""
    sha256, dossier = "e" * 64, "d-" + "e" * 20
    page = Page(1, PageState.RESTRICTED, 100, 60, 300.0)
    packed = zstandard.compress(codec.encode(page, PAGE_SCHEMA))
    services.store.put(keys.page_key(sha256, 1), packed)
    document = Document(sha256, "image/png", 1, type_code="identity_card", page_states=(page.state,))
    manifest = Manifest(sha256, document, "r", "u", {}, records.now())
    records.save(services.store, keys.document_key(sha256, "manifest.json"), manifest)
    member = Member(sha256, "the.png", 1, DossierState.COMPLETE)
    _record(services, Dossier(dossier, 1, DossierState.COMPLETE, documents=(member,)))
    return dossier, sha256


@contextmanager
def _with_prefect(services: Services, api: str, auth: str | None = None) -> Iterator[httpx.Client]:
    server = Server(api, auth)
    with serving(create_app(services, server)) as address, httpx.Client(base_url=address) as http:
        yield http


@contextmanager
def _prefect(
    runs: list[dict[str, str]], asked: list[dict[str, object]], auth: str | None = None
) -> Iterator[str]:
    """Something that answers like Prefect's `flow_runs/filter`; yields its API address."""
    wanted = f"Basic {b64encode(auth.encode()).decode()}" if auth else None

    class Filter(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            known = self.path == "/api/flow_runs/filter"
            body = json.dumps(runs).encode()
            let_in = wanted in (None, self.headers["authorization"])
            self.send_response(401 if not let_in else 200 if known else 404)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Filter) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api"
        server.shutdown()


def test_papers_are_told_against_the_list_of_the_procedure(services: Services, http: httpx.Client) -> None:
    listed = line(30, 166, "Cơ quan giải quyết: Sở Tư pháp")
    dossier = put_dossier(services, put_paper(services, receipt(listed)))
    assert dossier.completeness is not None
    page = http.get(f"/ho-so/{dossier.id}").text
    rows = re.findall(
        r'<th scope="row">([^<]+?)(?: <span.*?)?</th>\s*<td><span class="paper-state (\w+)">', page
    )
    assert rows == [(one.name, one.state) for one in dossier.completeness.papers]
    assert {state for _, state in rows} >= {"missing"}
    assert "Thiếu: " in page and "Thành phần hồ sơ theo thủ tục" in page
    # Print names an agency of another level: a person is told beside the problems.
    assert "giấy ghi cơ quan giải quyết không thuộc cấp này" in page


def test_a_dossier_of_unknown_procedure_says_that_its_list_is_unknown(site: Site) -> None:
    page = site.http.get(f"/ho-so/{site.dossier.id}").text
    assert "Chưa rõ thủ tục, hoặc chưa có danh mục giấy tờ" in page and "paper-state" not in page


def test_a_warning_stands_at_its_field_in_the_list_and_in_the_viewer(
    services: Services, http: httpx.Client
) -> None:
    paper = put_paper(services, receipt(gender="Nam"))
    dossier = put_dossier(services, paper)
    warning = "Giới tính không khớp với số định danh."
    assert warning in http.get(f"/ho-so/{dossier.id}").text
    viewer = f"/ho-so/{dossier.id}/giay-to/{paper.file.sha256}/trang/1"
    assert warning in http.get(viewer, params={"truong": "gender"}).text
    assert warning not in http.get(viewer, params={"truong": "phone"}).text


def test_a_new_table_is_used_without_a_restart(services: Services, http: httpx.Client) -> None:
    asked = {"agency": "Sở Mới"}
    assert http.get("/api/v1/arrivals", params=asked).status_code == 404
    head = "code,name,abbreviations,kind,valid_from,valid_to,successor,source\n"
    row = "so-moi,Sở Mới,SM,department,2025-05-01,,,test\n"
    assert store_overlay(services.store, "agencies", (head + row).encode()) == ()
    time.sleep(CHECK_SECONDS)
    answered = http.get("/api/v1/arrivals", params=asked)
    assert answered.json()["agency"] == {"code": "so-moi", "name": "Sở Mới"}


def test_related_dossiers_have_a_page_and_a_twin(site: Site) -> None:
    page = site.http.get(f"/ho-so/{site.dossier.id}/lien-quan")
    assert page.status_code == 200 and "Hồ sơ liên quan" in page.text and "Cùng người nộp" in page.text
    twin = site.http.get(f"/api/v1/dossiers/{site.dossier.id}/related").json()
    assert (twin["schema"], twin["dossier"]) == ("sohoa.related/1", site.dossier.id)
    assert site.http.get("/api/v1/dossiers/d-00000000000000000000/related").status_code == 404
    assert f"/ho-so/{site.dossier.id}/lien-quan" in site.http.get(f"/ho-so/{site.dossier.id}").text
