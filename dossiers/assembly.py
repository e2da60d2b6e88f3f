"""Put a dossier together from its documents: members, fields, code, state."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.errors import Conflict
from core.model import Document, Dossier, DossierField, DossierState, Member, Problem
from dossiers import records
from dossiers.completeness import completeness_of
from dossiers.corrections.applying import Corrected
from dossiers.corrections.confirming import standing
from dossiers.corrections.finding import settled_corrections
from dossiers.corrections.reading import corrected_dossier
from dossiers.documents import Settled
from dossiers.records import CodeClaim, Submission
from dossiers.routing import route_of
from dossiers.services import Services
from pipeline.hints import hints_of
from pipeline.splits import SEVERAL_CODES
from storage import keys
from storage.store import ObjectStore

_TRIES = 20
_CODE = re.compile(
    r"(?<![\w.])(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,4})-\d{6}-\d{4,6}(?!\d)"
)
_SURE_ENOUGH = 0.8
"""A printed code below this confidence never decides which dossier a paper belongs to."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The dossier a submission ended in, and the one that was merged into it, if any."""

    dossier: Dossier
    merged: Dossier | None = None


def record_dossier(services: Services, submission: Submission, settled: Sequence[Settled]) -> Recorded:
    """Write the dossier's record; the same submission twice changes nothing.

    Raises:
        Conflict: others kept changing the record; worth another try.
    """
    members = tuple(_member(item) for item in {item.file.sha256: item for item in settled}.values())
    names = (submission.name, *(file.name for file in submission.files))
    own = _join(services, submission.dossier_id, submission, members, names)
    return _claimed(services, own, submission)


def rebuild_dossier(services: Services, dossier: str, *, pages_changed: bool = False) -> Recorded:
    """Derive a dossier's record anew from its papers and corrections; nothing is written where it stays.

    With `pages_changed` it gets a new generation all the same, so that the index takes its pages in.

    Raises:
        Conflict: others kept changing the record; worth another try.
        NotFound: there is no such dossier.
    """
    found = records.load_dossier(services.store, dossier)
    return _claimed(services, _join(services, found.id, None, (), renew=pages_changed), None)


def _claimed(services: Services, own: Dossier, submission: Submission | None) -> Recorded:
    """Claim the dossier's code; where it belongs to another dossier, this one is merged into it."""
    owner = _claim_code(services.store, own)
    if owner == own.id:
        return Recorded(own)
    target = _join(services, owner, submission, own.documents, absorbed=(own.id, *own.absorbed))
    return Recorded(target, _mark_merged(services.store, own, target.id))


def _join(
    services: Services,
    dossier: str,
    submission: Submission | None,
    members: Sequence[Member],
    names: Sequence[str] = (),
    absorbed: Sequence[str] = (),
    renew: bool = False,
) -> Dossier:
    """Add members and dossiers to a dossier, made when there is none, under its generation."""
    store = services.store
    for _ in range(_TRIES):
        found = records.find(store, keys.dossier_key(dossier), Dossier)
        if found and found[0].merged_into:
            if set(members) <= set(found[0].documents):
                return found[0]
            dossier = found[0].merged_into
            continue
        branch = submission.branch if submission else None
        before = found[0] if found else Dossier(dossier, 0, DossierState.WAITING, branch=branch)
        after = _assemble(services, _absorbing(before, absorbed), submission, members, names)
        same = replace(after, generation=before.generation, updated_at=before.updated_at) == before
        if found and same and not renew:
            return before
        try:
            etag = found[1] if found else None
            records.save(store, keys.dossier_key(dossier), after, if_absent=not found, if_match=etag)
            return after
        except Conflict:
            continue
    raise Conflict(f"The record of dossier {dossier} keeps changing; try again.")


def _absorbing(dossier: Dossier, others: Sequence[str]) -> Dossier:
    return replace(dossier, absorbed=tuple(dict.fromkeys((*dossier.absorbed, *others))))


def _assemble(
    services: Services,
    before: Dossier,
    submission: Submission | None,
    members: Sequence[Member],
    names: Sequence[str],
) -> Dossier:
    known = {member.sha256: member for member in before.documents}
    all_members = tuple((known | {member.sha256: member for member in members}).values())
    settled = settled_corrections(services.store, before)
    corrected = corrected_dossier(services, replace(before, documents=all_members), settled)
    documents = corrected.documents
    fields = _hinted(services, corrected.fields)
    code, problems = _code(before, corrected, names, again=submission is None)
    day = _day_of(fields)
    route = route_of(services.reference, fields, before.branch, day)
    confirmation = standing(fields, all_members, code, settled.accepted)
    problems += tuple(problem for document in documents for problem in document.problems)
    problems += corrected.problems + confirmation.problems
    return replace(
        before,
        generation=before.generation + 1,
        documents=all_members,
        fields=fields,
        code=code,
        problems=problems,
        agencies=route.readers,
        routing=route.routing,
        completeness=completeness_of(services.reference, fields, documents, day),
        state=_state(all_members, problems),
        submissions=tuple(dict.fromkeys((*before.submissions, *([submission.id] if submission else ())))),
        updated_at=records.now(),
        corrections=tuple(one.id for one in settled.accepted),
        refused=tuple(one.id for one in settled.refused),
        confirmed=confirmation.confirmed,
    )


def _day_of(fields: Sequence[DossierField]) -> date:
    """The day of receipt, by whose rules a dossier goes; today where none was found."""
    received = next((one.best.value for one in fields if one.best.name == "received_at"), None)
    return date.fromisoformat(str(received)[:10]) if received else records.now().date()


def _hinted(services: Services, fields: Sequence[DossierField]) -> tuple[DossierField, ...]:
    """The fields with what may be worth a look beside them."""
    values = {field.best.name: str(field.best.value) for field in fields if field.best.value}
    hints = hints_of(services.reference, values, _day_of(fields))
    return tuple(
        replace(one, hints=(hints[one.best.name],) if one.best.name in hints else ()) for one in fields
    )


def _code(
    before: Dossier, corrected: Corrected, names: Sequence[str], *, again: bool
) -> tuple[str | None, tuple[Problem, ...]]:
    """The code: a person's word, else the one it has, else what its papers say.

    `again` means that the names it once came under are not known any more: what they contradicted stays.
    """
    if corrected.code:
        return corrected.code, ()
    code, problems = code_of(corrected.documents, corrected.fields, names)
    if again:
        kept = tuple(one for one in before.problems if one in (_several_codes(), _code_conflict()))
        problems = tuple(dict.fromkeys((*problems, *kept)))
        code = None if _several_codes() in problems else code
    return before.code or code, problems


def code_of(
    documents: Sequence[Document], fields: Sequence[DossierField], names: Sequence[str]
) -> tuple[str | None, tuple[Problem, ...]]:
    """The dossier's code; none while one of its files holds several dossiers.

    Where only print says so, which may be misread, the name it came under still decides.
    """
    mixed = [one for one in documents if any(problem.code == SEVERAL_CODES for problem in one.problems)]
    if any(_surely_several(document) for document in mixed):
        return None, ()
    return choose_code(() if mixed else fields, names)


def _surely_several(document: Document) -> bool:
    code = document.field("dossier_code")
    separated = any(split.reason == "separator" for split in document.arrangement.splits)
    return separated or (code is not None and code.source == "code")


def choose_code(
    fields: Sequence[DossierField], names: Sequence[str]
) -> tuple[str | None, tuple[Problem, ...]]:
    """The dossier code: QR or bar code before folder or file name before printed text."""
    found = next((field for field in fields if field.best.name == "dossier_code"), None)
    candidates = [found.best, *found.alternatives] if found else []
    scanned = {str(field.value): None for field in candidates if field.source == "code" and field.value}
    named = {match[0]: None for name in names for match in _CODE.finditer(name)}
    printed = {
        str(field.value): None
        for field in candidates
        if field.value and field.source != "code" and field.confidence >= _SURE_ENOUGH
    }
    if len(scanned) > 1 or len(named) > 1:
        return None, (_several_codes(),)
    best = next(iter([*scanned, *named, *printed]), None)
    conflict = bool(scanned or named) and len(scanned | named | printed) > 1
    return best, (_code_conflict(),) if conflict else ()


def _several_codes() -> Problem:
    message = "The papers carry several dossier codes; split them, one delivery for each dossier."
    return Problem("assemble", SEVERAL_CODES, message)


def _code_conflict() -> Problem:
    message = "Code, name and print disagree on the dossier code; compare it with the paper."
    return Problem("assemble", "code_conflict", message)


def _claim_code(store: ObjectStore, dossier: Dossier) -> str:
    """Claim the dossier's code; the id of the dossier that owns it."""
    if not dossier.code or dossier.merged_into:
        return dossier.merged_into or dossier.id
    key = keys.code_key(dossier.code)
    try:
        records.save(store, key, CodeClaim(dossier.id), if_absent=True)
        return dossier.id
    except Conflict:
        owner = records.load(store, key, CodeClaim)[0].dossier
        return records.load_dossier(store, owner).id if owner != dossier.id else owner


def _mark_merged(store: ObjectStore, own: Dossier, target: str) -> Dossier:
    key = keys.dossier_key(own.id)
    for _ in range(_TRIES):
        found, etag = records.load(store, key, Dossier)
        if found.merged_into:
            return found
        merged = replace(
            found, generation=found.generation + 1, state=DossierState.MERGED, merged_into=target
        )
        try:
            records.save(store, key, merged, if_match=etag)
            return merged
        except Conflict:
            continue
    raise Conflict(f"The record of dossier {own.id} keeps changing; try again.")


def _member(item: Settled) -> Member:
    if not item.manifest:
        return Member(item.file.sha256, item.file.name, 0, DossierState.QUARANTINED)
    document = item.manifest.document
    failed = any(state.failed for state in document.page_states)
    state = DossierState.PARTIAL if failed else DossierState.COMPLETE
    return Member(item.file.sha256, item.file.name, document.page_count, state)


def _state(members: Sequence[Member], problems: Sequence[Problem]) -> DossierState:
    states = {member.state for member in members}
    if states == {DossierState.QUARANTINED}:
        return DossierState.QUARANTINED
    if states != {DossierState.COMPLETE} or any(problem.code == SEVERAL_CODES for problem in problems):
        return DossierState.PARTIAL
    return DossierState.COMPLETE
