import numpy as np
import pytest

from bench.stance import found_sheet, stand_up, tilt_degrees
from pipeline.clean.geometry import quarter_turn, shift, straightening
from pipeline.clean.stand import Standing

SIZE = (400, 600)
LEFT, RIGHT = (80.0, 300.0), (320.0, 300.0)


def standing(size: tuple[int, int]) -> Standing:
    return Standing(np.eye(3), size, 0, 0.0, (), 255, 20.0, 100, 0.1, 200.0)


@pytest.mark.parametrize(("turn", "angle"), [(0, 0.0), (90, 90.0), (180, 180.0), (270, -90.0)])
def test_the_angle_at_which_lines_are_displayed_tells_the_turn(turn: int, angle: float) -> None:
    assert abs(tilt_degrees(quarter_turn(turn, *SIZE), LEFT, RIGHT)) == pytest.approx(abs(angle))


def test_the_tilt_that_is_left_is_clockwise() -> None:
    transform, _, _ = straightening(-1.5, *SIZE)
    assert tilt_degrees(transform, LEFT, RIGHT) == pytest.approx(1.5)


def test_a_sheet_is_found_when_every_corner_is_near_a_corner() -> None:
    assert found_sheet(np.eye(3), SIZE, standing(SIZE))
    assert found_sheet(quarter_turn(90, *SIZE), SIZE, standing((600, 400)))
    assert found_sheet(shift(3, -2), SIZE, standing(SIZE))
    assert not found_sheet(shift(30, 0), SIZE, standing(SIZE))
    assert not found_sheet(np.eye(3), SIZE, standing((800, 1000)))


@pytest.mark.parametrize("index", [0, 44, 86], ids=["whole", "sparse", "one-bit"])
def test_a_capture_is_named_by_what_it_is_and_the_same_each_time(index: int) -> None:
    first, again = stand_up((7, index)), stand_up((7, index))
    assert first == again
    assert first.capture in first.name
    assert first.variant in first.name
