import json

import pytest

from bench.meter import Spent
from bench.nasty import NASTIES
from bench.robustness import Outcome, counted, judged


def spent(code: int = 0, seconds: float = 2.0, peak_bytes: int = 90_000_000) -> Spent:
    return Spent(seconds, seconds, peak_bytes, (code,))


def answer(states: list[str], *problems: tuple[str, int | None]) -> str:
    pages = [{"number": number, "state": state} for number, state in enumerate(states, start=1)]
    return json.dumps({"pages": pages, "problems": [{"code": code, "page": page} for code, page in problems]})


@pytest.mark.parametrize(
    ("states", "problems", "outcome"),
    [
        (["read"], [], "read"),
        (["read", "read", "blank"], [], "2 × read, blank"),
        ([], [("encrypted", None)], "refused: encrypted"),
        (["unreadable"], [("damaged", 1)], "unreadable: damaged"),
        (["read", "too_large"], [("too_large", 2)], "read, too_large"),
    ],
)
def test_a_stated_outcome_is_no_crash(
    states: list[str], problems: list[tuple[str, int | None]], outcome: str
) -> None:
    found = judged("qpdf", "a.pdf", spent(1), answer(states, *problems), "")
    assert (found.outcome, found.crashed) == (outcome, False)


@pytest.mark.parametrize(
    ("code", "text", "messages"),
    [
        (139, answer(["read"]), ""),
        (1, '{"pages": [', ""),
        (0, answer(["read"]), "Traceback (most recent call last):"),
        (1, answer(["unreadable"], ("internal", 1)), ""),
        (1, answer(["unreadable"], ("worker_crashed", 1)), ""),
        (0, answer([]), ""),
    ],
)
def test_anything_else_is(code: int, text: str, messages: str) -> None:
    assert judged("qpdf", "a.pdf", spent(code), text, messages).crashed


def test_a_file_may_take_its_limit_for_each_page() -> None:
    slow = spent(seconds=140)
    assert Outcome("qpdf", "a.pdf", "read", slow, ("read",)).hung
    assert not Outcome("qpdf", "a.pdf", "3 × read", slow, ("read",) * 3).hung


def test_the_pages_beside_a_bad_one_must_be_read() -> None:
    kept = Outcome("generated", "bomb-between-pages.pdf", "", spent(), ("read", "timed_out", "read"))
    lost = Outcome("generated", "bomb-between-pages.pdf", "", spent(), ("read", "timed_out", "unreadable"))
    assert (kept.neighbours_lost, lost.neighbours_lost) == (False, True)


def test_outcomes_are_counted_in_the_order_they_first_occur() -> None:
    assert counted(["read", "blank", "read"]) == "2 × read, blank"


def test_a_page_that_cannot_be_read_stands_between_two_that_can() -> None:
    assert sum("-between-pages" in name for name in NASTIES) >= 3
