"""Corrections laid over what was read: documents first, then the dossier; pure functions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.model import Document, DossierField, Field, PageTurn, Paper, Problem, Split
from core.page import Box, PageState
from dossiers.corrections.confirming import confirmed_fields
from dossiers.corrections.items import with_item
from dossiers.corrections.model import Correction, Kind, Part, numbers
from dossiers.corrections.settling import Settled
from pipeline.extract import merge_fields
from pipeline.extract.marks import IDENTITY_CARD
from pipeline.splits import SEVERAL_CODES

HUMAN = "human"
Boxes = Mapping[str, Box | None]
"""Correction id → where its value stands on the displayed page."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a dossier's papers say once people had their say."""

    documents: tuple[Document, ...]
    fields: tuple[DossierField, ...]
    code: str | None = None
    """The dossier code a person gave."""
    problems: tuple[Problem, ...] = ()


def apply(settled: Settled, documents: Sequence[Document], boxes: Boxes) -> Corrected:
    """Lay the accepted corrections over `documents` and derive the dossier's fields."""
    corrected = [corrected_document(document, settled.accepted, boxes) for document in documents]
    own = [one for one in settled.accepted if one.target.document is None]
    fields = _with_lost_values(merge_fields(_claims(corrected)), _lost(documents, corrected))
    code = None
    for one in own:
        if one.kind in (Kind.FIELD, Kind.CODE) and documents and not _from_hidden(one, corrected):
            fields = _with_dossier_field(fields, one, documents, boxes.get(one.id))
        if one.kind is Kind.CODE:
            code = str(one.new)
    return Corrected(
        tuple(corrected), confirmed_fields(fields, settled.accepted), code, _conflicts(settled.undecided)
    )


def corrected_document(document: Document, corrections: Iterable[Correction], boxes: Boxes) -> Document:
    """A document as people left it."""
    own = [one for one in corrections if one.target.document == document.sha256]
    document = _visible(document, own)
    for one in own:
        if one.kind in _CHANGES and not _from_hidden(one, [document]):
            document = _CHANGES[one.kind](document, one, boxes.get(one.id))
    return document


def corrected_field(old: Field | None, one: Correction, box: Box | None) -> Field:
    """The field a person typed; its proof stays what it was unless the person showed another place."""
    name = _name(one)
    page = one.place.page if one.place else old.page if old else None
    box = box if one.place else old.box if old else None
    if one.target.item is not None:
        value = with_item(old.value if old else None, one)
        return Field(
            name, value, old.raw if old else "", old.confidence if old else 1.0, HUMAN, page=page, box=box
        )
    typed = one.new if isinstance(one.new, str | int) else None
    return Field(name, typed, old.raw if old else "", 1.0, HUMAN, page=page, box=box)


def _name(one: Correction) -> str:
    return "dossier_code" if one.kind is Kind.CODE else one.target.field or ""


def _field(document: Document, one: Correction, box: Box | None) -> Document:
    name = _name(one)
    made = corrected_field(document.field(name), one, box)
    return _with_field(document, made)


def _with_field(document: Document, made: Field) -> Document:
    if document.field(made.name) is None:
        return replace(document, fields=(*document.fields, made))
    fields = tuple(made if field.name == made.name else field for field in document.fields)
    return replace(document, fields=fields)


def _type(document: Document, one: Correction, box: Box | None) -> Document:
    named = one.new if isinstance(one.new, Mapping) else {}
    old = document.field("document_type")
    made = Field("document_type", named.get("name"), old.raw if old else "", 1.0, HUMAN)
    made = replace(made, page=old.page if old else None, box=old.box if old else box)
    document = _with_field(document, made)
    name, type_code = named.get("name"), named.get("type_code")
    return replace(
        document, document_type=name, type_code=type_code, papers=_named(document, name, type_code)
    )


def _named(document: Document, name: str | None, type_code: str | None) -> tuple[Paper, ...]:
    """Its papers, the one that gave the file its type under the new name; the first where none is known."""
    was = (document.document_type, document.type_code)
    places = [at for at, paper in enumerate(document.papers) if (paper.document_type, paper.type_code) == was]
    chosen = next(iter(places), 0)
    return tuple(
        replace(paper, document_type=name, type_code=type_code or paper.type_code) if at == chosen else paper
        for at, paper in enumerate(document.papers)
    )


def _split(document: Document, one: Correction, _: Box | None) -> Document:
    parts = [part for part in one.new if isinstance(part, Part)] if isinstance(one.new, tuple) else []
    splits = tuple(
        Split(
            part.first,
            part.last,
            "dossier" if part.code else "paper",
            part.code,
            "start" if part.first == 1 else "code" if part.code else "paper",
        )
        for part in parts
    )
    arrangement = replace(document.arrangement, splits=splits if len(parts) > 1 else ())
    document = _decided(replace(document, arrangement=arrangement), "splits")
    problems = tuple(problem for problem in document.problems if problem.code != SEVERAL_CODES)
    if len({part.code for part in parts if part.code}) > 1:
        message = "The file was split into several dossiers; hand each in by itself."
        problems += (Problem("correct", SEVERAL_CODES, message),)
    return replace(document, problems=problems)


def _rotate(document: Document, one: Correction, _: Box | None) -> Document:
    pages, degrees = one.target.range, one.new
    if pages is None or not isinstance(degrees, int):
        return document
    turns = {turn.page: turn for turn in document.arrangement.turns}
    for page in range(pages.first, pages.last + 1):
        turns[page] = PageTurn(page, degrees)
    kept = tuple(turns[page] for page in sorted(turns) if turns[page].degrees)
    return replace(document, arrangement=replace(document.arrangement, turns=kept))


def _order(document: Document, one: Correction, _: Box | None) -> Document:
    order = numbers(one.new)
    own = order == tuple(sorted(order))
    arrangement = replace(document.arrangement, page_order=() if own else order)
    return _decided(replace(document, arrangement=arrangement), "page_order")


def _decided(document: Document, what: str) -> Document:
    decided = tuple(dict.fromkeys((*document.arrangement.decided, what)))
    return replace(document, arrangement=replace(document.arrangement, decided=decided))


def hidden_pages(document: Document, corrections: Iterable[Correction]) -> set[int]:
    """The pages of a document that are kept from everyone once people had their say."""
    hidden = {number for number, _ in enumerate(document.page_states, 1) if _hidden(document, number)}
    for one in corrections:
        if one.target.document == document.sha256 and one.kind in (Kind.RESTRICT, Kind.RELEASE):
            before, after = set(numbers(one.old)), set(numbers(one.new))
            hidden = (hidden - (before - after)) | (after - before)
    return hidden


def _visible(document: Document, corrections: Iterable[Correction]) -> Document:
    """Pages that left the restricted ones are released, those that came to them lose their facts."""
    before, now = hidden_pages(document, ()), hidden_pages(document, corrections)
    return restricted(_released(document, before - now), now - before)


def _from_hidden(one: Correction, documents: Iterable[Document]) -> bool:
    """Whether a value was typed from a page that may not be seen now; it waits for the release."""
    if one.kind not in (Kind.FIELD, Kind.CODE):
        return False
    for document in documents:
        if one.place and one.place.document == document.sha256 and _hidden(document, one.place.page):
            return True
        if one.target.document == document.sha256 and set(document.page_states) == {PageState.RESTRICTED}:
            return True
    return False


def _released(document: Document, pages: set[int]) -> Document:
    states = tuple(
        PageState.READ if number in pages and state is PageState.RESTRICTED else state
        for number, state in enumerate(document.page_states, 1)
    )
    problems = tuple(
        problem for problem in document.problems if problem.code != IDENTITY_CARD or problem.page not in pages
    )
    released = tuple(sorted({*document.released, *pages}))
    return replace(document, page_states=states, problems=problems, released=released)


def restricted(document: Document, pages: set[int]) -> Document:
    """The document with `pages` kept from everyone, and with them what was read there."""
    if not pages:
        return document
    states = tuple(
        PageState.RESTRICTED if number in pages else state
        for number, state in enumerate(document.page_states, 1)
    )
    nothing_left = all(state is PageState.RESTRICTED for state in states)
    fields = () if nothing_left else tuple(_fields_beyond(document.fields, pages))
    released = tuple(number for number in document.released if number not in pages)
    return replace(document, page_states=states, fields=fields, released=released)


def _fields_beyond(fields: Iterable[Field], pages: set[int]) -> Iterator[Field]:
    """What was read on other pages; a list may go on from one page to the next."""
    for field in fields:
        if field.page in pages:
            continue
        if isinstance(field.value, tuple) and any(item.page in pages for item in field.value):
            kept = tuple(item for item in field.value if item.page not in pages)
            if kept:
                yield replace(field, value=kept, raw="")
        else:
            yield field


_Change = Callable[[Document, Correction, Box | None], Document]
_CHANGES: Mapping[Kind, _Change] = {
    Kind.FIELD: _field,
    Kind.TYPE: _type,
    Kind.SPLIT: _split,
    Kind.ROTATE: _rotate,
    Kind.ORDER: _order,
}


def _claims(documents: Sequence[Document]) -> list[Document]:
    """What each document says to the dossier: a value emptied on one paper does not silence the others."""
    told = {field.name for document in documents for field in document.fields if field.value is not None}
    return [
        replace(
            document,
            fields=tuple(
                field for field in document.fields if not is_emptied(field) or field.name not in told
            ),
        )
        for document in documents
    ]


def is_emptied(field: Field) -> bool:
    """Whether a person said that there is nothing."""
    return field.source == HUMAN and field.value is None


def _lost(read: Sequence[Document], corrected: Sequence[Document]) -> dict[str, list[Field]]:
    """What was read where a person put another value, by field; nothing of pages that may not be seen."""
    lost: dict[str, list[Field]] = {}
    for before, after in zip(read, corrected, strict=True):
        hidden = {number for number, _ in enumerate(after.page_states, 1) if _hidden(after, number)}
        for field in restricted(before, hidden).fields:
            now = after.field(field.name)
            if now and now.source == HUMAN != field.source:
                lost.setdefault(field.name, []).append(field)
    return lost


def _hidden(document: Document, page: int | None) -> bool:
    states = document.page_states
    return page is not None and page <= len(states) and states[page - 1] is PageState.RESTRICTED


def _with_lost_values(
    fields: Sequence[DossierField], lost: Mapping[str, Sequence[Field]]
) -> tuple[DossierField, ...]:
    """The fields with what people overruled as further alternatives."""
    return tuple(
        replace(field, alternatives=_distinct(field.best, (*field.alternatives, *lost[field.best.name])))
        if field.best.name in lost
        else field
        for field in fields
    )


def _with_dossier_field(
    fields: Sequence[DossierField], one: Correction, documents: Sequence[Document], box: Box | None
) -> tuple[DossierField, ...]:
    name = _name(one)
    old = next((field for field in fields if field.best.name == name), None)
    made = corrected_field(old.best if old else None, one, box)
    where = one.place.document if one.place else old.document if old else documents[0].sha256
    lost = (old.best, *old.alternatives) if old else ()
    new = DossierField(made, where, _distinct(made, lost))
    if old is None:
        return (*fields, new)
    return tuple(new if field is old else field for field in fields)


def _distinct(best: Field, others: Iterable[Field]) -> tuple[Field, ...]:
    kept: list[Field] = []
    for field in others:
        if field.value is not None and all(field.value != other.value for other in (best, *kept)):
            kept.append(field)
    return tuple(kept)


def _conflicts(refused: Sequence[Correction]) -> tuple[Problem, ...]:
    """One problem for each thing two people put right at once; it names the field, never a value."""
    names = dict.fromkeys(_name(one) or one.kind.value for one in refused)
    return tuple(
        Problem(
            "correct", "correction_conflict", f"Two people corrected {name} at once; correct it once more."
        )
        for name in names
    )
