"""How often cross-checks warn of true values, and how many seeded errors they find."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

from bench.grids import Grid
from bench.machine import today
from bench.section import Section, publish
from bench.seeded import MISTAKES, Papers, true_papers, with_mistake
from core.model import Document, DossierField
from pipeline.extract import merge_fields
from pipeline.extract.checks import check
from pipeline.extract.lexicon import lexicon_of
from pipeline.reference import Reference, load_reference
from samples.cases import Case, new_case

Told = tuple[str, str]
"""Field and warning."""

_TERMS = """\
Values are those the generator prints, not what was read: nothing here is a reading error. A dossier has a
receipt, an application, a control slip and a decision, letter or submission; sector, tax code, day of result
and fee in words are added, and the applicant's name on the application is in capitals or without marks in two
of three. A true value counts as warned when a check of its paper or across the papers says anything of it.
An error counts as found when a warning that was not there before stands at a field it belongs to. One day is
within the tolerance for the 15:00 cut-off where it is later, so half of those can't be found.
"""


def run(dossiers: int, seed: int, document: Path) -> None:
    """Measure and write the section."""
    reference = load_reference()
    values, false, found, tried, seconds = 0, Counter[Told](), Counter[str](), Counter[str](), 0.0
    for index in range(dossiers):
        rng = Random(f"checks/{seed}/{index}")
        case = new_case(rng)
        papers = true_papers(case, reference, rng)
        values += sum(len(fields) for fields in papers.values())
        started = perf_counter()
        before = set(warnings(papers, reference))
        seconds += perf_counter() - started
        false.update(before)
        for name in _found(papers, before, case, reference, rng, tried):
            found[name] += 1
    share = f"{false.total()} of {values} true values warned of ({100 * false.total() / values:.2f} %)"
    rows = tuple(_row(one.name, tried[one.name], found[one.name]) for one in MISTAKES if tried[one.name])
    wrong = tuple((name, warning, str(count)) for (name, warning), count in false.most_common())
    body: tuple[str | Grid, ...] = (
        _TERMS,
        f"**{share}**; {1000 * seconds / dossiers:.2f} ms a dossier of four papers.",
        Grid("Seeded errors", ("error", "seeded", "found", "share"), rows),
    )
    if wrong:
        body = (*body, Grid("Warnings of true values", ("field", "warning", "times"), wrong, text=True))
    facts = f"{today()}, {dossiers} generated dossiers, seed {seed}."
    command = f"./run bench checks --dossiers {dossiers} --seed {seed}"
    publish(Section("checks", "Cross-checks", command, facts, body), document)


def _row(name: str, tried: int, found: int) -> tuple[str, ...]:
    return name, str(tried), str(found), f"{100 * found / tried:.1f} %"


def _found(
    papers: Papers, before: set[Told], case: Case, reference: Reference, rng: Random, tried: Counter[str]
) -> Iterator[str]:
    """Names of the seeded errors that are warned of; `tried` counts all."""
    for mistake in MISTAKES:
        spoiled = with_mistake(papers, mistake, case, rng)
        if spoiled is None or spoiled == papers:
            continue
        tried[mistake.name] += 1
        fresh = {name for name, _ in set(warnings(spoiled, reference)) - before}
        if not fresh.isdisjoint(mistake.warned):
            yield mistake.name


def warnings(papers: Papers, reference: Reference) -> Iterator[Told]:
    """Every warning inside the papers and across them."""
    lexicon = lexicon_of(reference)
    documents = []
    for kind, fields in papers.items():
        checked = tuple(one.field for one in check(fields, lexicon).values())
        documents.append(Document(kind, "application/pdf", 1, type_code=kind, fields=checked))
        yield from ((one.name, warning) for one in checked for warning in one.warnings)
    yield from _told(merge_fields(documents))


def _told(merged: tuple[DossierField, ...]) -> Iterator[Told]:
    return ((one.best.name, warning) for one in merged for warning in one.best.warnings)
