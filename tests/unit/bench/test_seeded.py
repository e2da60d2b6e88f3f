from random import Random

from bench.checks import warnings
from bench.seeded import MISTAKES, true_papers, with_mistake
from pipeline.extract.numbers import tax_code_is_valid
from pipeline.reference import load_reference
from samples.cases import new_case

REFERENCE = load_reference()


def test_a_seeded_error_changes_one_value_and_true_values_are_not_warned_of() -> None:
    rng = Random("seeded")
    case = new_case(rng)
    papers = true_papers(case, REFERENCE, rng)
    assert list(warnings(papers, REFERENCE)) == []
    assert tax_code_is_valid(str(papers["receipt"]["tax_code"].value))
    for mistake in MISTAKES:
        spoiled = with_mistake(papers, mistake, case, rng)
        assert spoiled is not None
        changed = [
            (kind, name)
            for kind, fields in papers.items()
            for name, one in fields.items()
            if one != spoiled[kind][name]
        ]
        assert [name for _, name in changed] == ([mistake.field] if changed else [])
        assert changed or mistake.field == "fee"


def test_a_wrong_due_date_is_found() -> None:
    rng = Random("due")
    case = new_case(rng)
    papers = true_papers(case, REFERENCE, rng)
    spoiled = with_mistake(papers, MISTAKES[0], case, rng)
    assert spoiled is not None
    assert {name for name, _ in warnings(spoiled, REFERENCE)} == {"due_at"}
