from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.chart import draw
from bench.meter import Spent
from bench.readers import choose
from bench.report import section
from bench.results import PageScore, Reading, Run, mean, total, worst
from bench.scoring import Score, Share
from bench.section import markdown
from core.errors import ConfigError

NONE = Share(0, 0)


def score(word_f1: float, stamped: Share = NONE, missed: tuple[str, ...] = ()) -> Score:
    return Score(
        word_f1, word_f1, 1 - word_f1, 0.1, 0.02, Share(9, 10), Share(1, 1), stamped, missed, (), ("a|b",)
    )


def reading(reader: str, seconds: float, *figures: float) -> Reading:
    captures, kinds = ("clean", "fax"), ("letter", "receipt")
    pages = tuple(
        PageScore(f"{at:04d}", captures[at % 2], kinds[at % 2], score(figure, Share(at, 2), ("Trần",) * at))
        for at, figure in enumerate(figures)
    )
    real = (PageScore("ct_01_p1", "real", "real", score(figures[0])),)
    return Reading(reader, Spent(seconds, seconds * 2, 250_000_000, (0,)), pages, real)


@pytest.fixture
def measured() -> Run:
    readings = (reading("sohoa", 11.0, 0.99, 0.97), reading("tesseract", 10.0, 0.9, 0.5))
    return Run("./run bench reading", "2025-11-23, 2 cores", 2, readings)


def test_the_document_names_how_it_was_made_and_every_figure(measured: Run) -> None:
    rows = markdown(section(measured)).splitlines()
    assert "    ./run bench reading" in rows
    assert "2025-11-23, 2 cores" in rows
    assert "| sohoa | 98.00 | 98.00 | 2.00 | 10.00 | 2.00 | 100.00 | 25.00 | 97.00 |" in rows
    assert "| sohoa | 0.18 | 1.10 | 11.0 | 11.00 | 250 |" in rows
    assert "| fax | 1 | 97.00 | 50.00 |" in rows
    assert "| receipt | 1 | 97.00 | 50.00 |" in rows
    assert "| ct_01_p1 | 1.00 / 2.00 / 90.00 | 10.00 / 2.00 / 90.00 |" in rows
    assert r"| 0001 | 97.00 | 1: Trần | 1: a\|b |" in rows


def test_every_table_of_the_document_has_rows_of_one_width(measured: Run) -> None:
    for part in markdown(section(measured)).split("### ")[1:]:
        rows = [row.replace(r"\|", "") for row in part.splitlines() if row.startswith("|")]
        assert len({row.count("|") for row in rows}) <= 1


def test_without_tesseract_there_is_no_ratio_and_without_sohoa_no_worst_pages() -> None:
    alone = Run("", "2025-11-23", 2, (reading("ocrmypdf", 70.0, 0.9, 0.8),))
    text = markdown(section(alone))
    assert "| OCRmyPDF | 0.03 | – | 70.0 |" in text
    assert "worst 2 pages" not in text


def test_the_chart_is_the_same_file_for_the_same_figures(measured: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        draw(measured, tmp_path / name / "chart.svg")
    one, two = ((tmp_path / name / "chart.svg").read_bytes() for name in ("one", "two"))
    assert one == two
    assert ElementTree.fromstring(one).tag.endswith("svg")


def test_pages_add_up(measured: Run) -> None:
    pages = measured.readings[0].pages
    assert mean(pages, lambda one: one.word_f1) == pytest.approx(0.98)
    assert total(pages, lambda one: one.stamped) == Share(1, 4)
    assert [page.name for page in worst(pages, 1)] == ["0001"]


def test_readers_are_chosen_by_name_and_unknown_ones_refused() -> None:
    assert choose("tesseract, sohoa") == ("sohoa", "tesseract")
    with pytest.raises(ConfigError):
        choose("abbyy")
