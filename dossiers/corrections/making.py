"""From what a person wants changed to the record of it: everything is checked here."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from core.errors import ConfigError, Conflict, NotFound
from core.model import Document, Dossier, DossierState, Field, Member, PageRange
from core.page import Box, PageState
from core.text import nfc
from dossiers import records
from dossiers.corrections.arranging import order_of as page_order_of
from dossiers.corrections.arranging import parts_of, turn_of
from dossiers.corrections.confirming import version_of
from dossiers.corrections.finding import LET_GO, is_let_go
from dossiers.corrections.model import Correction, Kind, Part, ScanPlace, Target, Value, version
from dossiers.corrections.places import corners_on_scan
from dossiers.corrections.turns import frames_of
from dossiers.corrections.values import checked_parts, checked_value, field_named
from dossiers.pages import full_page
from dossiers.records import QuarantineReason
from dossiers.services import Services
from pipeline.extract.catalogue import FILE_FIELDS
from pipeline.extract.catalogue import Kind as FieldKind
from pipeline.extract.marks import SECRECY_MARK
from storage import keys

MOST_REASON = 500
"""Letters of a reason."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants changed, as typed."""

    what: str
    """A field by name or Vietnamese term, or split, rotate, order, restrict, release."""
    value: str = ""
    reason: str = ""
    document: str | None = None
    """A paper: its place in the dossier (1, 2, …), its file name or the start of its sha256."""
    pages: PageRange | None = None
    item: int | None = None
    box: Box | None = None
    """Where the value stands, in displayed-page pixels; needs one page."""
    based_on: str | None = None
    """Version of what the person saw; None means what is there now."""
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish with everything it needs to be checked against."""

    services: Services
    dossier: Dossier
    documents: Sequence[Document]
    wish: Wish

    @property
    def document(self) -> Document | None:
        """The paper it is about, if it names one.

        Raises:
            NotFound: the dossier has no such readable paper.
        """
        name = self.wish.document
        return document_named(self.dossier, self.documents, name) if name else None

    @property
    def paper(self) -> Document:
        """The paper it is about: named, or the only one.

        Raises:
            ConfigError: there are several and none is named.
        """
        named = self.document
        if named:
            return named
        if len(self.documents) != 1:
            raise ConfigError(
                "Name the paper: --document 1, 2, …, its file name or sha256.", code="which_paper"
            )
        return self.documents[0]


@dataclass(frozen=True, slots=True)
class Made:
    """What a wish comes to before it is signed."""

    kind: Kind
    target: Target
    old: Value
    new: Value
    place: ScanPlace | None = None
    sure: bool = True
    """Whether `old` is already a person's word, so that the same again changes nothing."""
    shown: object = None
    """The whole value as it is shown, where that is more than `old`."""
    frames: tuple[ScanPlace, ...] = ()


def make(asked: Asked, account: str) -> Correction | None:
    """The correction a wish asks for; None when all is already as wished.

    Raises:
        ConfigError: the wish can't be meant.
        Conflict: what it is about changed since the person saw it.
        NotFound: there is no such paper, page or item.
    """
    wish = asked.wish
    reason = " ".join(nfc(wish.reason).split())
    if not reason or len(reason) > MOST_REASON:
        raise ConfigError("Say why with --reason, in at most 500 letters.", code="no_reason")
    made = _MAKERS.get(wish.what, _field)(asked)
    now = version(made.old)
    if wish.based_on not in (None, now, version(made.shown)):
        raise Conflict("This changed since you saw it; look at it again.", code="changed_since")
    if made.sure and version(made.new) == now:
        return None
    return Correction(
        id=secrets.token_hex(8),
        kind=made.kind,
        target=made.target,
        old=made.old,
        new=made.new,
        reason=reason,
        account=account,
        time=datetime.now(UTC),
        based_on=now,
        approved_by=wish.approved_by,
        frames=made.frames,
        place=made.place,
    )


def make_confirmation(
    dossier: Dossier, field: str | None, reason: str, account: str, based_on: str | None
) -> Correction | None:
    """The confirmation of a field, or of the whole dossier as it is now; None when it stands already.

    Raises:
        ConfigError: nothing of the dossier could be read.
        Conflict: the dossier changed since the person saw it.
        NotFound: the dossier has no such field.
    """
    if dossier.state not in (DossierState.COMPLETE, DossierState.PARTIAL):
        raise ConfigError("Nothing of this dossier was read, so nothing can be confirmed.", code="not_read")
    values = {found.best.name: version(found.best.value) for found in dossier.fields}
    if field is not None and field not in values:
        raise NotFound(f"The dossier has no {field} to confirm; type it with `sohoa correct`.")
    whole = version_of(dossier)
    if based_on not in (None, whole):
        raise Conflict("The dossier changed since you saw it; look at it again.", code="changed_since")
    stands = [found.confirmed for found in dossier.fields if found.best.name == field]
    if any(stands) if field else dossier.confirmed:
        return None
    return Correction(
        id=secrets.token_hex(8),
        kind=Kind.CONFIRM,
        target=Target(field=field),
        old={field: values[field]} if field else values,
        new=None,
        reason=" ".join(nfc(reason).split())[:MOST_REASON],
        account=account,
        time=datetime.now(UTC),
        based_on=whole,
    )


def document_named(dossier: Dossier, documents: Sequence[Document], name: str) -> Document:
    """A paper by its place in the dossier, its file name or the start of its sha256."""
    hashes = {member.sha256 for member in members_named(dossier, name)}
    found = [document for document in documents if document.sha256 in hashes]
    if len(found) != 1:
        raise NotFound("The dossier has no such paper, or several; name it by its place: 1, 2, ….")
    return found[0]


def members_named(dossier: Dossier, name: str) -> tuple[Member, ...]:
    """The files that `name` may mean, those in quarantine too."""
    return tuple(
        member
        for place, member in enumerate(dossier.documents, 1)
        if name in (str(place), member.name) or (len(name) >= 6 and member.sha256.startswith(name.lower()))
    )


def _field(asked: Asked) -> Made:
    spec = field_named(asked.wish.what)
    if spec.name == "document_type":
        return _type(asked)
    if spec.name == "dossier_code" and not asked.wish.document:
        return _code(asked)
    document = asked.paper if spec in FILE_FIELDS else asked.document
    if document and document.page_states and set(document.page_states) == {PageState.RESTRICTED}:
        raise ConfigError("This paper is restricted; release it first.", code="restricted_paper")
    if not asked.documents:
        raise NotFound("The dossier has no readable paper.")
    found = document.field(spec.name) if document else asked.dossier.field(spec.name)
    sha256 = document.sha256 if document else None
    target = Target(sha256, document.pages if document else None, spec.name, asked.wish.item)
    place = _place(asked, found, sha256)
    sure = found is not None and found.source == "human"
    value = found.value if found else None
    if asked.wish.item is not None:
        if spec.kind is not FieldKind.LIST:
            raise ConfigError(f"{spec.name} is no list; leave --item out.", code="no_list")
        parts = checked_parts(spec.name, asked.wish.value)
        return Made(Kind.FIELD, target, _item(found, asked.wish.item), parts, place, sure, value)
    new = checked_value(spec.name, asked.wish.value, asked.services.reference)
    # A list can only be emptied as a whole; its version stands for what it said.
    old = value if isinstance(value, str | int | None) else version(value)
    return Made(Kind.FIELD, target, old, new, place, sure or (found is None and new is None), value)


def _item(found: Field | None, number: int) -> Mapping[str, str] | None:
    items = found.value if found and isinstance(found.value, tuple) else ()
    if not 1 <= number <= len(items) + 1:
        raise NotFound(f"The list has {len(items)} items; --item {len(items) + 1} adds one.")
    if number > len(items):
        return None
    return dict(items[number - 1].parts) or {"raw": items[number - 1].raw}


def _code(asked: Asked) -> Made:
    code = checked_value("dossier_code", asked.wish.value, asked.services.reference)
    if not isinstance(code, str):
        raise ConfigError("A dossier's code can be changed, not emptied.", code="bad_value")
    found = asked.dossier.field("dossier_code")
    sure = found is not None and found.source == "human"
    place = _place(asked, found, None)
    shown = found.value if found else None
    return Made(Kind.CODE, Target(field="dossier_code"), asked.dossier.code, code, place, sure, shown)


def _type(asked: Asked) -> Made:
    paper, wanted = asked.paper, " ".join(nfc(asked.wish.value).split())
    for kind in asked.services.reference.document_types:
        if wanted and wanted.upper() in (kind.name.upper(), kind.type_code.upper()):
            old = {"name": paper.document_type or "", "type_code": paper.type_code or ""}
            new = {"name": kind.name, "type_code": kind.type_code}
            found = paper.field("document_type")
            sure = found is not None and found.source == "human"
            target = Target(paper.sha256, paper.pages, "document_type")
            return Made(Kind.TYPE, target, old, new, None, sure, paper.document_type)
    raise ConfigError(
        "There is no such type of paper; `sohoa reference check` names the table document_types.",
        code="unknown_type",
    )


def _place(asked: Asked, found: Field | None, sha256: str | None) -> ScanPlace | None:
    """Where the value stands: as the person showed it, else where the old value was read."""
    wish = asked.wish
    if wish.box or wish.pages:
        paper = asked.paper
        if wish.pages is None or wish.pages.first != wish.pages.last:
            raise ConfigError("A place on the scan needs one page: --page N.", code="which_page")
        return _on_scan(asked, paper.sha256, wish.pages.first, wish.box)
    if found is None or found.page is None or found.box is None:
        return None
    document = sha256 or next(
        (field.document for field in asked.dossier.fields if field.best.name == found.name), None
    )
    return _on_scan(asked, document, found.page, found.box) if document else None


def _on_scan(asked: Asked, sha256: str, number: int, box: Box | None) -> ScanPlace:
    page = full_page(asked.services.store, sha256, number)
    return ScanPlace(sha256, number, corners_on_scan(page, box) if box else ())


def _split(asked: Asked) -> Made:
    paper = asked.paper
    old = tuple(Part(one.first_page, one.last_page, one.code) for one in paper.arrangement.splits)
    new = parts_of(asked.wish.value, paper.page_count)
    sure = "splits" in paper.arrangement.decided
    return Made(Kind.SPLIT, Target(paper.sha256), old or _one_part(paper), new, None, sure)


def _one_part(paper: Document) -> Value:
    return (Part(1, paper.page_count),)


def _rotate(asked: Asked) -> Made:
    paper = asked.paper
    pages = _pages(asked, paper)
    turned = {turn.page: turn.degrees for turn in paper.arrangement.turns}
    old, new = turned.get(pages.first, 0), turn_of(asked.wish.value)
    frames = frames_of(asked.services.store, paper.sha256, pages)
    return Made(Kind.ROTATE, Target(paper.sha256, pages), old, new, frames=frames)


def _order(asked: Asked) -> Made:
    paper = asked.paper
    own = tuple(range(1, paper.page_count + 1))
    new = page_order_of(asked.wish.value, paper.page_count)
    sure = "page_order" in paper.arrangement.decided
    return Made(Kind.ORDER, Target(paper.sha256), paper.arrangement.page_order or own, new, None, sure)


def _restrict(asked: Asked) -> Made:
    return _visibility(asked, Kind.RESTRICT)


def _release(asked: Asked) -> Made:
    kept = _kept_apart(asked)
    if kept is None:
        return _visibility(asked, Kind.RELEASE)
    store = asked.services.store
    found = records.find(store, keys.quarantine_key(kept.sha256, "reason.json"), QuarantineReason)
    if found is None or found[0].code != SECRECY_MARK:
        raise ConfigError(
            "Only a false alarm about secrecy can be let go; scan this file again.", code="not_secret"
        )
    old = LET_GO if is_let_go(store, asked.dossier.id, kept.sha256) else SECRECY_MARK
    return Made(Kind.RELEASE, Target(kept.sha256, field="secrecy"), old, LET_GO)


def _kept_apart(asked: Asked) -> Member | None:
    """The file in quarantine the wish is about: named, or the only file there is."""
    members, name = asked.dossier.documents, asked.wish.document
    found = members_named(asked.dossier, name) if name else members
    alone = found[0] if len(found) == 1 else None
    return alone if alone and alone.state is DossierState.QUARANTINED else None


def _visibility(asked: Asked, kind: Kind) -> Made:
    paper = asked.paper
    chosen = asked.wish.pages
    pages = _pages(asked, paper) if chosen else PageRange(1, paper.page_count)
    old = {number for number, state in enumerate(paper.page_states, 1) if state is PageState.RESTRICTED}
    named = set(range(pages.first, pages.last + 1))
    new = old | named if kind is Kind.RESTRICT else old - named
    target = Target(paper.sha256, chosen)
    return Made(kind, target, tuple(sorted(old)), tuple(sorted(new)))


def _pages(asked: Asked, paper: Document) -> PageRange:
    pages = asked.wish.pages
    if pages is None:
        raise ConfigError("Name the page: --page 2, or --page 2-4.", code="which_page")
    if not 1 <= pages.first <= pages.last <= paper.page_count:
        raise NotFound(f"The paper has pages 1 to {paper.page_count}.")
    return pages


_MAKERS: Mapping[str, Callable[[Asked], Made]] = {
    "split": _split,
    "rotate": _rotate,
    "order": _order,
    "restrict": _restrict,
    "release": _release,
}
