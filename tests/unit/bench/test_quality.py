"""What the benchmark of verdicts adds up, and the ways it spoils pages."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench.harm import HARMS, spoiled
from bench.quality import Copy, Judged, summary
from bench.sheets import Sheet
from core.page import Verdict
from samples import TruePage

GOOD, CHECK, RESCAN = Verdict.GOOD, Verdict.CHECK, Verdict.RESCAN


def judged(word_f1: float, first: Verdict, final: Verdict, harm: str = "") -> Judged:
    sheet = Sheet(Path("a.png"), Path("a.png"), TruePage(1, "letter", "clean", 100, 100, 300, 100, 100))
    return Judged(Copy(sheet, sheet.file, harm), word_f1, first, final, (), 0.2)


def test_lost_pages_count_as_noticed_when_either_verdict_says_so() -> None:
    found = [
        judged(0.1, GOOD, RESCAN, "cut"),
        judged(0.8, CHECK, CHECK, "pale"),
        judged(0.85, GOOD, GOOD, "pale"),
        judged(0.99, RESCAN, GOOD),
    ]
    text = "\n".join(summary(found))
    assert "below 0.9: 2 of 3 called check or rescan, 1 of them before reading" in text
    assert "as drawn called rescan, first or last: 1 of 1" in text
    assert "from 0.98: 0 of 1 called rescan, before reading 1" in text


@pytest.mark.parametrize("name", HARMS)
def test_harms_keep_the_kind_of_picture_and_leave_the_page_alone(name: str) -> None:
    page = np.full((700, 500, 3), 250, np.uint8)
    page[100:600:20, 60:440] = 20
    before = page.copy()
    for strength in HARMS[name].strengths:
        made = spoiled(page, name, strength)
        assert made.dtype == np.uint8
        assert made.shape[0] > 100
    assert (page == before).all()


def test_a_copy_is_named_by_its_harm() -> None:
    one = judged(1.0, GOOD, GOOD).copy
    assert (one.name, replace(one, harm="pale", strength=0.3).name) == ("a", "a pale 0.3")
