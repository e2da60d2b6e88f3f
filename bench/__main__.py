"""Run a benchmark: `python -m bench reading`, or `./run bench reading`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import reading as reading_benchmark
from bench.calibrate import calibrate as fit_calibration
from bench.fields import FieldRequest, run_fields
from bench.grids import print_grids
from bench.readers import READERS, choose
from core.errors import SohoaError

ROOT = Path(__file__).parents[1]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def benchmarks() -> None:
    """Measure the product beside other programs, on this machine."""


@app.command()
def reading(
    pages: Annotated[
        int, typer.Option(min=1, help="A multiple of 42 is balanced over captures and kinds.")
    ] = 42,
    seed: Annotated[int, typer.Option(help="The same seed draws the same pages.")] = 1,
    only: Annotated[str, typer.Option(help="Readers to run, with commas between.")] = ",".join(READERS),
    samples: Annotated[Path, typer.Option(help="Real scans with their true text.")] = ROOT
    / "../shared/samples",
    out: Annotated[Path, typer.Option(help="Working folder: pages, texts, pictures of the worst.")] = Path(
        "out/bench"
    ),
    document: Annotated[
        Path, typer.Option(help="Report to write; its chart goes to pictures/ beside it.")
    ] = ROOT / "docs/benchmarks.md",
) -> None:
    """Speed and accuracy of reading, side by side with bare Tesseract and OCRmyPDF."""
    request = reading_benchmark.Request(pages, seed, choose(only), samples.resolve(), out.resolve(), document)
    reading_benchmark.run(request)


@app.command()
def fields(
    pages: Annotated[
        int, typer.Option(min=1, help="A multiple of 42 is balanced over captures and kinds.")
    ] = 84,
    seed: Annotated[int, typer.Option(help="The same seed draws the same pages.")] = 14,
    dossiers: Annotated[int, typer.Option(min=0, help="Whole dossiers to read besides.")] = 12,
    samples: Annotated[Path, typer.Option(help="Real scans with their true fields.")] = ROOT
    / "../shared/samples",
    out: Annotated[Path, typer.Option(help="Working folder: pages, what was read of them.")] = Path(
        "out/bench"
    ),
    document: Annotated[Path, typer.Option(help="Report to write.")] = ROOT / "docs/benchmarks-fields.md",
) -> None:
    """Accuracy and reliability of extraction, beside plain expressions on plain text."""
    run_fields(FieldRequest(pages, seed, dossiers, samples.resolve(), out.resolve(), document))


@app.command()
def calibrate(
    seeds: Annotated[str, typer.Option(help="Seeds of the pages, with commas between.")] = "1,2,3,4,11",
    pages: Annotated[int, typer.Option(min=42, help="Pages of each seed.")] = 84,
    out: Annotated[Path, typer.Option(help="Working folder: pages, what was read of them.")] = Path(
        "out/bench"
    ),
    table: Annotated[Path, typer.Option(help="Table to write.")] = ROOT / "pipeline/extract/calibration.csv",
) -> None:
    """Learn which share of values with a score is right, and write it for the rules to use."""
    grid = fit_calibration([int(seed) for seed in seeds.split(",")], pages, out.resolve(), table)
    print_grids([grid], Console())


def main() -> None:
    """Run the command; what goes wrong is one line on stderr and an exit code."""
    try:
        app()
    except SohoaError as exc:
        sys.stderr.write(f"bench: [{exc.code}] {exc.message}\n")
        sys.exit(exc.exit_code)


if __name__ == "__main__":
    main()
