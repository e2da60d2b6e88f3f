"""Tables of the province in the store, and the spellings that people approve."""

import pytest

from core.access import LOCAL_VIEWER
from core.errors import ConfigError, Conflict
from core.model import Dossier
from core.settings import Settings
from dossiers import overlays
from dossiers.corrections import variants
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import correct
from dossiers.services import Services, open_services
from storage import keys
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import line, receipt

AGENCY = (
    "code,name,abbreviations,kind,valid_from,valid_to,successor,source\n"
    "so-moi,Sở Mới,,department,2025-03-01,,,QĐ 1\n"
).encode()
READ, MEANT = "huyện Tlên Dn", "huyện Tiên Du"


def dossiers(services: Services, count: int) -> list[Dossier]:
    """Dossiers in which the same place was read wrongly."""
    return [
        put_dossier(
            services,
            put_paper(
                services,
                receipt(
                    line(30, 250, f"Tờ {number}"),
                    dossier_code=f"000.00.01.H05-250124-{number:04d}",
                    address=f"Số {number}, thôn Đông, xã Phú Lâm, {READ}, tỉnh Bắc Ninh",
                ),
            ),
        )
        for number in range(1, count + 1)
    ]


def right(services: Services, dossier: Dossier, place: str = MEANT) -> None:
    read = dossier.field("address")
    assert read is not None
    wish = Wish("address", str(read.value).replace(READ, place), "đối chiếu")
    correct(services, dossier.id, wish, LOCAL_VIEWER)


def test_an_overlay_is_in_force_for_whoever_opens_the_services_next(
    services: Services, settings: Settings
) -> None:
    assert overlays.store_overlay(services.store, "agencies", AGENCY) == ()
    with open_services(settings) as later:
        assert later.reference.agency_named("sở mới") is not None
        assert later.understanding != services.understanding
    assert overlays.check_overlays(services.store, {}) == ()


def test_a_bad_overlay_is_not_stored(services: Services) -> None:
    bad = AGENCY.replace(b"2025-03-01", b"01/03/2025")
    (finding,) = overlays.store_overlay(services.store, "agencies", bad)
    assert (finding.table, finding.line) == ("agencies", 2)
    assert overlays.load_overlays(services.store) == {}
    with pytest.raises(ConfigError):
        overlays.store_overlay(services.store, "people", AGENCY)
    with pytest.raises(ConfigError):
        overlays.store_overlay(services.store, "agencies", b"x" * (overlays.MOST_BYTES + 1))


def test_of_two_who_store_a_table_at_once_one_is_told(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlays, "_etag", lambda store, table: None)
    overlays.store_overlay(services.store, "agencies", AGENCY)
    with pytest.raises(Conflict):
        overlays.store_overlay(services.store, "agencies", AGENCY)


def test_a_table_of_a_later_version_is_left_alone(services: Services, settings: Settings) -> None:
    services.store.put(keys.reference_key("later_table"), b"a,b\n")
    with open_services(settings) as later:
        assert later.understanding == services.understanding


def test_what_is_corrected_alike_in_two_dossiers_can_be_approved(services: Services) -> None:
    first, second, third = dossiers(services, 3)
    right(services, first)
    assert variants.repeated(services.store) == ()
    right(services, second)
    right(services, third, "huyện Tiên Lữ")
    (found,) = variants.repeated(services.store)
    assert (found.phrase, found.means, found.kind, found.dossiers) == (READ, MEANT, "place", 2)
    assert variants.approve(services.store, "Huyện tlên dn", "local") == found
    assert variants.repeated(services.store) == ()
    stored = overlays.load_overlays(services.store)["variants"].decode()
    assert stored == f"phrase,means,kind,source\n{READ},{MEANT},place,approved by local\n"


def test_what_nobody_corrected_twice_or_what_is_in_dispute_is_not_approved(services: Services) -> None:
    made = dossiers(services, 4)
    for dossier, place in zip(made, (MEANT, MEANT, "huyện Tiên Lữ", "huyện Tiên Lữ"), strict=True):
        right(services, dossier, place)
    assert len(variants.repeated(services.store)) == 2
    for phrase in (READ, "huyện Khác"):
        with pytest.raises(ConfigError) as caught:
            variants.approve(services.store, phrase, "local")
        assert caught.value.code == "no_variant"


def test_nothing_about_a_person_becomes_a_variant(services: Services) -> None:
    for dossier in dossiers(services, 2):
        for field, value in (
            ("applicant_name", "Nguyễn Văn Một"),
            ("phone", "0987654321"),
            ("address", f"Số 99, ngõ 4, xã Phú Lâm, {READ}, tỉnh Bắc Ninh"),
        ):
            correct(services, dossier.id, Wish(field, value, "đối chiếu"), LOCAL_VIEWER)
    assert variants.repeated(services.store) == ()
