"""Dossiers that have to do with one: alike, resting on the same acts, of the same applicant."""

from dataclasses import dataclass

from core.access import Viewer
from core.model import Dossier
from dossiers.browse import visible_dossier
from dossiers.find import Hit, hit_of
from dossiers.indexing import applicant_keys, fields_of
from dossiers.services import Services
from dossiers.sight import sight
from search.index import Question
from search.terms import word_tokens
from search.tree import InField, Node, Or, Phrase, Query, Word

MOST = 10
"""Dossiers listed of each kind."""
_ALIKE_BY = ("subject", "procedure_name", "place")
"""Fields whose words make dossiers alike, the most telling first."""
_SAME = ("procedure_code", "procedure_name", "document_type")
"""What alike dossiers have in common: the first of these that is known."""
_WORDS = 16


@dataclass(frozen=True, slots=True)
class Related:
    """What a viewer may see beside a dossier."""

    dossier: str
    similar: tuple[Hit, ...]
    """Of the same procedure, or type where none is known; those that share most of its words first."""
    citing: tuple[Hit, ...]
    """That rest on an act it rests on, or cite its own number."""
    applicant: tuple[Hit, ...] | None
    """Of the same applicant by personal number or phone; None where the viewer may not look people up."""


def related(services: Services, name: str, viewer: Viewer, limit: int = MOST) -> Related:
    """What has to do with the dossier called `name` (id or code).

    Raises:
        NotFound: there is none that the viewer may see.
    """
    dossier = visible_dossier(services, name, viewer)
    fields = fields_of(dossier)
    seen = sight(services, viewer)

    def ask(query: Query, **where: tuple[str, ...]) -> tuple[Hit, ...]:
        known = {field: values for field, values in where.items() if values}
        if len(known) < len(where):
            return ()
        question = Question(query, known, limit=limit + 1, nearly=False)
        found = services.index.search(question, seen)
        return tuple(hit_of(hit) for hit in found.hits if hit.dossier != dossier.id)[:limit]

    same = next((name for name in _SAME if fields.get(name)), None)
    alike = Query("", _alike(fields))
    similar = ask(alike, **{same: fields[same]}) if same else ()
    acts = tuple(dict.fromkeys((*fields.get("cites", ()), *fields.get("document_number", ()))))
    people = _of_applicant(services, dossier, viewer)
    return Related(
        dossier.id,
        similar,
        ask(Query(""), cites=acts),
        None if people is None else ask(Query(""), applicant_keys=people),
    )


def _of_applicant(services: Services, dossier: Dossier, viewer: Viewer) -> tuple[str, ...] | None:
    return applicant_keys(dossier, services.person_key) if viewer.may_look_up_persons else None


def _alike(fields: dict[str, tuple[str, ...]]) -> Node:
    """Any of the words that tell what the dossier is about, also the number of its acts."""
    tokens = [
        token for name in _ALIKE_BY for value in fields.get(name, ())[:1] for token in word_tokens(value)
    ]
    words: list[Node] = list(map(Word, tuple(dict.fromkeys(tokens))[:_WORDS]))
    agency = [value for value in fields.get("settling_agency", ())[:1] if len(word_tokens(value)) > 1]
    words += [InField("", ("settling_agency",), Phrase(word_tokens(value))) for value in agency]
    return Or(tuple(words))
