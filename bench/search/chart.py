"""The chart of growth: how long answers and suggestions take by the number of pages."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

Point = tuple[int, float, float]
"""Pages, 95th percentile of an answer and of a suggestion in milliseconds."""


def draw(points: Sequence[Point], engine: str, path: Path) -> None:
    """Write the chart as SVG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(
        {
            "font.family": "DejaVu Sans",
            "font.size": 9,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "svg.hashsalt": "sohoa",  # the same figures give the same file
        }
    ):
        figure = Figure(figsize=(6, 3.2), facecolor="white", layout="constrained")
        axes = figure.subplots()
        pages = [point[0] for point in points]
        axes.plot(pages, [point[1] for point in points], marker="o", color="#0b6e4f", label="answer")
        axes.plot(pages, [point[2] for point in points], marker="s", color="#e0a458", label="suggestion")
        axes.axhline(50, color="#9aa5b1", linewidth=0.8, linestyle="--")
        axes.set_xscale("log")
        axes.set_ylim(bottom=0)
        axes.set_xlabel("pages")
        axes.set_title(f"p95 in milliseconds, {engine}; the bar is at 50", loc="left", fontsize=10)
        axes.legend(frameon=False)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
