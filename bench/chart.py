"""The chart of the report: word F1 per capture, and time, for every reader."""

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.readers import READERS, TESSERACT
from bench.results import Run, mean

_COLOURS = {"sohoa": "#0b6e4f", "tesseract": "#9aa5b1", "ocrmypdf": "#e0a458", "ocrmypdf-best": "#b5651d"}
"""Told apart by lightness too, for print and for eyes that mix up red and green."""


def draw(run: Run, path: Path) -> None:
    """Write the chart of `run` as SVG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(
        {
            "font.family": "DejaVu Sans",  # comes with matplotlib and has every Vietnamese letter
            "font.size": 9,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "svg.hashsalt": "sohoa",  # the same figures give the same file
        }
    ):
        figure = Figure(figsize=(10, 3.6), facecolor="white", layout="constrained")
        accuracy, time = figure.subplots(1, 2, width_ratios=(2.4, 1))
        _draw_accuracy(run, accuracy)
        _draw_time(run, time)
        figure.legend(
            *accuracy.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False
        )
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})


def _draw_accuracy(run: Run, axes: Axes) -> None:
    captures = list(dict.fromkeys(page.capture for page in run.readings[0].pages))
    width = 0.8 / len(run.readings)
    for index, one in enumerate(run.readings):
        groups = [[page for page in one.pages if page.capture == capture] for capture in captures]
        heights = [100 * mean(pages, lambda score: score.word_f1) for pages in groups]
        places = [place + (index - (len(run.readings) - 1) / 2) * width for place in range(len(captures))]
        bars = axes.bar(
            places, heights, width * 0.92, color=_COLOURS[one.reader], label=READERS[one.reader].title
        )
        axes.bar_label(bars, fmt="%.0f", fontsize=6.5, padding=1)
    axes.set_xticks(range(len(captures)), captures)
    axes.set_ylim(0, 105)
    axes.set_title(f"Word F1 by capture, percent ({run.pages} pages)", loc="left", fontsize=10)


def _draw_time(run: Run, axes: Axes) -> None:
    bare = run.reading(TESSERACT)
    unit = bare.spent.wall_seconds if bare else float(run.pages)
    values = [one.spent.wall_seconds / unit for one in run.readings]
    titles = [READERS[one.reader].title for one in run.readings]
    bars = axes.barh(titles, values, color=[_COLOURS[one.reader] for one in run.readings])
    axes.bar_label(bars, fmt="%.2f", padding=3)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set_title("Time, bare Tesseract = 1" if bare else "Seconds a page", loc="left", fontsize=10)
