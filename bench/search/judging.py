"""Asks every engine the judged questions, as typed, without marks, and against misread pages."""

import secrets
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from elasticsearch import Elasticsearch

from bench.grids import Grid
from bench.machine import tell, today
from bench.search.baselines import RemoveDiacritics, StandardAnalyzer
from bench.search.corpus import Made, entry_of, made_dossiers
from bench.search.measures import CUT, DEEP, Scores, mean, scores
from bench.search.questions import KINDS, OPERATORS, Judged, judged_questions
from bench.search.wording import Style
from bench.section import Section, publish
from core.access import LOCAL_VIEWER
from core.settings import Settings
from search.index import DossierEntry, Question, SearchIndex, open_index
from search.query import parse

Engine = Callable[[str], list[str]]
_OURS = "sohoa, SQLite"
_TEXT = """\
{dossiers} generated dossiers of four pages (receipt, application, an act of two pages) write the same in
many ways: short forms, both tone placements, four forms of dates. {questions} questions of {kinds} kinds
are asked as officers type them. Answers are known from the facts a dossier was made of, never from its
text: 3 for what is asked for, 1 for what only names it (cites the act, bears the name as clerk or signer).
NDCG counts the first {cut} hits with gains of 7 and 1, recall the answers among the first {deep}. Baselines
get the same texts and questions: `multi_match` over `standard`-analysed text and its copy without marks
(all words, and Elasticsearch's default of any word), and SQLite `unicode61 remove_diacritics 2` with all
words. They do not know our operators; the last row of the second table leaves out the kinds that use them.

Without marks facts that differ by marks alone are equally good answers. Misread: {wrong:.0f} % of the words
of pages and of free fields are spoiled as engines spoil them: six in ten lose or change a mark, three a
letter, one runs into the next. That is simulated, not read; `./run bench reading` says what reading really
gets wrong.
"""


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """What to measure."""

    dossiers: int
    each: int
    """Questions of each kind."""
    seed: int
    wrong: float
    """Share of words misread."""
    elastic: str | None
    """Address of an Elasticsearch server; None leaves it out."""
    document: Path


def run(request: JudgedRun) -> None:
    """Measure and write the section."""
    corpus = list(made_dossiers(request.dossiers, request.seed))
    questions = list(judged_questions([made.facts for made in corpus], request.each, request.seed))
    clean = [entry_of(made) for made in corpus]
    misread = [_misread(made, request) for made in corpus]
    tell(f"{len(questions)} questions about {len(clean)} dossiers")
    rows, by_kind = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, of_clean, of_misread in _engines(request, Path(folder), clean, misread):
            tell(name)
            typed = [scores(of_clean(one.text), one.grades) for one in questions]
            bare = [scores(of_clean(one.bare), one.bare_grades) for one in questions]
            spoiled = [scores(of_misread(one.text), one.grades) for one in questions]
            by_kind[name] = _by_kind(questions, typed)
            rows.append(_row(name, mean(typed), mean(bare), mean(spoiled)))
    body: tuple[str | Grid, ...] = (
        _TEXT.format(
            dossiers=request.dossiers,
            questions=len(questions),
            kinds=len(KINDS),
            cut=CUT,
            deep=DEEP,
            wrong=100 * request.wrong,
        ),
        Grid("All questions", _COLUMNS, tuple(rows)),
        Grid(f"NDCG@{CUT} by kind of question", ("kind", *by_kind), _kind_rows(questions, by_kind)),
    )
    facts = f"{today()}, seed {request.seed}."
    command = f"./run bench search --dossiers {request.dossiers} --each {request.each} --seed {request.seed}"
    publish(Section("search", "Search, judged", command, facts, body), request.document)


_COLUMNS = (
    *("engine", f"NDCG@{CUT}", "recall", "MRR", "NDCG without marks", "loss"),
    *("NDCG misread", "loss", "recall misread"),
)


def _row(name: str, typed: Scores, bare: Scores, spoiled: Scores) -> tuple[str, ...]:
    figures = (
        *(typed.ndcg, typed.recall, typed.reciprocal_rank, bare.ndcg, typed.ndcg - bare.ndcg),
        *(spoiled.ndcg, typed.ndcg - spoiled.ndcg, spoiled.recall),
    )
    return name, *(f"{figure:.3f}" for figure in figures)


def _misread(made: Made, request: JudgedRun) -> DossierEntry:
    style = Style(Random(f"misread/{request.seed}/{made.facts.id}"), wrong=request.wrong)
    return entry_of(made, tuple(style.misread(page) for page in made.pages), style)


def _by_kind(questions: Sequence[Judged], found: Sequence[Scores]) -> dict[str, float]:
    made = {
        kind: mean(
            [one for question, one in zip(questions, found, strict=True) if question.kind == kind]
        ).ndcg
        for kind in dict.fromkeys(question.kind for question in questions)
    }
    plain = [one for question, one in zip(questions, found, strict=True) if question.kind not in OPERATORS]
    return made | {"all without operators": mean(plain).ndcg}


def _kind_rows(
    questions: Sequence[Judged], by_kind: dict[str, dict[str, float]]
) -> tuple[tuple[str, ...], ...]:
    kinds = (*dict.fromkeys(question.kind for question in questions), "all without operators")
    return tuple((kind, *(f"{figures[kind]:.3f}" for figures in by_kind.values())) for kind in kinds)


def _engines(
    request: JudgedRun, folder: Path, clean: Sequence[DossierEntry], misread: Sequence[DossierEntry]
) -> Iterable[tuple[str, Engine, Engine]]:
    settings = Settings.from_env({})

    def ours(url: str) -> tuple[Engine, Engine]:
        made = [open_index(f"{url}{name}", settings) for name in ("clean", "misread")]
        for index, entries in zip(made, (clean, misread), strict=True):
            index.prepare()
            index.add(entries)
        return ranking(made[0]), ranking(made[1])

    yield _OURS, *ours(f"sqlite://{folder}/")
    plain = [RemoveDiacritics(), RemoveDiacritics()]
    for index, entries in zip(plain, (clean, misread), strict=True):
        index.fill(entries)
    if request.elastic:
        prefix = f"bench-{secrets.token_hex(4)}"
        with Elasticsearch(request.elastic) as client:
            try:
                yield "sohoa, Elasticsearch", *ours(f"{request.elastic}/{prefix}-")
                for operator in ("and", "or"):
                    both = [
                        StandardAnalyzer(client, f"{prefix}-{operator}-{part}", operator) for part in "cm"
                    ]
                    both[0].fill(clean)
                    both[1].fill(misread)
                    yield f"multi_match, {operator}", both[0].search, both[1].search
            finally:
                for name in list(client.indices.get(index=f"{prefix}-*")):
                    client.indices.delete(index=name)
    yield "unicode61", plain[0].search, plain[1].search


def ranking(index: SearchIndex) -> Engine:
    """The index as a function from a question to dossier ids."""

    def ask(text: str) -> list[str]:
        found = index.search(Question(parse(text), limit=DEEP), LOCAL_VIEWER)
        return [hit.dossier for hit in found.hits]

    return ask
