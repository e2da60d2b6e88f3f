"""Codes and ledger lines: who says that which dossier and which document exists."""

from collections.abc import Iterator

from dossiers.records import CodeClaim, LedgerEntry
from dossiers.sweeping.model import (
    Difference,
    Round,
    Suspect,
    Unreadable,
    damaged,
    exists,
    foreign,
    read_record,
)
from dossiers.sweeping.recorded import carries, owner_of_code
from dossiers.sweeping.sorting import side_by_side
from storage import keys


def note_codes(round_: Round) -> Iterator[Suspect]:
    """Read every claimed code and note its dossier."""
    store = round_.services.store
    listed = (info.key for info in store.list(keys.CODES))
    for key, claim in round_.ahead(lambda key: (key, read_record(store, key, CodeClaim)), listed):
        code = key.removeprefix(keys.CODES).removesuffix(".json")
        if not keys.is_code(code) or key != keys.code_key(code):
            yield foreign(store, key, keys.CODES)
        elif isinstance(claim, CodeClaim):
            round_.counts["codes"] += 1
            round_.codes.add(code, "claim", claim.dossier)
            round_.dossiers.add(claim.dossier, "code", code)
        elif not claim.missing:
            yield damaged(round_, key, CodeClaim)


def note_ledger(round_: Round) -> Iterator[Suspect]:
    """Read every ledger line and note its files, submission and dossier."""
    store = round_.services.store
    listed = (info.key for info in store.list(keys.LEDGER))
    for key, entry in round_.ahead(lambda key: (key, read_record(store, key, LedgerEntry)), listed):
        submission = key.rpartition("/")[2].removesuffix(".json")
        if not keys.is_submission(submission):
            yield foreign(store, key, keys.LEDGER)
        elif isinstance(entry, Unreadable):
            if not entry.missing:
                round_.submissions.add(submission, "damaged", key)
        else:
            round_.counts["ledger_lines"] += 1
            round_.submissions.add(submission, "ledger", key)
            round_.dossiers.add(entry.dossier, "ledger", submission)
            for file in entry.files:
                round_.documents.add(file.sha256, file.state, f"{keys.LEDGER}…/{submission}")


def check_submissions(round_: Round) -> Iterator[Suspect]:
    """Every submission of a dossier has its ledger line, unless it is still in the inbox."""
    for submission, rows in side_by_side(round_.submissions.rows()):
        said = {says: what for _, says, what in rows}
        if "damaged" in said and "dossier" not in said:
            yield damaged(round_, said["damaged"], LedgerEntry)
        elif "dossier" in said and not said.keys() & {"inbox", "ledger"}:
            yield _ledger_missing(round_, submission, said["dossier"], said.get("damaged", ""))


def check_codes(round_: Round) -> Iterator[Suspect]:
    """Every dossier holds the claim of the code that its record carries."""
    for code, rows in side_by_side(round_.codes.rows()):
        claimed, carried = set[str](), set[str]()
        for _, says, dossier in rows:
            (claimed if says == "claim" else carried).add(dossier)
        for dossier in sorted(carried - claimed):
            yield _unclaimed(round_, code, dossier)


def _ledger_missing(round_: Round, submission: str, dossier: str, damaged_key: str) -> Suspect:
    store = round_.services.store

    def still() -> bool:
        # Just closed: its line was written after the ledger was walked.
        settled_long_ago = round_.is_quiet(keys.dossier_key(dossier))
        return settled_long_ago and not exists(store, keys.submission_key(submission))

    return Suspect(Difference("ledger_missing", submission, f"{dossier} {damaged_key}".strip()), still)


def _unclaimed(round_: Round, code: str, dossier: str) -> Suspect:
    store = round_.services.store
    difference = Difference("code_unclaimed", dossier, code)
    return Suspect(
        difference, lambda: carries(store, dossier, code) and owner_of_code(store, code) != dossier
    )
