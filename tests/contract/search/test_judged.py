"""The bars of the ranking, on a small judged set; `./run bench search` has the large one with baselines."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from random import Random

import pytest

from bench.search.corpus import entry_of, made_dossiers
from bench.search.judging import ranking
from bench.search.measures import Scores, mean, scores
from bench.search.questions import judged_questions
from bench.search.wording import Style
from search.index import SearchIndex
from tests.contract.search.conftest import ENGINES, filled

CORPUS = list(made_dossiers(300, 5))
QUESTIONS = list(judged_questions([made.facts for made in CORPUS], 3, 5))


@pytest.fixture(scope="module", params=ENGINES)
def indices(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, SearchIndex]]:
    """The judged corpus as it is printed, and as bad scans of it are read."""
    rng = Random(5)
    misread = []
    for made in CORPUS:
        style = Style(rng, wrong=0.05)
        misread.append(entry_of(made, tuple(style.misread(page) for page in made.pages), style))
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(filled(request.param, request, tmp_path_factory.mktemp(name), entries))
            for name, entries in (("printed", map(entry_of, CORPUS)), ("misread", misread))
        }


def judged(index: SearchIndex, *, bare: bool = False) -> Scores:
    ask = ranking(index)
    return mean(
        [
            scores(ask(one.bare if bare else one.text), one.bare_grades if bare else one.grades)
            for one in QUESTIONS
        ]
    )


def test_the_ranking_holds_its_bars(indices: Mapping[str, SearchIndex]) -> None:
    typed = judged(indices["printed"])
    assert typed.ndcg >= 0.95
    assert typed.recall >= 0.97
    assert typed.ndcg - judged(indices["printed"], bare=True).ndcg <= 0.03
    assert typed.ndcg - judged(indices["misread"]).ndcg <= 0.05
