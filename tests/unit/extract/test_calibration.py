from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.calibrate import fitted
from core.page import Box
from pipeline.extract.calibration import UNCALIBRATED, Calibration, group_of, load_calibration
from pipeline.extract.candidates import CERTAIN, Candidate
from pipeline.extract.catalogue import CATALOGUE

ONE = Candidate("address", "Số 1", "Số 1", 0.5, "label", 1, Box(0, 0, 1, 1))
TABLE = Calibration({"text": ((0.5, 0.4), (0.9, 0.8))})


@pytest.mark.parametrize(
    ("score", "share"), [(0.0, 0.0), (0.25, 0.2), (0.5, 0.4), (0.7, 0.6), (0.9, 0.8), (1.0, 0.8)]
)
def test_a_score_becomes_the_share_on_the_line_between_knots(score: float, share: float) -> None:
    assert TABLE.applied(replace(ONE, confidence=score)).confidence == pytest.approx(share)


def test_what_is_not_text_or_has_no_table_stays_as_it_is() -> None:
    assert UNCALIBRATED.applied(ONE) is not None
    assert UNCALIBRATED.applied(ONE).confidence == 0.5
    assert TABLE.applied(replace(ONE, value=None)).confidence == 0.5
    assert TABLE.applied(replace(ONE, source="code")).confidence == 0.5


def test_every_group_has_a_rising_table() -> None:
    packaged = load_calibration()
    assert set(packaged.knots) == {group_of(spec.name) for spec in CATALOGUE}
    for knots in packaged.knots.values():
        assert list(knots) == sorted(knots)
        assert [share for _, share in knots] == sorted(share for _, share in knots)
        assert all(0 <= number <= 1 for knot in knots for number in knot)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=200))
def test_fitted_shares_rise_with_the_score(scores: list[tuple[float, bool]]) -> None:
    knots = fitted(scores)
    assert list(knots) == sorted(knots)
    assert [share for _, share in knots] == sorted(share for _, share in knots)


def test_fitted_shares_are_those_that_were_right() -> None:
    scores = [(0.3, at % 2 == 0) for at in range(200)] + [(0.9, True)] * 200
    (low, half), (high, all_) = fitted(scores)
    assert low == pytest.approx(0.3)
    assert half == pytest.approx(0.5, abs=0.01)
    assert high == pytest.approx(0.9)
    assert all_ == pytest.approx(1.0, abs=0.01)


def test_no_confidence_is_more_than_certain() -> None:
    assert Calibration({"text": ((0.5, 1.0),)}).applied(ONE).confidence == CERTAIN
