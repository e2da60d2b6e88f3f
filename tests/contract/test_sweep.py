"""The sweep on a folder with SQLite, and on MinIO with Elasticsearch: what is lost is told, and mended."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from core import codec
from core.access import LOCAL_VIEWER
from core.model import Dossier, DossierState
from core.settings import Settings
from dossiers import ingest, owner, records
from dossiers.claims import SCHEMA, Claim
from dossiers.delivery import deliver
from dossiers.find import Search, find
from dossiers.indexing import reconcile
from dossiers.ingest import digitize
from dossiers.intake import Delivery, Incoming, submit
from dossiers.records import Submission
from dossiers.services import Services, open_services
from dossiers.sources import find_sources
from dossiers.sweeping import sweep as module
from dossiers.sweeping.model import Round, Suspect
from dossiers.sweeping.recorded import check_dossiers
from dossiers.sweeping.sweep import sweep
from samples.capture import capture_sheet
from samples.cases import new_case
from samples.papers.sensitive import identity_card
from search.index import DossierEntry
from storage import keys
from tests.drawing import draw_page, draw_paper

CODE = "000.00.01.H05-250124-0001"
ELSEWHERE = "another-boot:pid:[1]:1:1"
NOBODY = "f" * 64


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every object of a small archive: archived, quarantined, restricted, merged, and one that waits."""
    folder = tmp_path_factory.mktemp("world")
    papers = folder / "papers"
    draw_paper(papers / CODE / "good.png", 1)
    (papers / CODE / "broken.pdf").write_bytes(b"%PDF-1.7 not really")
    draw_paper(papers / f"{CODE}.png", 2)  # another delivery of the same code: merged into the first
    draw_paper(papers / "plain.png", 3)
    card = capture_sheet(identity_card(new_case(Random(3)), Random(3)).sheets[0], "identity_card", "clean", 3)
    (papers / f"card{card.suffix}").write_bytes(card.data)
    settings = Settings.from_env({"SOHOA_DATA": str(folder / "data"), "SOHOA_WORKERS": "2"})
    with open_services(settings) as services:
        for path in (
            papers / CODE,
            papers / f"{CODE}.png",
            papers / "plain.png",
            papers / f"card{card.suffix}",
        ):
            deliver(services, find_sources([path]), Delivery(branch="H05.01"))
        submit(services.store, [Incoming(draw_paper(papers / "late.png", 4), "late.png")], Delivery())
        return {info.key: services.store.get(info.key).data for info in services.store.list("")}


@pytest.fixture(params=["embedded", "servers"])
def services(
    request: pytest.FixtureRequest,
    template: dict[str, bytes],
    make_settings: Callable[..., Settings],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Services]:
    monkeypatch.setattr(module, "SETTLE_SECONDS", 0.05)
    named = {"quiet_seconds": "0", "person_key": "a key for tests"}
    if request.param == "servers":
        named |= {"store": request.getfixturevalue("s3_url"), "index": request.getfixturevalue("elastic_url")}
    with open_services(make_settings(**named)) as opened:
        for key, data in template.items():
            opened.store.put(key, data)
        reconcile(opened)
        yield opened


def swept(services: Services, *, repair: bool = False, originals: bool = False) -> dict[str, list[str]]:
    """Differences as code → subjects; with `repair` only those that were not mended."""
    found: dict[str, list[str]] = {}

    def here(submission: str) -> bool:
        digitize(services, submission)
        return True

    with sweep(services, here if repair else None, originals=originals) as running:
        for one in running.found:
            if not one.mended:
                found.setdefault(one.difference.code, []).append(one.difference.subject)
    assert running.exit_code == (1 if found else 0)
    return found


def dossiers(services: Services, state: DossierState) -> list[Dossier]:
    listed = [info.key for info in services.store.list(keys.DOSSIERS)]
    every = [records.load(services.store, key, Dossier)[0] for key in listed]
    return [one for one in every if one.state is state]


def first(services: Services, *parts: str) -> str:
    """The first key that contains all parts."""
    return next(info.key for info in services.store.list("") if all(part in info.key for part in parts))


def delete_below(services: Services, prefix: str) -> None:
    for info in list(services.store.list(prefix)):
        services.store.delete(info.key)


def plain(services: Services) -> Dossier:
    """The dossier of one paper that was read whole."""
    return next(one for one in dossiers(services, DossierState.COMPLETE) if not one.code)


def restricted(services: Services) -> str:
    return first(services, "restricted/").split("/")[1]


def test_a_sound_store_differs_in_nothing_and_everything_is_counted(services: Services) -> None:
    with sweep(services) as running:
        assert list(running.found) == []
    expected = {
        "inbox_files": 1,
        "waiting": 1,
        "ledger_lines": 4,
        "dossiers": 4,
        "dossiers_merged": 1,
        "indexed": 3,
        "codes": 1,
        "quarantined": 1,
        "documents": 4,
        "claims_finished": 4,
    }
    assert {name: running.counts[name] for name in expected} == expected
    assert swept(services, originals=True) == {}


def lost(services: Services, what: str) -> None:
    """Delete an object, or all that lies in a folder."""
    sha256 = plain(services).documents[0].sha256
    gone = {
        "original": keys.document_key(sha256, "original.png"),
        "manifest": keys.document_key(sha256, "manifest.json"),
        "page": keys.page_key(sha256, 1),
        "restricted page": keys.restricted_key(restricted(services), "ocr", "page-0001.json.zst"),
        "document": f"{keys.DOCUMENTS}{sha256}/",
        "dossier": keys.dossier_key(plain(services).id),
        "code": keys.code_key(CODE),
        "ledger line": next(iter(services.store.list(keys.LEDGER))).key,
        "reason": first(services, keys.QUARANTINE, "reason.json"),
        "kept apart": first(services, keys.QUARANTINE, "original."),
        "quarantine": keys.QUARANTINE,
        "upload": first(services, keys.INBOX, "1.png"),
        "seal": first(services, keys.INBOX, "_submission.json"),
    }
    delete_below(services, gone[what])


@pytest.mark.parametrize(
    ("what", "codes"),
    [
        ("original", {"original_missing"}),
        ("manifest", {"manifest_missing"}),
        ("page", {"artifact_missing"}),
        ("restricted page", {"artifact_missing"}),
        ("document", {"document_missing"}),
        ("dossier", {"dossier_missing"}),
        ("code", {"code_unclaimed"}),
        ("ledger line", {"ledger_missing"}),
        ("reason", {"quarantine_unexplained"}),
        ("kept apart", {"original_missing"}),
        ("quarantine", {"quarantine_missing"}),
        ("upload", {"upload_missing"}),
        ("seal", {"upload_unsealed"}),
    ],
)
def test_whatever_is_deleted_is_told(services: Services, what: str, codes: set[str]) -> None:
    lost(services, what)
    assert swept(services).keys() == codes


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ((keys.DOSSIERS, "dossier.json"), {"object_damaged"}),
        ((keys.DOCUMENTS, "manifest.json"), {"object_damaged"}),
        ((keys.CODES,), {"object_damaged", "code_unclaimed"}),
        ((keys.QUARANTINE, "reason.json"), {"object_damaged"}),
        ((keys.LEDGER,), {"ledger_missing"}),
        ((keys.INBOX, "_submission.json"), {"object_damaged"}),
        ((keys.CLAIMS,), {"claim_damaged"}),
    ],
)
@pytest.mark.parametrize("damage", [b"", b'{"schema": "sohoa.other/1"}'])
def test_whatever_is_damaged_is_told(
    services: Services, parts: tuple[str, ...], codes: set[str], damage: bytes
) -> None:
    services.store.put(first(services, *parts), damage)
    assert swept(services).keys() == codes


def test_an_altered_original_is_told_when_originals_are_compared(services: Services) -> None:
    sha256 = plain(services).documents[0].sha256
    services.store.put(keys.document_key(sha256, "original.png"), b"something else")
    assert swept(services) == {}
    assert swept(services, originals=True) == {"original_altered": [sha256]}


def entry(dossier: str, generation: int) -> DossierEntry:
    return DossierEntry(dossier, generation, ("H05.01",))


def spoil(services: Services, how: str) -> str:
    """Set archive and index apart; the dossier concerned."""
    one = plain(services)
    if how == "index_missing":
        services.index.remove(one.id, one.generation - 1 if one.generation > 1 else one.generation)
        newer = replace(one, generation=one.generation + 1)
        records.save(services.store, keys.dossier_key(one.id), newer)
    elif how == "index_stale":
        records.save(services.store, keys.dossier_key(one.id), replace(one, generation=one.generation + 1))
    elif how == "index_ahead":
        services.index.add([entry(one.id, one.generation + 5)])
    elif how == "index_orphan":
        services.index.add([entry("d-00000000000000000000", 2), entry("d-ffffffffffffffffffff", 2)])
    else:
        merged = dossiers(services, DossierState.MERGED)[0]
        services.index.add([entry(merged.id, merged.generation + 1)])
        return merged.id
    return one.id


@pytest.mark.parametrize(
    "how", ["index_missing", "index_stale", "index_ahead", "index_orphan", "index_hidden"]
)
def test_an_index_that_differs_is_told_and_mended(services: Services, how: str) -> None:
    dossier = spoil(services, how)
    told = swept(services)
    assert told.keys() == {how}
    assert how == "index_orphan" or told[how] == [dossier]
    assert swept(services, repair=True) == {}
    assert swept(services) == {}
    assert dict(services.index.ids()).keys() == {
        one.id
        for state in (DossierState.COMPLETE, DossierState.PARTIAL, DossierState.QUARANTINED)
        for one in dossiers(services, state)
    }


def test_a_lost_ledger_line_is_written_again_only_where_its_files_are_proven(services: Services) -> None:
    lines = {info.key: services.store.get(info.key).data for info in services.store.list(keys.LEDGER)}
    late = waiting(services).id
    delete_below(services, keys.LEDGER)
    assert len(swept(services)["ledger_missing"]) == 4
    left = swept(services, repair=True)
    # The dossier of two deliveries does not tell which of its files came with which.
    assert {code: len(subjects) for code, subjects in left.items()} == {"ledger_missing": 2}
    written = [json.loads(services.store.get(info.key).data) for info in services.store.list(keys.LEDGER)]
    times = {"closed_at": "", "submitted_at": ""}
    before = [{**json.loads(data), **times} for data in lines.values()]
    again = [{**one, **times} for one in written if one["submission"] != late]
    assert len(again) == 2
    assert all(one in before for one in again)
    assert swept(services).keys() == {"ledger_missing"}


def test_a_lost_code_is_claimed_again_by_its_dossier(services: Services) -> None:
    lost(services, "code")
    assert swept(services, repair=True) == {}
    assert swept(services) == {}
    assert b'"dossier"' in services.store.get(keys.code_key(CODE)).data


def test_a_repair_leaves_what_the_index_knows_of_a_lost_record(services: Services) -> None:
    dossier = plain(services).id
    services.store.delete(keys.dossier_key(dossier))
    assert swept(services, repair=True) == {"dossier_missing": [dossier]}
    assert dossier in dict(services.index.ids())


def test_orphans_are_told_and_left_alone(services: Services) -> None:
    sha256 = plain(services).documents[0].sha256
    for info in list(services.store.list(f"{keys.DOCUMENTS}{sha256}/")):
        copy = info.key.replace(sha256, NOBODY)
        services.store.put(copy, services.store.get(info.key).data)
    left_behind = keys.document_key("e" * 64, "page-0001.jpg")
    services.store.put(left_behind, b"x")
    reason = records.QuarantineReason("d" * 64, "damaged", "x", "", "s-unknown-0", records.now())
    records.save(services.store, keys.quarantine_key("d" * 64, "reason.json"), reason)
    services.store.put(keys.quarantine_key("d" * 64, "original.pdf"), b"x")
    services.store.put("archive/documents/Nguyễn Văn A.pdf", b"x")
    services.store.put("inbox/Nguyễn Văn A.pdf", b"x")
    expected = {
        "document_orphan": [NOBODY],
        "document_incomplete": ["e" * 64],
        "quarantine_orphan": ["d" * 64],
        "object_foreign": ["inbox/…", "archive/documents/…"],
    }
    assert swept(services) == expected
    assert swept(services, repair=True) == expected
    assert services.store.get(left_behind).data == b"x"


def waiting(services: Services) -> Submission:
    key = first(services, keys.INBOX, "_submission.json")
    return records.load(services.store, key, Submission)[0]


def test_work_whose_worker_died_is_told_and_finished(services: Services) -> None:
    sealed = waiting(services)
    machine = owner.this_process().rpartition(":")[0].rpartition(":")[0]
    claim = Claim("nonce", f"{machine}:1:0", 3)  # process 1 of this machine started at another moment
    services.store.put(keys.claim_key(sealed.id), codec.encode(claim, SCHEMA))
    assert swept(services) == {"work_abandoned": [sealed.id]}
    assert swept(services, repair=True) == {}
    assert swept(services) == {}
    assert not list(services.store.list(keys.INBOX))
    assert find(services, Search("giay xac nhan"), LOCAL_VIEWER).total == 3


def test_work_in_living_hands_is_no_difference(services: Services) -> None:
    sealed = waiting(services)
    services.store.put(keys.claim_key(sealed.id), codec.encode(Claim("nonce", ELSEWHERE), SCHEMA))
    with sweep(services) as running:
        assert list(running.found) == []
    assert (running.counts["claimed"], running.counts["waiting"]) == (1, 0)


def test_the_claim_of_a_worker_killed_after_its_last_write_is_no_difference_and_is_tidied(
    services: Services,
) -> None:
    finished = first(services, keys.CLAIMS).removeprefix(keys.CLAIMS).removesuffix(".json")
    killed = owner.this_process().rpartition(":")[0] + ":1"
    services.store.put(keys.claim_key(finished), codec.encode(Claim("nonce", killed), SCHEMA))
    living = Claim("nonce", ELSEWHERE)
    services.store.put(keys.claim_key("r-" + "a" * 20), codec.encode(living, SCHEMA))
    assert swept(services) == {}
    assert swept(services, repair=True) == {}
    left = [info.key for info in services.store.list(keys.CLAIMS)]
    assert left == [keys.claim_key("r-" + "a" * 20)]  # reading again goes on elsewhere


def test_work_stopped_before_the_index_is_no_difference_until_it_is_finished(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "index_recorded", killed)
        with pytest.raises(KeyboardInterrupt):
            digitize(services, waiting(services).id)
    assert swept(services) == {}
    assert swept(services, repair=True) == {}
    assert not list(services.store.list(keys.INBOX))


def test_what_was_only_in_between_when_it_was_seen_is_not_told(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = plain(services)
    newer = replace(one, generation=one.generation + 1)
    records.save(services.store, keys.dossier_key(one.id), newer)

    def indexed_a_moment_later(round_: Round) -> Iterator[Suspect]:
        for suspect in check_dossiers(round_):
            reconcile(services)
            yield suspect

    monkeypatch.setattr(module, "check_dossiers", indexed_a_moment_later)
    assert swept(services) == {}


def test_words_of_a_page_are_still_found_after_a_repair_from_nothing(
    services: Services, tmp_path: Path
) -> None:
    path = draw_page(tmp_path / "x.png", ["Giấy xác nhận", "thôn Đông xã Phú Lâm"])
    deliver(services, find_sources([path]), Delivery())
    for dossier, generation in list(services.index.ids()):
        services.index.remove(dossier, generation - 1)
        newer = records.load(services.store, keys.dossier_key(dossier), Dossier)[0]
        records.save(
            services.store, keys.dossier_key(dossier), replace(newer, generation=newer.generation + 1)
        )
    assert swept(services, repair=True) == {}
    assert find(services, Search('"xã Phú Lâm"'), LOCAL_VIEWER).total == 1
