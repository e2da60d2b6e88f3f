import sys
from pathlib import Path

import pytest

from bench.meter import Command, Spent, measure

MEBIBYTE = 1 << 20
BUSY = "import time\nwhile time.process_time() < 0.3: pass"


def run(folder: Path, *programs: str, parallel: int = 1) -> Spent:
    commands = [
        Command(
            (sys.executable, "-I", "-S", "-c", program), str(folder / f"{at}.out"), str(folder / f"{at}.err")
        )
        for at, program in enumerate(programs)
    ]
    return measure(commands, parallel, {"COLOUR": "red"})


def test_each_command_has_its_output_its_exit_code_and_the_environment(tmp_path: Path) -> None:
    show = "import os, sys; print(os.environ['COLOUR']); sys.exit(3)"
    spent = run(tmp_path, show, "import os; os.kill(os.getpid(), 9)", parallel=2)
    assert spent.exit_codes == (3, -9)
    assert (tmp_path / "0.out").read_text() == "red\n"


def test_time_of_a_process_that_outlives_its_parent_counts(tmp_path: Path) -> None:
    orphan = f"import os\nif os.fork() == 0:\n    os.setsid()\n    {BUSY.replace(chr(10), chr(10) + '    ')}"
    assert run(tmp_path, orphan).cpu_seconds >= 0.3


@pytest.mark.parametrize("parallel", [1, 2])
def test_no_more_commands_run_at_once_than_told(tmp_path: Path, parallel: int) -> None:
    nap = "import time; print(time.time()); time.sleep(0.4); print(time.time())"
    spent = run(tmp_path, nap, nap, parallel=parallel)
    (start, end), (next_start, next_end) = (
        map(float, (tmp_path / f"{at}.out").read_text().split()) for at in (0, 1)
    )
    assert (next_start < end) == (parallel == 2)
    assert spent.wall_seconds >= max(end, next_end) - start


def test_peak_memory_is_that_of_the_largest_process_not_of_who_measures(tmp_path: Path) -> None:
    ballast = bytearray(96 * MEBIBYTE)
    ballast[::4096] = b"x" * len(ballast[::4096])
    small, large = run(tmp_path, "pass"), run(tmp_path, f"b'x' * {64 * MEBIBYTE}", "pass", parallel=2)
    assert small.peak_bytes < 48 * MEBIBYTE
    assert 64 * MEBIBYTE < large.peak_bytes < 96 * MEBIBYTE
