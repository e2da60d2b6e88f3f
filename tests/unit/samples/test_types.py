"""A writer for every type of paper: what it prints says what it is."""

from random import Random

import pytest

from pipeline.reference import load_reference
from samples.cases import new_case
from samples.kinds import KINDS, TYPES
from samples.papers.paper import Paper
from samples.papers.sensitive import SECRECY
from samples.words.types import ACTS, FORMS

KNOWN = {row.name: row.type_code for row in load_reference().document_types}


def written(name: str) -> Paper:
    """A paper of the type."""
    rng = Random(name)
    return TYPES[name](new_case(rng), rng)


def test_every_act_of_the_decree_and_every_form_of_the_desk_is_there() -> None:
    acts = {row.name for row in load_reference().document_types if row.kind == "act"} - {"CÔNG VĂN"}
    assert {name for name, _, _ in ACTS} == acts
    assert {code for _, code in FORMS} >= {
        "supplement_request",
        "refusal",
        "apology",
        "stop_notice",
        "register",
    }
    assert not set(SECRECY) & set(KINDS)


@pytest.mark.parametrize("name", TYPES)
def test_a_paper_prints_its_title_and_carries_its_code(name: str) -> None:
    paper = written(name)
    text = " ".join(line.text for line in paper.sheets[0].lines)
    if name not in (*SECRECY, *KINDS, "identity_card", "drawing", "other"):
        assert name in text
        assert paper.document_type == name
    if paper.document_type in KNOWN:
        assert paper.type_code == KNOWN[paper.document_type]
    assert (paper.fields.get("secrecy") == name) == (name in SECRECY)
