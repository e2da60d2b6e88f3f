from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import timing
from bench.meter import Spent
from bench.readers import Job
from bench.timing import Round


def spent(seconds: float) -> Spent:
    return Spent(seconds, 2 * seconds, 250_000_000, (0,))


def test_a_call_is_compared_with_the_runs_before_and_after_it() -> None:
    one = Round(spent(8.0), {"pdf": spent(11.0)}, spent(12.0))
    assert one.wall_ratio("pdf") == pytest.approx(1.1)
    assert one.cpu_ratio("pdf") == pytest.approx(1.1)


def test_rounds_alternate_and_the_median_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    seconds: Iterator[float] = iter((10, 11, 12, 10, 30, 40, 10, 11, 13, 10))

    def timed(name: str, _job: Job) -> Spent:
        calls.append(name)
        return spent(next(seconds))

    monkeypatch.setattr(timing, "_timed", timed)
    timing.run(1, 3, 7, tmp_path, tmp_path / "benchmarks.md")
    bare = [at for at, name in enumerate(calls) if name == "tesseract"]
    assert bare == [0, 3, 6, 9]
    text = (tmp_path / "benchmarks.md").read_text()
    assert "| sohoa, one PDF | 1.10 | 1.10 | 3.00 |" in text
    assert "| sohoa, single files | 1.30 | 1.20 | 4.00 |" in text
