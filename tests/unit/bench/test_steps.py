import numpy as np
import pytest

from bench.scoring import Score, Share
from bench.steps import NOTHING, SETTLE, STAND, Trial, effects, leaving_out
from core.page import PageImage
from pipeline import process
from pipeline.clean.stand import as_it_is


def trial(page: str, left_out: str, word_f1: float, seconds: float) -> Trial:
    none = Share(0, 0)
    score = Score(word_f1, word_f1, 1 - word_f1, 0.0, 0.0, none, none, none, (), (), ())
    return Trial(page, "fax", left_out, score, seconds)


def test_an_effect_is_with_the_step_less_without_it() -> None:
    found = effects(
        [trial("a", NOTHING, 0.9, 2.0), trial("a", "rules", 0.8, 1.5), trial("b", NOTHING, 1.0, 1.0)]
    )
    assert list(found) == ["rules"]
    (effect,) = found["rules"]
    assert effect.f1_gain == pytest.approx(0.1)
    assert effect.cer_gain == pytest.approx(-0.1)
    assert effect.cost_seconds == pytest.approx(0.5)


def test_what_the_product_calls_is_replaced_inside_the_block_only() -> None:
    before = (process.prepare, process.stand, process.settled)  # type: ignore[attr-defined]
    with leaving_out(SETTLE):
        inside = (process.prepare, process.stand, process.settled)  # type: ignore[attr-defined]
    after = (process.prepare, process.stand, process.settled)  # type: ignore[attr-defined]
    assert after == before
    assert all(one is not other for one, other in zip(before, inside, strict=True))


def test_a_page_read_without_standing_up_is_left_as_it_came() -> None:
    pixels = np.full((400, 300), 255, np.uint8)
    with leaving_out(STAND) as applied:
        found = process.stand(pixels, 100, lambda _pixels, _dpi: None)  # type: ignore[attr-defined]
        prepared = process.prepare(PageImage(1, pixels, 300), as_it_is(pixels))  # type: ignore[attr-defined]
    assert (found.turn_degrees, found.size) == (0, (300, 400))
    assert applied == list(prepared.steps)
