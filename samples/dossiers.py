"""Whole dossiers: every paper of one request, delivered as a folder of files or as one file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import NamedTuple

from core.codec import decode, encode
from samples.capture import CAPTURES, Shot, capture_sheet
from samples.cases import Case, new_case
from samples.kinds import KINDS, WRITERS
from samples.pages import check_captures
from samples.papers.paper import Paper
from samples.truth import FieldValue, TrueFile, TruePage, TruePaper, save_truth
from samples.write import write_pdf, write_tiff

SCHEMA = "sample-dossier/1"
RECORD = ".dossier.json"
DELIVERIES = ("folder", "pdf", "tiff", "folder", "pdf")
"""How dossiers are handed in, in turn: a file a paper, one PDF, one TIFF."""
PRIORITY = ("receipt", "control_slip", "application")
"""Whose value a dossier takes where papers differ; other papers follow."""
MIXED = "mixed"
DOSSIER_FIELDS = (
    "dossier_code",
    "procedure_code",
    "procedure_name",
    "applicant_name",
    "national_id",
    "date_of_birth",
    "gender",
    "address",
    "phone",
    "received_at",
    "due_at",
    "fee",
    "receiving_unit",
    "settling_agency",
    "attachments",
)
"""Facts of the request itself, as against those of one paper."""


@dataclass(frozen=True, slots=True)
class SampleDossier:
    """A generated dossier."""

    path: Path
    """Its folder, which holds nothing else."""
    code: str
    procedure_name: str
    applicant_name: str
    fields: Mapping[str, FieldValue]
    """The facts of the request that stand on at least one of its papers."""
    files: tuple[Path, ...]
    """In the order they were handed in."""
    page_count: int


@dataclass(frozen=True, slots=True)
class _Record:
    """What is kept of a dossier beside its files."""

    code: str
    procedure_name: str
    applicant_name: str
    fields: Mapping[str, FieldValue]
    files: tuple[str, ...]
    page_count: int


class _Bundle(NamedTuple):
    paper: Paper
    shots: tuple[Shot, ...]


def generate(
    folder: Path,
    dossiers: int,
    seed: int,
    capture: str = MIXED,
    progress: Callable[[str], None] | None = None,
) -> list[SampleDossier]:
    """Write `dossiers` folders `0001`, `0002`, … below `folder`; dossier n is the same whatever the count.

    Args:
        folder: where to write; created if needed.
        dossiers: how many.
        seed: the same seed gives the same bytes.
        capture: one of `CAPTURES`, or mixed.
        progress: told one line, in Vietnamese, after each dossier.

    Raises:
        ConfigError: an unknown capture.
        MissingDependency: the font is not installed.
    """
    captures = CAPTURES if capture == MIXED else (capture,)
    check_captures(captures)
    made = []
    for index in range(dossiers):
        made.append(_dossier(folder / f"{index + 1:04d}", index, seed, captures))
        if progress:
            progress(f"Đã tạo hồ sơ {index + 1}/{dossiers}: {made[-1].page_count} trang")
    return made


def load_dossiers(folder: Path) -> list[SampleDossier]:
    """The dossiers that `generate` wrote below `folder`, in order."""
    return [
        _sample(found.parent, decode(found.read_bytes(), _Record, SCHEMA))
        for found in sorted(folder.glob(f"*/{RECORD}"))
    ]


def _dossier(folder: Path, index: int, seed: int, captures: Sequence[str]) -> SampleDossier:
    rng = Random(f"dossier/{seed}/{index}")
    folder.mkdir(parents=True, exist_ok=True)
    case = new_case(rng)
    usual = rng.choice(captures)
    bundles = [_bundle(kind, case, rng, captures, usual) for kind in _kinds(rng)]
    delivery = DELIVERIES[index % len(DELIVERIES)]
    files = _separate(folder, bundles) if delivery == "folder" else _together(folder, bundles, delivery)
    facts = _merged([bundle.paper for bundle in bundles])
    record = _Record(
        code=case.code,
        procedure_name=case.procedure.name,
        applicant_name=case.applicant.name,
        fields={name: facts[name] for name in DOSSIER_FIELDS if name in facts},
        files=tuple(path.name for path in files),
        page_count=sum(len(bundle.shots) for bundle in bundles),
    )
    (folder / RECORD).write_bytes(encode(record, SCHEMA))
    return _sample(folder, record)


def _sample(folder: Path, record: _Record) -> SampleDossier:
    return SampleDossier(
        folder,
        record.code,
        record.procedure_name,
        record.applicant_name,
        record.fields,
        tuple(folder / name for name in record.files),
        record.page_count,
    )


def _kinds(rng: Random) -> list[str]:
    """Receipt and application first, then what else came in, at times the control slip last."""
    first = [kind for kind in ("receipt", "application") if kind in KINDS]
    others = [kind for kind in KINDS if kind not in (*first, "control_slip")]
    chosen = [*first, *rng.sample(others, rng.choice((1, 1, 2)))]
    if "control_slip" in KINDS and rng.random() < 0.5:
        chosen.append("control_slip")
    return chosen


def _bundle(kind: str, case: Case, rng: Random, captures: Sequence[str], usual: str) -> _Bundle:
    """One paper; most papers of a dossier go through the same device."""
    paper = WRITERS[kind](case, rng)
    capture = usual if rng.random() < 0.75 else rng.choice(captures)
    shots = tuple(capture_sheet(sheet, kind, capture, rng.getrandbits(63)) for sheet in paper.sheets)
    return _Bundle(paper, shots)


def _separate(folder: Path, bundles: Sequence[_Bundle]) -> list[Path]:
    """A file a paper: a picture for one page, a PDF for more."""
    files = []
    for number, bundle in enumerate(bundles, start=1):
        if len(bundle.shots) == 1:
            path = folder / f"{number}{bundle.shots[0].suffix}"
            path.write_bytes(bundle.shots[0].data)
            save_truth(path, _truth(path, [bundle], (bundle.shots[0].page,)))
            files.append(path)
        else:
            files += _together(folder, [bundle], "pdf", number)
    return files


def _together(folder: Path, bundles: Sequence[_Bundle], delivery: str, number: int = 1) -> list[Path]:
    """All papers in one file."""
    shots = [shot for bundle in bundles for shot in bundle.shots]
    shots = [shot._replace(page=replace(shot.page, number=at)) for at, shot in enumerate(shots, start=1)]
    path = folder / f"{number}.{delivery}"
    pages = (write_pdf if delivery == "pdf" else write_tiff)(path, shots)
    save_truth(path, _truth(path, bundles, pages))
    return [path]


def _truth(path: Path, bundles: Sequence[_Bundle], pages: tuple[TruePage, ...]) -> TrueFile:
    papers = []
    first = 1
    for paper, shots in bundles:
        last = first + len(shots) - 1
        papers.append(TruePaper(paper.kind, paper.document_type, paper.type_code, first, last, paper.fields))
        first = last + 1
    head = bundles[0].paper
    facts = _merged([bundle.paper for bundle in bundles])
    return TrueFile(path.name, head.document_type, head.type_code, facts, tuple(papers), pages)


def _merged(papers: Sequence[Paper]) -> dict[str, FieldValue]:
    """The facts of all papers; where they differ, the receipt wins, then slip, application, order."""
    ranked = sorted(papers, key=lambda paper: PRIORITY.index(paper.kind) if paper.kind in PRIORITY else 9)
    facts: dict[str, FieldValue] = {}
    for paper in ranked:
        for name, value in paper.fields.items():
            facts.setdefault(name, value)
    return facts
