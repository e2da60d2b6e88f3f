"""The figures of extraction as tables: on the screen and in docs/benchmarks-fields.md."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.acts import PRINTED, SAFE, ActVerdict
from bench.grids import Grid, markdown_grid
from bench.judging import LISTS, SURE, VALUED, Outcome, Verdict, tally
from bench.types import Classified, confusion

BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
"""Edges of the reliability table."""
STRICT = (
    "dossier_code",
    "national_id",
    "document_number",
    "date_of_birth",
    "id_issue_date",
    "issue_date",
    "received_at",
    "due_at",
)
"""Codes, numbers and dates, where an error does most harm."""
EASY = ("clean", "adf")
_SHOWN = 70
"""Letters of a value in the list of misses."""
_TERMS = """\
A value counts when it is the canonical value character by character: marks, tone placement, digits.
**Precision** is the share of values given that are right, **recall** the share of true values that were
given; a value on a page that does not have the field counts against precision. A place found but left to a
person (`null`) counts against recall only. **Sure** are values with confidence 0.9 or more. Lists count item
by item, an item being right when all its parts are. The **baseline** is `bench/bare.py`: label and form of
the field catalogue as plain expressions, first match wins, on the text of bare Tesseract of the same
picture. Fields the generator prints but does not record are not judged.

A page of every type: acts of Decree 30/2020, forms of both sets, results, secret papers (known by their red
mark), an identity card, a drawing, a paper that is none of ours. A split is right when a paper begins there.

Real acts: what is written by hand must be left to a person or doubted (confidence under 0.5 and a warning),
never given with confidence. The cause names the true words that stand nowhere in the text read; where all
were read, the rules are to blame."""


@dataclass(frozen=True, slots=True)
class FieldRun:
    """One run of the benchmark of extraction."""

    command: str
    date: str
    """ISO, UTC."""
    pages: int
    seed: int
    versions: tuple[str, ...]
    own: tuple[Verdict, ...]
    bare: tuple[Verdict, ...]
    """Of the baseline."""
    files: tuple[Verdict, ...]
    """Of whole files, several papers in most."""
    milliseconds: tuple[float, ...]
    """Extraction of each page."""
    acts: tuple[ActVerdict, ...]
    types: Classified


def field_document(run: FieldRun) -> str:
    """The report of `run` as a Markdown document."""
    head = (
        "# Benchmarks: fields\n\nWritten by the command below; don't edit.\n\n"
        f"    {run.command}\n\n{run.date}, {run.pages} drawn pages, seed {run.seed};\n"
        f"{', '.join(run.versions)}.\n"
    )
    return "\n".join([head, *map(markdown_grid, field_grids(run)), "### What the figures mean\n", _TERMS, ""])


def field_grids(run: FieldRun) -> Iterator[Grid]:
    """The tables of `run`."""
    scalars = [one for one in run.own if one.field not in LISTS]
    bare = [one for one in run.bare if one.field not in LISTS]
    yield _bars(run, scalars)
    yield _by("field", scalars, bare, lambda one: one.field)
    yield _by("capture", scalars, bare, lambda one: one.capture)
    lists = [one for one in run.own if one.field in LISTS]
    if lists:
        yield _lists(lists)
    yield reliability(scalars)
    yield _misses(scalars)
    yield from _types(run.types)
    if run.acts:
        yield _acts(run.acts)
        yield _act_misses(run.acts)


def _bars(run: FieldRun, scalars: Sequence[Verdict]) -> Grid:
    """The figures that have a bar, together."""
    every = tally(scalars)
    easy = tally(one for one in scalars if one.capture in EASY)
    strict = tally(one for one in scalars if one.field in STRICT)
    spent = sorted(run.milliseconds)
    wrong = every.sure_wrong / max(1, every.sure)
    rows = [
        ("F1 of scalar fields, all captures", _percent(every.f1), "≥ 97"),
        ("F1 of scalar fields, clean and ADF", _percent(easy.f1), "≥ 99"),
        ("codes, numbers and dates found right", _percent(strict.recall), "≥ 99"),
        ("wrong among values with confidence ≥ 0.9", _percent(wrong), "< 0.5"),
        ("papers of every type classified right", _share(run.types.papers), ""),
        ("pages of whole dossiers classified right", _share(run.types.pages), ""),
        ("milliseconds a page, mean", f"{sum(spent) / len(spent):.1f}", "≤ 30"),
        ("milliseconds a page, slowest", f"{spent[-1]:.1f}", ""),
    ]
    files = tally(one for one in run.files if one.field not in LISTS)
    count = len({one.page for one in run.files})
    if count:
        rows.insert(2, (f"F1 of scalar fields, {count} files of whole dossiers", _percent(files.f1), ""))
    printed = [one for one in run.acts if one.field in PRINTED]
    if printed:
        right = sum(one.outcome == "right" for one in printed)
        rows.append(("real acts: printed fields right", _percent(right / len(printed)), "≥ 90"))
    return Grid("Together, percent", ("figure", "value", "bar"), tuple(rows))


def _by(what: str, own: Sequence[Verdict], bare: Sequence[Verdict], key: Callable[[Verdict], str]) -> Grid:
    columns = (what, "true", "precision", "recall", "F1", "sure", "sure and wrong", "baseline F1")
    names = sorted({key(one) for one in own})
    if what == "capture":
        names = list(dict.fromkeys(key(one) for one in own))
    rows = [_row(name, [[one for one in each if key(one) == name] for each in (own, bare)]) for name in names]
    return Grid(f"By {what}, percent", columns, (*rows, _row("all", [own, bare])))


def _row(name: str, verdicts: Sequence[Sequence[Verdict]]) -> tuple[str, ...]:
    own, bare = (tally(one) for one in verdicts)
    figures = (_percent(own.precision), _percent(own.recall), _percent(own.f1))
    return (name, str(own.true), *figures, str(own.sure), str(own.sure_wrong), _percent(bare.f1))


def _lists(verdicts: Sequence[Verdict]) -> Grid:
    rows = []
    for name in sorted({one.field for one in verdicts}):
        found = tally(one for one in verdicts if one.field == name)
        rows.append((name, str(found.true), *map(_percent, (found.precision, found.recall, found.f1))))
    return Grid("Lists, item by item, percent", ("field", "items", "precision", "recall", "F1"), tuple(rows))


def reliability(verdicts: Sequence[Verdict]) -> Grid:
    """Whether values are right as often as their confidence says."""
    valued = [one for one in verdicts if one.outcome in VALUED]
    rows = []
    for low, high in itertools.pairwise(BINS):
        inside = [one for one in valued if low <= one.confidence < high]
        if not inside:
            continue
        right = sum(one.outcome is Outcome.RIGHT for one in inside)
        mean = sum(one.confidence for one in inside) / len(inside)
        name = f"{low:.2f} to {min(high, 1.0):.2f}"
        rows.append((name, str(len(inside)), _percent(mean), _percent(right / len(inside))))
    return Grid("Reliability, percent", ("confidence", "values", "mean confidence", "right"), tuple(rows))


def _misses(verdicts: Sequence[Verdict]) -> Grid:
    """Wrong values a person might trust, surest first."""
    wrong = [one for one in verdicts if one.outcome in (Outcome.WRONG, Outcome.INVENTED)]
    wrong = sorted(wrong, key=lambda one: -one.confidence)
    rows = tuple(
        (one.page, one.field, f"{one.confidence:.2f}", _short(one.true), _short(one.found))
        for one in wrong
        if one.confidence >= SURE
    )
    return Grid("Sure and wrong", ("page", "field", "confidence", "true", "given"), rows, text=True)


def _types(found: Classified) -> Iterator[Grid]:
    columns = ("type", "papers", "right", "taken for")
    yield Grid("A page of every type", columns, tuple(confusion(found.papers)), text=True)
    columns = ("type", "pages", "right", "taken for")
    yield Grid("Pages of whole dossiers", columns, tuple(confusion(found.pages)), text=True)
    counts = (found.starts_true, found.starts_found, found.starts_right)
    begun = ("papers that begin inside a file", "proposed", "right")
    yield Grid("Splits between papers", begun, (tuple(map(str, counts)),))


def _acts(verdicts: Sequence[ActVerdict]) -> Grid:
    outcomes = ("right", "left to a person", "doubted", "missed", "wrong", "invented")
    rows = []
    for name in dict.fromkeys(one.field for one in verdicts):
        for written in (False, True):
            chosen = [one for one in verdicts if one.field == name and one.handwritten is written]
            if chosen:
                counts = [str(sum(one.outcome == outcome for one in chosen)) for outcome in outcomes]
                rows.append((f"{name}, by hand" if written else name, str(len(chosen)), *counts))
    return Grid("Real acts", ("field", "acts", *outcomes), tuple(rows))


def _act_misses(verdicts: Sequence[ActVerdict]) -> Grid:
    rows = tuple(
        (one.act, one.field, one.outcome, one.cause)
        for one in verdicts
        if one.outcome != "right" and not (one.handwritten and one.outcome in SAFE)
    )
    return Grid("Real acts: misses and causes", ("act", "field", "outcome", "cause"), rows, text=True)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _share(pairs: Sequence[tuple[str, str]]) -> str:
    return _percent(sum(true == taken for true, taken in pairs) / max(1, len(pairs)))


def _percent(value: float) -> str:
    return f"{value * 100:.2f}"
