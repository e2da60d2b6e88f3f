"""Run a benchmark: `python -m bench reading`, or `./run bench reading`."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import checks as checks_benchmark
from bench import codes as codes_benchmark
from bench import latency as latency_benchmark
from bench import memory as memory_benchmark
from bench import quality as quality_benchmark
from bench import queueing as queue_benchmark
from bench import reading as reading_benchmark
from bench import robustness as robustness_benchmark
from bench import secrecy as secrecy_benchmark
from bench import stance as stance_benchmark
from bench import steps as steps_benchmark
from bench import sweeping as sweep_benchmark
from bench import timing as time_benchmark
from bench.calibrate import calibrate as fit_calibration
from bench.chaos import report as chaos_benchmark
from bench.fields import FieldRequest, run_fields
from bench.grids import print_grids
from bench.readers import READERS, choose
from bench.search import judging, scale
from bench.search.server import elastic
from core.errors import MissingDependency, SohoaError

ROOT = Path(__file__).parents[1]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Seed = Annotated[int, typer.Option(help="The same seed draws the same pages.")]
Samples = Annotated[Path, typer.Option(help="Real scans and bad files; may be absent.")]
Out = Annotated[Path, typer.Option(help="Working folder: pages, texts, figures of each page.")]
Document = Annotated[
    Path, typer.Option(help="Report whose section is rewritten; charts go to pictures/ beside it.")
]
SAMPLES = ROOT / "../shared/samples"
OUT = Path("out/bench")
DOCUMENT = ROOT / "docs/benchmarks.md"
SEARCH_DOCUMENT = ROOT / "docs/benchmarks-search.md"


@app.callback()
def benchmarks() -> None:
    """Measure the product, some of it beside other programs, on this machine."""


@app.command()
def reading(
    pages: Annotated[
        int, typer.Option(min=1, help="A multiple of 42 is balanced over captures and kinds.")
    ] = 126,
    seed: Seed = 1,
    only: Annotated[str, typer.Option(help="Readers to run, with commas between.")] = ",".join(READERS),
    samples: Samples = SAMPLES,
    out: Out = OUT,
    document: Document = DOCUMENT,
) -> None:
    """Speed and accuracy of reading, side by side with bare Tesseract and OCRmyPDF."""
    request = reading_benchmark.Request(pages, seed, choose(only), samples.resolve(), out.resolve(), document)
    reading_benchmark.run(request)


@app.command()
def steps(
    pages: Annotated[int, typer.Option(min=1, help="The first of the drawn set.")] = 84,
    seed: Seed = 1,
    out: Out = OUT,
    document: Document = DOCUMENT,
) -> None:
    """What each cleaning step adds and costs: every page read again without it."""
    steps_benchmark.run(pages, seed, out.resolve(), document)


@app.command()
def stance(
    pages: Annotated[int, typer.Option(min=1, help="A multiple of 126 is balanced.")] = 1008,
    seed: Seed = 1,
    out: Out = OUT,
    document: Document = DOCUMENT,
) -> None:
    """Orientation, skew and the sheet on photos, over many captures that are not read."""
    stance_benchmark.run(pages, seed, out.resolve(), document)


@app.command()
def time(
    pages: Annotated[int, typer.Option(min=1, help="A multiple of 6 has all captures alike.")] = 24,
    rounds: Annotated[int, typer.Option(min=1)] = 5,
    seed: Seed = 1,
    out: Out = OUT,
    document: Document = DOCUMENT,
) -> None:
    """Wall time of a PDF and of single files against bare Tesseract, in alternating rounds."""
    time_benchmark.run(pages, rounds, seed, out.resolve(), document)


@app.command()
def memory(
    pages: Annotated[int, typer.Option(min=10, help="Pages of the file.")] = 500,
    seed: Seed = 1,
    out: Out = OUT,
    document: Document = DOCUMENT,
) -> None:
    """Memory of every process over a long file."""
    memory_benchmark.run(pages, seed, out.resolve(), document)


@app.command()
def sweep(
    objects: Annotated[int, typer.Option(min=800, help="Of the largest made-up archive.")] = 1_000_000,
    document: Document = DOCUMENT,
) -> None:
    """Memory and time of a sweep over archives of growing size."""
    sweep_benchmark.run(objects, document)


@app.command()
def chaos(
    dossiers: Annotated[int, typer.Option(min=1, help="Of one page, in each rehearsal.")] = 200,
    seeds: Annotated[int, typer.Option(min=1, help="Rehearsals, one after another.")] = 20,
    storm: Annotated[float, typer.Option(min=1, help="Seconds during which outages begin.")] = 300.0,
    longest: Annotated[float, typer.Option(min=1, help="Seconds an outage lasts at most.")] = 60.0,
    document: Document = DOCUMENT,
) -> None:
    """Servers and workers killed, paused and cut off while dossiers come in: nothing may be lost."""
    chaos_benchmark.run(dossiers, seeds, storm, longest, document)


@app.command()
def prefect(
    submissions: Annotated[int, typer.Option(min=100, help="Tiny ones; none is a scan.")] = 3000,
    document: Document = DOCUMENT,
) -> None:
    """What the Prefect server costs: time and database of thousands of tiny submissions."""
    queue_benchmark.run(submissions, document)


@app.command()
def latency(
    deliveries: Annotated[int, typer.Option(min=3, help="Measured on each of the two systems.")] = 40,
    pages: Annotated[int, typer.Option(min=10, help="Of the backlog.")] = 2000,
    document: Document = DOCUMENT,
) -> None:
    """Seconds from an upload at the counter to its search hit, idle and beside a backlog."""
    latency_benchmark.run(deliveries, pages, document)


@app.command()
def robustness(samples: Samples = SAMPLES, out: Out = OUT, document: Document = DOCUMENT) -> None:
    """Damaged, locked, huge and endless files: how each one ends."""
    robustness_benchmark.run(samples.resolve(), out.resolve(), document)


@app.command()
def quality(
    pages: Annotated[int, typer.Option(min=1, help="Drawn pages, as they are.")] = 60,
    copies: Annotated[int, typer.Option(min=0, help="Spoiled copies of each page.")] = 2,
    seed: Annotated[int, typer.Option(help="The same seed draws the same pages.")] = 11,
    workers: Annotated[int, typer.Option(min=1, help="Page processes.")] = 1,
    out: Annotated[Path, typer.Option(help="Working folder: pages and quality.csv.")] = Path(
        "out/bench-quality"
    ),
) -> None:
    """Whether the verdict on a scan tells how well it can be read."""
    quality_benchmark.run(quality_benchmark.Request(pages, copies, seed, workers, out.resolve()))


@app.command()
def codes(
    sheets: Annotated[int, typer.Option(min=1, help="Sheets, each captured in six ways.")] = 30,
    seed: Annotated[int, typer.Option(help="The same seed draws the same sheets.")] = 1,
) -> None:
    """QR and bar codes found on bad captures, by size, and the time it takes."""
    codes_benchmark.run(sheets, seed)


@app.command()
def secrecy(
    papers: Annotated[int, typer.Option(min=1, help="Papers of each kind and capture.")] = 5,
    pages: Annotated[int, typer.Option(min=1, help="Ordinary pages, for false alarms.")] = 84,
    seed: Seed = 14,
    out: Out = OUT,
    document: Document = DOCUMENT,
) -> None:
    """Secret papers and identity cards held back on every capture, and false alarms."""
    secrecy_benchmark.run(papers, pages, seed, out.resolve(), document)


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
def checks(
    dossiers: Annotated[int, typer.Option(min=1, help="Generated dossiers; nothing is read.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed draws the same dossiers.")] = 1,
    document: Annotated[Path, typer.Option(help="Report whose section is rewritten.")] = ROOT
    / "docs/benchmarks-checks.md",
) -> None:
    """False warnings of cross-checks on true values, and the seeded errors they find."""
    checks_benchmark.run(dossiers, seed, document)


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


@app.command()
def search(
    dossiers: Annotated[int, typer.Option(min=100, help="Generated dossiers of four pages.")] = 2000,
    each: Annotated[int, typer.Option(min=1, help="Questions of each kind.")] = 10,
    wrong: Annotated[float, typer.Option(min=0, max=1, help="Share of words that are misread.")] = 0.05,
    seed: Seed = 1,
    document: Annotated[Path, typer.Option(help="Report whose section is rewritten.")] = SEARCH_DOCUMENT,
) -> None:
    """How well dossiers are found, beside the usual ways, by questions whose answers are known."""
    with elastic() as address:
        judging.run(judging.JudgedRun(dossiers, each, seed, wrong, address, document))


@app.command("search-scale")
def search_scale(
    engine: Annotated[str, typer.Option(help="elastic or sqlite.")] = "elastic",
    pages: Annotated[str, typer.Option(help="Sizes, with commas between.")] = "10000,100000,1000000",
    seed: Seed = 1,
    document: Annotated[Path, typer.Option(help="Report whose section is rewritten.")] = SEARCH_DOCUMENT,
) -> None:
    """How fast an index is filled and asked as it grows."""
    sizes = tuple(int(size) for size in pages.split(","))
    if engine == "sqlite":
        scale.run(scale.ScaleRequest(sizes, seed, None, document))
        return
    with elastic() as address:
        if address is None:
            raise MissingDependency("Elasticsearch can't be started here; name one in SOHOA_TEST_ELASTIC.")
        scale.run(scale.ScaleRequest(sizes, seed, address, document))


def main() -> None:
    """Run the command; what goes wrong is one line on stderr and an exit code."""
    try:
        app()
    except SohoaError as exc:
        sys.stderr.write(f"bench: [{exc.code}] {exc.message}\n")
        sys.exit(exc.exit_code)


if __name__ == "__main__":
    main()
