"""How fast an index is filled and asked as it grows."""

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from elasticsearch import Elasticsearch

from bench.grids import Grid
from bench.machine import CORES, tell, today
from bench.search.chart import draw
from bench.search.corpus import entry_of, made_dossiers
from bench.search.questions import KINDS
from bench.section import Section, publish
from core.access import LOCAL_VIEWER, Viewer
from core.settings import Settings
from core.text import fold
from search.index import Question, SearchIndex, open_index
from search.query import parse

PAGES_A_DOSSIER = 4
_SAMPLE = 400
"""Dossiers that questions are made of."""
_ROUNDS = 3
_TEXT = """\
Every size is an index of its own, filled through `SearchIndex.add` by one process; making tokens and
packing words is counted, drawing up the dossiers (0.1 ms a page) too. Then {questions} questions of all
kinds of the judged set are asked one after the other, {rounds} times, the first round for warmth; every
second under the eyes of the department that settles most dossiers, the others under a supervisor's.
An answer is the dossiers with total and facets, and the best page of each of the first twenty with its
words. Suggestions are asked for the first two to eight letters of codes, procedures and agencies. Own CPU
is the time this process computed for an answer: with SQLite all of it, with Elasticsearch the client's
part; it tells of a machine that is shared what the clock does not.
"""


@dataclass(frozen=True, slots=True)
class ScaleRequest:
    """What to measure."""

    sizes: tuple[int, ...]
    """Pages, growing."""
    seed: int
    elastic: str | None
    """Address of an Elasticsearch server; None measures SQLite."""
    document: Path

    @property
    def engine(self) -> str:
        """Its name."""
        return "elastic" if self.elastic else "sqlite"


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured at one size; times in milliseconds."""

    pages: int
    pages_per_second: float
    typical: float
    p95: float
    slowest: float
    own_p95: float
    """CPU time of this process for an answer: all of it with SQLite, the client's with Elasticsearch."""
    suggest_p95: float
    megabytes: float


def run(request: ScaleRequest) -> None:
    """Measure, write the section and draw the chart."""
    sizes = []
    for pages in request.sizes:
        with _empty(request) as (index, megabytes):
            sizes.append(_measured(index, pages, request.seed, megabytes))
            tell(f"{request.engine}, {pages} pages: {sizes[-1]}")
    picture = request.document.parent / "pictures" / f"bench-search-{request.engine}.svg"
    draw([(one.pages, one.p95, one.suggest_p95) for one in sizes], request.engine, picture)
    title = "Elasticsearch" if request.elastic else "SQLite"
    grid = Grid(f"{title} as it grows", _COLUMNS, tuple(_row(one) for one in sizes))
    text = _TEXT.format(questions=len(_texts(request.seed)), rounds=_ROUNDS)
    listed = ",".join(str(pages) for pages in request.sizes)
    section = Section(
        f"search-{request.engine}",
        f"Search at size, {title}",
        f"./run bench search-scale --engine {request.engine} --pages {listed} --seed {request.seed}",
        f"{today()}, {CORES} cores shared with other work, server and bench on one machine.",
        (text, grid, f"![p95 by pages](pictures/{picture.name})"),
    )
    publish(section, request.document)


_COLUMNS = (
    "pages",
    "pages/s in",
    "median ms",
    "p95 ms",
    "slowest ms",
    "own CPU p95 ms",
    "suggest p95 ms",
    "MB",
)


def _row(one: Size) -> tuple[str, ...]:
    figures = (one.typical, one.p95, one.slowest, one.own_p95, one.suggest_p95)
    return (
        f"{one.pages}",
        f"{one.pages_per_second:.0f}",
        *(f"{figure:.1f}" for figure in figures),
        f"{one.megabytes:.0f}",
    )


@contextmanager
def _empty(request: ScaleRequest) -> Iterator[tuple[SearchIndex, Callable[[], float]]]:
    """An index of its own, filled like a rebuild, and what it takes on disk; gone afterwards."""
    settings = Settings.from_env({})
    if request.elastic is None:
        with tempfile.TemporaryDirectory() as folder:
            index = open_index(f"sqlite://{folder}/index.sqlite", settings, fresh=True)
            yield index, lambda: sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
            index.close()
        return
    prefix = f"bench-{secrets.token_hex(4)}"
    index = open_index(f"{request.elastic}/{prefix}", settings, fresh=True)
    with Elasticsearch(request.elastic, request_timeout=120) as client:
        try:
            yield index, lambda: _megabytes(client, prefix)
        finally:
            index.close()
            for name in list(client.indices.get(index=f"{prefix}-*")):
                client.indices.delete(index=name)


def _megabytes(client: Elasticsearch, prefix: str) -> float:
    stats = client.indices.stats(index=f"{prefix}-*", metric="store")
    return float(stats["_all"]["primaries"]["store"]["size_in_bytes"]) / 1e6


def _measured(index: SearchIndex, pages: int, seed: int, megabytes: Callable[[], float]) -> Size:
    index.prepare()
    started = time.perf_counter()
    index.add(entry_of(made) for made in made_dossiers(pages // PAGES_A_DOSSIER, seed))
    index.swap()
    filled = time.perf_counter() - started
    texts = _texts(seed)
    viewers = _viewers(seed)
    answers: list[tuple[float, float]] = []
    for _ in range(_ROUNDS):
        answers = [_asked(index, text, viewers[at % len(viewers)]) for at, text in enumerate(texts)]
    walls, own = ([each[kind] for each in answers] for kind in (0, 1))
    suggestions = [
        _suggested(index, prefix, viewers[at % len(viewers)]) for at, prefix in enumerate(_prefixes(seed))
    ]
    size = pages, pages / filled, _share(walls, 0.5), _share(walls, 0.95), max(walls), _share(own, 0.95)
    return Size(*size, _share(suggestions, 0.95), megabytes())


def _asked(index: SearchIndex, text: str, viewer: Viewer) -> tuple[float, float]:
    """Milliseconds on the clock, and of this process's CPU."""
    started, own = time.perf_counter(), time.process_time()
    question = Question(parse(text))
    found = index.search(question, viewer)
    index.pages([hit.dossier for hit in found.hits], question, viewer)
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - own)


def _suggested(index: SearchIndex, prefix: str, viewer: Viewer) -> float:
    started = time.perf_counter()
    index.suggest(prefix, viewer)
    return 1000 * (time.perf_counter() - started)


def _share(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def _texts(seed: int) -> list[str]:
    """Questions of all kinds in a mixed order, every third without marks."""
    rng = Random(f"log/{seed}")
    facts = [made.facts for made in made_dossiers(_SAMPLE, seed)]
    asked = [ask(one, rng) for ask in KINDS.values() for one in rng.sample(facts, 16)]
    texts = [text for found in asked if found for text in [found[0]]]
    rng.shuffle(texts)
    return [fold(text) if at % 3 == 2 and "OR" not in text else text for at, text in enumerate(texts)]


def _prefixes(seed: int) -> list[str]:
    rng = Random(f"prefixes/{seed}")
    values = [
        value
        for made in made_dossiers(_SAMPLE, seed)
        for value in (made.facts.case.code, made.facts.case.procedure.name, made.facts.case.procedure.agency)
    ]
    return [value[: rng.randint(2, 8)] for value in rng.sample(values, 200)]


def _viewers(seed: int) -> tuple[Viewer, ...]:
    agencies = [fold(made.facts.case.procedure.agency) for made in made_dossiers(_SAMPLE, seed)]
    department = max(set(agencies), key=agencies.count).replace(" ", "-")
    return LOCAL_VIEWER, Viewer("bench", agencies=frozenset({department}))
