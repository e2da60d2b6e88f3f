"""Pages are read in parallel processes that can be killed without harm to their neighbours."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Thread

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont

from core.page import PageState
from core.settings import Limits
from pipeline.load import open_scan
from pipeline.pool import PageJob, PagePool
from tests.drawing import FONT, draw_paper

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> list[PageJob]:
    folder = tmp_path_factory.mktemp("pages")
    paths = [draw_paper(folder / f"{number}.png", number) for number in range(6)]
    return [PageJob(open_scan(path, Limits()), 1) for path in paths]


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> PageJob:
    """A poster of dense print that keeps Tesseract busy for a quarter of a minute and more."""
    random = Random(2)
    path = tmp_path_factory.mktemp("slow") / "poster.png"
    image = Image.new("L", (4900, 4900), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, 42)
    for top in range(30, 4850, 46):
        pen.text((30, top), "".join(random.choices("aeghkmnrtuxy  ", k=250)), fill=0, font=font)
    image.save(path, dpi=(300, 300))
    return PageJob(open_scan(path, Limits()), 1)


def engines() -> Iterator[psutil.Process]:
    """Tesseract processes below this one or left behind by its workers."""
    for process in psutil.process_iter(["name", "status"]):
        if process.info["name"] == "tesseract" and process.info["status"] != psutil.STATUS_ZOMBIE:
            yield process


def numbers(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def test_results_come_in_the_order_of_the_jobs(jobs: list[PageJob]) -> None:
    with PagePool(2, Limits()) as pool:
        texts = [result.page.text for result in pool.read(jobs)]
    assert [numbers(text) for text in texts] == [str(100 + number) for number in range(6)]


def test_nothing_of_a_page_is_left_on_disk(
    jobs: list[PageJob], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "sohoa-pages-999999999-x").mkdir()
    with PagePool(1, Limits()) as pool:
        (folder,) = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o077 == 0
        list(pool.read(jobs[:1]))
    assert list(tmp_path.iterdir()) == []


def test_several_threads_share_one_pool(jobs: list[PageJob]) -> None:
    found: dict[int, list[str]] = {}

    def read(which: int) -> None:
        found[which] = [numbers(result.page.text) for result in pool.read(jobs[which::3])]

    with PagePool(2, Limits()) as pool:
        threads = [Thread(target=read, args=(which,)) for which in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {which: [str(100 + which), str(103 + which)] for which in range(3)}


def test_jobs_are_taken_only_a_few_ahead(jobs: list[PageJob]) -> None:
    taken = []

    def endless() -> Iterator[PageJob]:
        while True:
            taken.append(1)
            yield jobs[0]

    with PagePool(1, Limits()) as pool:
        results = pool.read(endless())
        next(results)
        assert len(taken) <= 3
        results.close()


def test_a_slow_page_times_out_and_its_neighbours_are_read(jobs: list[PageJob], slow: PageJob) -> None:
    with PagePool(2, Limits(page_seconds=6.0)) as pool:
        results = list(pool.read([jobs[0], slow, jobs[1]]))
    assert [result.page.state for result in results] == [PageState.READ, PageState.TIMED_OUT, PageState.READ]
    assert results[1].problems[0].code == "timed_out"


def test_a_killed_worker_costs_its_page_only(jobs: list[PageJob], slow: PageJob) -> None:
    with PagePool(1, Limits(page_seconds=60.0)) as pool:
        list(pool.read(jobs[:1]))
        results = pool.read([slow, jobs[1]])
        killer = Thread(target=kill_worker_of_next_engine)
        killer.start()
        found = list(results)
        killer.join()
    assert found[0].problems[0].code == "worker_crashed"
    assert found[1].page.state is PageState.READ


def kill_worker_of_next_engine() -> None:
    """Kill the page process once its Tesseract runs; Tesseract must not outlive it."""
    own = {process.pid for process in psutil.Process().children(recursive=True)}
    engine = wait_for(lambda: next((p for p in engines() if p.ppid() in own), None))
    os.kill(engine.ppid(), signal.SIGKILL)
    assert wait_for(lambda: not engine.is_running() or engine.status() == psutil.STATUS_ZOMBIE)


def wait_for(found, seconds: float = 60.0):  # type: ignore[no-untyped-def]  # whatever `found` answers
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if answer := found():
                return answer
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    raise AssertionError("It did not happen in time.")


ENDLESS = """
import sys
from pathlib import Path
from core.settings import Limits
from pipeline.load import open_scan
from pipeline.pool import PageJob, PagePool
if __name__ == "__main__":
    job = PageJob(open_scan(Path(sys.argv[1]), Limits()), 1)
    with PagePool(2, Limits()) as pool:
        print("ready", flush=True)
        list(pool.read([job] * 50))
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_outlives_an_interrupted_run(tmp_path: Path, slow: PageJob, how: signal.Signals) -> None:
    (tmp_path / "endless.py").write_text(ENDLESS)
    # A build server may run us with SIGINT ignored, which a child would inherit.
    heeding = ["env", "--default-signal=INT"]
    run = subprocess.Popen(
        [*heeding, sys.executable, str(tmp_path / "endless.py"), str(slow.scan.path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        family = psutil.Process(run.pid)
        wait_for(lambda: [p for p in family.children(recursive=True) if p.name() == "tesseract"])
        members = [p for p in family.children(recursive=True) if p.name() in ("tesseract", "python")]
        os.killpg(run.pid, how) if how == signal.SIGINT else run.send_signal(how)
        _, errors = run.communicate(timeout=60)
    finally:
        run.kill()
    assert errors.decode().count("Traceback") <= 1, "only the interrupted process may say so"
    _, alive = psutil.wait_procs(members, timeout=30)
    assert alive == []
