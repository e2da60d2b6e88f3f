"""What the papers say: every kind, its fields, its reading order, its words."""

import unicodedata
from datetime import date
from functools import lru_cache
from random import Random

import pytest

from samples.cases import new_case
from samples.dates import long_date, short_date
from samples.kinds import KINDS, WRITERS
from samples.papers.paper import Paper

PRINTED = (
    "document_number", "issuing_agency", "issuing_place", "subject", "signer", "signer_title", "dossier_code",
    "procedure_code", "procedure_name", "applicant_name", "national_id", "address", "receiving_unit",
    "settling_agency", "receiver_name", "submitter_name", "document_type", "email",
)  # fmt: skip
"""Fields whose canonical value is what is printed."""


@lru_cache(maxsize=64)
def _paper(kind: str, seed: int) -> Paper:
    rng = Random(seed)
    return WRITERS[kind](new_case(rng), rng)


def _text(paper: Paper) -> str:
    return " ".join(word.text for sheet in paper.sheets for line in sheet.lines for word in line.words)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2])
def test_fields_stand_on_the_paper(kind: str, seed: int) -> None:
    paper = _paper(kind, seed)
    text = _text(paper)
    for name in PRINTED:
        if name in paper.fields and paper.fields[name] != "CÔNG VĂN":
            assert str(paper.fields[name]) in text, name


@pytest.mark.parametrize("kind", KINDS)
def test_issue_date_is_printed(kind: str) -> None:
    paper = _paper(kind, 1)
    day = date.fromisoformat(str(paper.fields["issue_date"]))
    assert long_date(day) in _text(paper) or short_date(day) in _text(paper)


def test_heading_is_read_issuer_motto_number_place() -> None:
    zones = [line.zone for line in _paper("decision", 1).sheets[0].lines]
    order = [zone for index, zone in enumerate(zones) if index == 0 or zones[index - 1] != zone]
    assert order[:6] == ["issuer", "motto", "number", "place_date", "type", "subject"]
    assert order.index("recipients") < order.index("signer") if "recipients" in order else True


def test_words_are_nfc_without_spaces() -> None:
    for kind in KINDS:
        for sheet in _paper(kind, 2).sheets:
            for line in sheet.lines:
                for word in line.words:
                    assert word.text == unicodedata.normalize("NFC", word.text)
                    assert not any(letter.isspace() for letter in word.text)


def test_words_stay_on_the_sheet() -> None:
    for kind in KINDS:
        for seed in (1, 2):
            for sheet in _paper(kind, seed).sheets:
                for line in sheet.lines:
                    for word in line.words:
                        left, top, right, bottom = word.upright
                        assert 0 <= left < right <= sheet.image.width
                        assert 0 <= top < bottom <= sheet.image.height


def test_stamps_mark_only_words_they_touch() -> None:
    paper = _paper("decision", 2)
    words = [word for sheet in paper.sheets for line in sheet.true_lines() for word in line.words]
    assert 0 < sum(word.stamped for word in words) < len(words) / 3


def test_table_words_are_flagged() -> None:
    lines = [line for sheet in _paper("receipt", 2).sheets for line in sheet.lines]
    assert all(word.table == (line.zone == "table") for line in lines for word in line.words)
    assert sum(line.zone == "table" for line in lines) >= 8


def test_vocabulary_is_broad() -> None:
    syllables = {
        word.strip(".,;:()/").lower()
        for kind in KINDS
        for seed in (1, 2, 3)
        for word in _text(_paper(kind, seed)).split()
        if word.strip(".,;:()/").isalpha()
    }
    assert len(syllables) > 500


def test_both_tone_placements_occur() -> None:
    texts = [_text(_paper("letter", seed)) for seed in range(1, 6)]
    assert any("CỘNG HÒA" in text for text in texts)
    assert any("CỘNG HOÀ" in text for text in texts)
