"""Stored readings understood anew: without an engine, under the corrections that were made."""

from dataclasses import replace

import pytest

from core.access import LOCAL_VIEWER, Viewer
from core.errors import NotFound
from core.model import Dossier, Manifest
from core.page import PageState
from dossiers import overlays, records
from dossiers.browse import show_dossier
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import confirm, correct
from dossiers.find import Search, find
from dossiers.rereading import Understood, understand_again
from dossiers.services import Services
from pipeline.reference import load_reference
from storage import keys
from tests.archive import put_dossier, put_paper, store_page
from tests.unit.extract.papers import decision, line, page, receipt

VARIANT = (
    "phrase,means,kind,source\n"
    "Bộ phận tiếp nhận và trả kết qua,Bộ phận tiếp nhận và trả kết quả,agency,x\n"
    "Đăng ký khai smh,Đăng ký khai sinh,procedure,x\n"
    "huyện Tlên Dn,huyện Tiên Du,place,x\n"
).encode()
SPOILED = {
    "procedure_name": "Đăng ký khai smh",
    "address": "Số 12, thôn Đông, xã Phú Lâm, huyện Tlên Dn, tỉnh Bắc Ninh",
}


@pytest.fixture
def dossier(services: Services) -> Dossier:
    return put_dossier(services, put_paper(services, receipt(**SPOILED)))


def renewed(services: Services) -> Services:
    """The services as a later process opens them."""
    reference = load_reference(overlays.load_overlays(services.store))
    return replace(services, reference=reference)


def again(services: Services, *names: str, outdated_only: bool = False) -> list[Understood]:
    return list(understand_again(services, names, LOCAL_VIEWER, outdated_only=outdated_only))


def value_of(dossier: Dossier, name: str) -> object:
    found = dossier.field(name)
    return found.value if found else None


def manifest_of(services: Services, dossier: Dossier) -> Manifest:
    key = keys.document_key(dossier.documents[0].sha256, "manifest.json")
    return records.load(services.store, key, Manifest)[0]


def test_an_approved_variant_changes_the_fingerprint_and_what_is_understood(
    services: Services, dossier: Dossier
) -> None:
    assert value_of(dossier, "address") == SPOILED["address"]
    assert overlays.store_overlay(services.store, "variants", VARIANT) == ()
    later = renewed(services)
    assert later.understanding != services.understanding
    (one,) = again(later, outdated_only=True)
    assert (one.documents, one.changed, one.secret) == (1, True, False)
    assert value_of(one.dossier, "procedure_name") == "Đăng ký khai sinh"
    assert value_of(one.dossier, "address") == ("Số 12, thôn Đông, xã Phú Lâm, huyện Tiên Du, tỉnh Bắc Ninh")
    assert manifest_of(later, dossier).understanding == later.understanding
    where = {"procedure_name": ("Đăng ký khai sinh",)}
    assert find(later, Search("", where), LOCAL_VIEWER).total == 1


def test_the_raw_text_stays_as_it_was_read(services: Services, dossier: Dossier) -> None:
    overlays.store_overlay(services.store, "variants", VARIANT)
    (one,) = again(renewed(services))
    found = one.dossier.field("procedure_name")
    assert found is not None
    assert "smh" in found.raw


def test_what_is_up_to_date_is_left_alone(services: Services, dossier: Dossier) -> None:
    before = manifest_of(services, dossier)
    assert [one.documents for one in again(services, outdated_only=True)] == [0]
    assert manifest_of(services, dossier) == before
    (one,) = again(services, dossier.id)
    assert (one.documents, one.changed, one.dossier) == (1, False, dossier)


def test_corrections_and_confirmations_stay_on_top(services: Services, dossier: Dossier) -> None:
    correct(services, dossier.id, Wish("applicant_name", "Nguyễn Văn Một", "đối chiếu"), LOCAL_VIEWER)
    confirm(services, dossier.id, (), LOCAL_VIEWER)
    (same,) = again(services)
    assert same.dossier.confirmed
    overlays.store_overlay(services.store, "variants", VARIANT)
    (one,) = again(renewed(services))
    assert value_of(one.dossier, "applicant_name") == "Nguyễn Văn Một"
    assert not one.dossier.confirmed
    changed = {field.best.name for field in one.dossier.fields if field.changed}
    assert changed == {"procedure_name", "address"}
    assert [problem.code for problem in one.dossier.problems] == ["changed_since_confirmed"]


def test_pages_kept_apart_stay_apart_whatever_the_rules_say_now(services: Services) -> None:
    paper = put_paper(services, receipt(), decision())
    dossier = put_dossier(services, paper)
    assert paper.manifest is not None
    document = replace(paper.manifest.document, page_states=(PageState.READ, PageState.RESTRICTED))
    key = keys.document_key(document.sha256, "manifest.json")
    records.save(services.store, key, replace(paper.manifest, document=document))
    (one,) = again(services)
    assert show_dossier(services, dossier.id, LOCAL_VIEWER)[1][0].page_states == document.page_states
    assert one.dossier.field("signer") is None


def test_a_paper_that_turns_out_secret_is_kept_from_everyone(services: Services) -> None:
    paper = put_paper(services, decision())
    dossier = put_dossier(services, paper)
    sha256 = paper.file.sha256
    store_page(services, keys.page_key(sha256, 1), page([*decision(), line(30, 46, "TUYỆT MẬT")]))
    (one,) = again(services)
    assert one.secret
    assert one.dossier.fields == ()
    assert show_dossier(services, dossier.id, LOCAL_VIEWER)[1][0].page_states == (PageState.RESTRICTED,)
    assert find(services, Search('"phê duyệt kế hoạch"'), LOCAL_VIEWER).total == 0


def test_a_dossier_nobody_may_see_or_nobody_made_is_not_found(services: Services, dossier: Dossier) -> None:
    stranger = Viewer("x", agencies=frozenset({"H05.99"}))
    with pytest.raises(NotFound):
        list(understand_again(services, [dossier.id], stranger))
    assert list(understand_again(services, [], stranger)) == []
    with pytest.raises(NotFound):
        again(services, "d-" + "0" * 20)
