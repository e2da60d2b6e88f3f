"""From pages to facts: classify the papers of a file, read their fields, check them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources

from core.model import Field, Paper, Problem
from core.page import Page
from pipeline.extract.across import contradicted
from pipeline.extract.appointment import read_appointment
from pipeline.extract.arrival import read_arrival_stamp
from pipeline.extract.articles import numbered, read_articles
from pipeline.extract.attachments import read_attachments
from pipeline.extract.calibration import Calibration, load_calibration
from pipeline.extract.candidates import Candidate, choose
from pipeline.extract.catalogue import CATALOGUE, spec_of
from pipeline.extract.checks import check, confirmed_by_signature, named_by_title
from pipeline.extract.citations import read_citations
from pipeline.extract.classify import LETTER, find_title, letter_type, subject_under, title_by_symbol
from pipeline.extract.forms import read_form_signatures
from pipeline.extract.handover import read_handover
from pipeline.extract.heading import read_closing_date, read_heading
from pipeline.extract.items import RUNNING, gathered
from pipeline.extract.labelled import read_labelled
from pipeline.extract.layout import PageView, view_page
from pipeline.extract.lexicon import Lexicon, lexicon_of
from pipeline.extract.marks import IDENTITY_CARD, read_marks, without_card
from pipeline.extract.merge import paper_rank
from pipeline.extract.namesakes import same_person, settle_names
from pipeline.extract.papers import (
    DRAWING,
    DRAWING_NAME,
    OTHER,
    Begun,
    has_words,
    is_drawing,
    papers_of,
)
from pipeline.extract.recipients import read_recipients
from pipeline.extract.shapes import read_codes, read_shapes
from pipeline.extract.signature_notes import read_signature_notes, signer_from_note
from pipeline.extract.signing import read_signer
from pipeline.extract.tabular import ruled_tables
from pipeline.extract.variants import with_variants
from pipeline.extract.whole_file import WholeFile
from pipeline.reference import Reference
from pipeline.separators import find_separator

OFFICIAL_LETTER = "official_letter"
CARD_NAME = "CĂN CƯỚC"
ACT_KINDS = ("act", "normative")
ACT_FIELDS = frozenset({"dossier_code", "procedure_code"})
"""Labelled fields an act may hold; a label in its running text is none of an applicant's form."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a document is and says."""

    document_type: str | None
    """The printed Vietnamese name."""
    type_code: str | None
    fields: tuple[Field, ...]
    """At most one per name, in the order of the catalogue."""
    problems: tuple[Problem, ...]
    papers: tuple[Paper, ...] = ()
    """What its pages are; every page belongs to one paper."""


@dataclass(slots=True)
class _Papers:
    """What was gathered so far from the pages of a file; grows with findings, not with pages of text."""

    count: int = 0
    kinds: list[str] = field(default_factory=list)
    """Kind of each paper: act, form, …; empty while unknown."""
    codes: list[str | None] = field(default_factory=list)
    found: dict[str, list[Candidate]] = field(default_factory=dict)
    persons: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Page and block of a candidate about a person, by its identity."""
    problems: list[Problem] = field(default_factory=list)
    cards: list[int] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    file: WholeFile = field(default_factory=WholeFile)


def understand(
    pages: Iterable[Page],
    reference: Reference,
    calibration: Calibration | None = None,
    no_cards: frozenset[int] = frozenset(),
) -> Understanding:
    """Classify a document and read its fields, page by page; no page is kept.

    Pages in `no_cards` are no identity cards, however much they look like one: a person said so.
    """
    lexicon = lexicon_of(reference)
    papers = _Papers()
    for page in pages:
        papers.file.pages += 1
        _read_page(page, papers, lexicon, page.number in no_cards)
    return _conclude(papers, lexicon, calibration or load_calibration())


def understanding_fingerprint(reference: Reference) -> str:
    """Hash of the rules (this package, the calendar, what splits files), calibration and reference data."""
    digest = hashlib.sha256(reference.fingerprint.encode())
    splitting = (resources.files("pipeline") / name for name in ("separators.py", "splits.py"))
    rules = resources.files("pipeline.extract")
    calendar = resources.files("pipeline.reference") / "calendar.py"
    sources = [*rules.iterdir(), *(rules / "checks").iterdir(), calendar, *splitting]
    for source in sorted(sources, key=lambda entry: entry.name):
        if source.name.endswith((".py", ".csv")):
            digest.update(source.name.encode() + b"\x00" + source.read_bytes())
    return digest.hexdigest()[:16]


def _read_page(page: Page, papers: _Papers, lexicon: Lexicon, no_card: bool = False) -> None:
    view = view_page(page)
    marks = read_marks(page, view)
    if no_card:
        marks = without_card(marks)
    papers.problems.extend(marks.problems)
    for code in read_codes(page.number, page.codes):
        _keep(papers, code)
    if find_separator(page.codes):
        return
    if marks.identity_card:
        papers.cards.append(page.number)
        _begin(papers, Begun(page.number, CARD_NAME, IDENTITY_CARD))
        return
    papers.file.add(page)
    if not _read_beginning(view, papers, lexicon):
        _guess_beginning(page, view, papers)
    _keep_all(papers, marks.candidates)
    _keep_all(papers, read_signer(view, lexicon))
    _keep_all(papers, read_signature_notes(view, lexicon))
    _keep_all(papers, read_form_signatures(view, lexicon))
    _keep_all(papers, read_arrival_stamp(page.number, page.regions))
    _keep_all(papers, read_shapes(view, lexicon))
    _read_lists(page, view, papers, lexicon)
    _read_labels(view, papers, lexicon)


def _read_lists(page: Page, view: PageView, papers: _Papers, lexicon: Lexicon) -> None:
    """The lists of acts, or those of forms; both on a page that does not say what it belongs to."""
    kind = papers.kinds[-1] if papers.kinds else ""
    if kind in (*ACT_KINDS, "", "application"):
        _keep_all(papers, _optional(read_recipients(view, lexicon)))
    if kind in (*ACT_KINDS, ""):
        _keep_all(papers, _optional(read_appointment(view, lexicon)))
        if not papers.codes or papers.codes[-1] != OFFICIAL_LETTER:
            _keep_all(papers, _optional(read_citations(view, lexicon)))
        _keep_all(papers, _optional(read_articles(view, lexicon)))
    if kind not in ACT_KINDS:
        tables = ruled_tables(page)
        _keep_all(papers, _optional(read_attachments(view, tables, lexicon)))
        _keep_all(papers, _optional(read_handover(view, tables, lexicon)))
        _keep_all(papers, read_closing_date(view, lexicon))


def _optional(found: Candidate | None) -> Iterator[Candidate]:
    if found is not None:
        yield found


def _begin(papers: _Papers, begun: Begun) -> None:
    """Note that a paper begins; pages of one card, or of drawings, belong together."""
    alike = begun.type_code in (IDENTITY_CARD, DRAWING) and papers.begun
    if not alike or papers.begun[-1].type_code != begun.type_code:
        papers.begun.append(begun)


def _guess_beginning(page: Page, view: PageView, papers: _Papers) -> None:
    """What begins on a page without heading and title: a drawing, or something unknown behind a card."""
    if not has_words(page):
        return
    if is_drawing(view):
        _begin(papers, Begun(page.number, DRAWING_NAME, DRAWING))
    elif not papers.begun or papers.begun[-1].type_code == IDENTITY_CARD:
        _begin(papers, Begun(page.number, None, OTHER))


def _read_beginning(view: PageView, papers: _Papers, lexicon: Lexicon) -> bool:
    """Heading, title and subject; a new paper begins where a page has them, and whether it does."""
    heading = read_heading(view, lexicon)
    title = find_title(view, heading, lexicon)
    if title is None and heading is not None and not heading.letter_subject:
        title = title_by_symbol(view, heading, lexicon)
    if title is not None and heading is None and papers.kinds and title.kind.kind in ACT_KINDS:
        return False
    letter = letter_type(view, heading, lexicon) if heading and title is None else None
    if heading is None and title is None:
        if not papers.kinds:
            papers.kinds.append("")
            papers.codes.append(None)
        return False
    kind = title.kind.kind if title else "act" if letter else ""
    papers.kinds.append(kind)
    papers.codes.append(title.kind.type_code if title else OFFICIAL_LETTER if letter else None)
    if heading is not None:
        _keep_all(papers, heading.candidates)
    if title is not None:
        _keep(papers, title.candidate)
        if kind in ACT_KINDS:
            _keep_all(papers, _optional(subject_under(view, title, lexicon)))
    elif letter is not None:
        _keep(papers, letter)
    named = str(title.candidate.value) if title else LETTER if letter else None
    _begin(papers, Begun(view.number, named, papers.codes[-1] or OTHER))
    return True


def _read_labels(view: PageView, papers: _Papers, lexicon: Lexicon) -> None:
    act = bool(papers.kinds) and papers.kinds[-1] in ACT_KINDS
    for reading in read_labelled(view, lexicon):
        found = reading.candidate
        if act and found.name not in ACT_FIELDS:
            continue
        kept = _keep(papers, found)
        if spec_of(found.name).about_person:
            papers.persons[id(kept)] = (view.number, reading.person)


def _keep_all(papers: _Papers, candidates: Iterable[Candidate]) -> None:
    for found in candidates:
        _keep(papers, found)


def _keep(papers: _Papers, found: Candidate) -> Candidate:
    """Note a candidate with the paper it stands in; a code on the page outranks all text."""
    paper = max(0, len(papers.kinds) - 1)
    rank = (
        -1
        if found.source == "code"
        else 4 * paper_rank(papers.codes[-1] if papers.codes else None) + found.rank
    )
    kept = replace(found, paper=paper, rank=rank)
    papers.found.setdefault(found.name, []).append(kept)
    return kept


def _conclude(papers: _Papers, lexicon: Lexicon, calibration: Calibration) -> Understanding:
    chosen: dict[str, Candidate] = {}
    applicant = choose(papers.found.get("applicant_name", ()))
    for name, found in papers.found.items():
        elsewhere = applicant is None or not spec_of(name).about_person or name == applicant.name
        candidates = found if elsewhere or applicant is None else _of_same_person(found, applicant, papers)
        best = gathered(candidates) if name in RUNNING else choose(candidates)
        if best is not None:
            chosen[name] = contradicted(best, candidates)
    _number_articles(chosen)
    chosen |= {one.name: one for one in papers.file.candidates()}
    _keep_one_signer(chosen)
    readings = [one for found in papers.found.values() for one in found]
    signer_from_note(chosen, readings)
    settle_names(chosen, readings)
    _note_conflicts(chosen, papers)
    named = named_by_title(chosen, lexicon)
    worth = {name: calibration.applied(one) for name, one in named.items()}
    checked = check(confirmed_by_signature(with_variants(worth, lexicon.reference)), lexicon)
    ordered = tuple(checked[spec.name].field for spec in CATALOGUE if spec.name in checked)
    parts = papers_of(papers.begun, papers.file.pages)
    document_type, type_code = _type_of(papers, checked)
    return Understanding(document_type, type_code, ordered, tuple(papers.problems), parts)


def _number_articles(chosen: dict[str, Candidate]) -> None:
    """Clauses under their articles; a list of clauses alone is none."""
    if "articles" in chosen:
        chosen["articles"] = numbered(chosen["articles"])
        if not chosen["articles"].value:
            del chosen["articles"]


def _keep_one_signer(chosen: dict[str, Candidate]) -> None:
    """Drop an authority that stands on another page than the title it would belong to."""
    title, authority = chosen.get("signer_title"), chosen.get("signer_authority")
    if title is not None and authority is not None and title.page != authority.page:
        del chosen["signer_authority"]


def _of_same_person(
    candidates: Sequence[Candidate], applicant: Candidate, papers: _Papers
) -> list[Candidate]:
    """Those that stand in a block of the applicant, on whichever paper, or in no other person's block."""
    blocks = {
        papers.persons[id(one)]
        for one in papers.found[applicant.name]
        if id(one) in papers.persons and same_person(str(one.value), str(applicant.value))
    }
    same = [one for one in candidates if papers.persons.get(id(one)) in blocks]
    return same or [one for one in candidates if papers.persons.get(id(one), (0, 0))[1] == 0]


def _note_conflicts(chosen: dict[str, Candidate], papers: _Papers) -> None:
    """Codes that disagree: a warning where text contradicts the code, a problem where there are several."""
    best = chosen.get("dossier_code")
    if best is None:
        return
    values = {one.value for one in papers.found["dossier_code"]}
    from_codes = {one.value for one in papers.found["dossier_code"] if one.source == "code"}
    if best.source == "code" and len(from_codes) == 1 and len(values) > 1:
        warning = "Mã in trên giấy khác mã trong mã vạch/QR."
        chosen["dossier_code"] = replace(best, warnings=(*best.warnings, warning))
    labelled = {one.value for one in papers.found["dossier_code"] if one.source != "pattern"}
    if len(from_codes) > 1 or (not from_codes and len(labelled) > 1):
        message = "Tệp chứa nhiều mã hồ sơ; tách thành từng hồ sơ."
        papers.problems.append(Problem("extract", "several_codes", message))


def _type_of(papers: _Papers, fields: dict[str, Candidate]) -> tuple[str | None, str | None]:
    if papers.cards and len(papers.cards) == papers.file.pages:
        return CARD_NAME, IDENTITY_CARD
    best = fields.get("document_type")
    if best is None or not isinstance(best.value, str):
        guessed = next((one for one in papers.begun if one.type_code != IDENTITY_CARD), None)
        return (guessed.document_type, guessed.type_code) if guessed else (None, None)
    first = best.paper
    return best.value, papers.codes[first] if first < len(papers.codes) else None
