"""The dictionaries of the rules, compiled once per load of the reference data."""

from dataclasses import dataclass
from functools import lru_cache

from core.text import fold
from pipeline.extract.catalogue import DOSSIER_FIELDS, STOP_LABELS
from pipeline.extract.snap import Phrasebook, key_of
from pipeline.extract.symbols import Symbols, symbols_of
from pipeline.reference import DocumentType, Reference

_PROVINCE_KINDS = ("tỉnh", "thành phố")


@dataclass(frozen=True, slots=True)
class LabelMeaning:
    """What a printed label announces."""

    field: str | None
    """A name of the catalogue, or None for a label that only ends a value."""
    strength: float
    """1.0 for a label of this field alone, less where it may mean something else."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Indexed dictionaries; see `lexicon_of`."""

    reference: Reference
    labels: dict[str, LabelMeaning]
    label_book: Phrasebook
    titles: Phrasebook
    types_by_title: dict[str, DocumentType]
    issuers: Phrasebook
    agencies: Phrasebook
    positions: Phrasebook
    places: Phrasebook
    kinded_places: Phrasebook
    """Places with their kind: phường Kinh Bắc."""
    id_issuers: Phrasebook
    phrases: dict[str, str]
    """Set phrases by their folded form."""
    procedures: Phrasebook
    symbols: Symbols


@lru_cache(maxsize=4)
def lexicon_of(reference: Reference) -> Lexicon:
    """The dictionaries of `reference`; kept, because compiling them takes some milliseconds."""
    labels = _labels()
    types = {key_of(kind.name): kind for kind in reference.document_types}
    agencies = [
        name for row in reference.agencies.values() for name in (row.name, *row.abbreviations) if " " in name
    ]
    return Lexicon(
        reference=reference,
        labels=labels,
        label_book=Phrasebook(labels),
        titles=Phrasebook(kind.name for kind in reference.document_types),
        types_by_title=types,
        issuers=Phrasebook(_issuer_lines(reference)),
        agencies=Phrasebook(agencies),
        positions=Phrasebook(row.name for row in reference.positions),
        places=Phrasebook(_place_names(reference)),
        procedures=Phrasebook(row.name for row in reference.procedures.values()),
        kinded_places=Phrasebook(f"{row.kind} {row.name}" for row in reference.places),
        id_issuers=Phrasebook(_id_issuers(reference)),
        phrases={fold(phrase): phrase for phrase in reference.phrases},
        symbols=symbols_of(reference),
    )


def _labels() -> dict[str, LabelMeaning]:
    labels = {key_of(text): LabelMeaning(None, 1.0) for text in STOP_LABELS}
    for spec in DOSSIER_FIELDS:
        for strength, texts in ((0.8, spec.weak_labels), (1.0, spec.labels)):
            for text in texts:
                labels[key_of(text)] = LabelMeaning(spec.name, strength)
    return labels


def _issuer_lines(reference: Reference) -> list[str]:
    """Lines as letterheads print them: whole names, and the halves of names that take two lines."""
    lines = [
        "Ủy ban nhân dân",
        "Hội đồng nhân dân",
        "Trung tâm",
        "Phục vụ hành chính công",
        "Trung tâm Phục vụ hành chính công",
        "Bộ phận tiếp nhận và trả kết quả",
        "Văn phòng",
        "Chi nhánh",
    ]
    lines += [f"{kind} {name}" for kind, name in _provinces(reference)]
    for kind, name in _provinces(reference):
        lines += [f"UBND {kind} {name}", f"Ủy ban nhân dân {kind} {name}", f"HĐND {kind} {name}"]
        lines.append(f"Hội đồng nhân dân {kind} {name}")
    for agency in reference.agencies.values():
        lines += [agency.name, *(name for name in agency.abbreviations if " " in name)]
    for place in reference.places:
        if place.kind not in _PROVINCE_KINDS or place.parent != "Việt Nam":
            lines += [
                f"{place.kind} {place.name}",
                f"UBND {place.kind} {place.name}",
                f"Ủy ban nhân dân {place.kind} {place.name}",
            ]
    return lines


def _id_issuers(reference: Reference) -> list[str]:
    """Who issues identity papers."""
    return [
        "Bộ Công an",
        "Cục Cảnh sát QLHC về TTXH",
        "Cục Cảnh sát quản lý hành chính về trật tự xã hội",
        "Cục Cảnh sát ĐKQL cư trú và DLQG về dân cư",
        "Cục Quản lý xuất nhập cảnh",
        *(f"Công an {kind} {name}" for kind, name in _provinces(reference)),
    ]


def _provinces(reference: Reference) -> list[tuple[str, str]]:
    return [(row.kind, row.name) for row in reference.places if row.parent == "Việt Nam"]


def _place_names(reference: Reference) -> list[str]:
    names = [row.name for row in reference.places]
    return names + [f"{row.kind} {row.name}" for row in reference.places]
