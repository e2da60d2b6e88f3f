"""Real acts whose true fields somebody wrote down: what was right, and why the rest was not."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.scoring import split
from core.model import Field
from core.page import Page
from core.text import nfc

DOUBTED = 0.5
"""A wrong value with less confidence than this, and a warning, misleads nobody."""
_WRITTEN = {"số": "document_number", "ngày": "issue_date"}
PRINTED = ("document_type", "issuing_agency", "issuing_place", "subject", "signer", "signer_title")
"""Fields the bar of nine in ten holds for."""
SAFE = ("right", "left to a person", "doubted")


@dataclass(frozen=True, slots=True)
class Act:
    """A real act and its truth."""

    file: Path
    fields: Mapping[str, str | None]
    """True values; None for what the act does not have."""
    handwritten: frozenset[str] = field(default_factory=frozenset)
    """Fields a part of which was written by hand."""


@dataclass(frozen=True, slots=True)
class ActVerdict:
    """One field of one act."""

    act: str
    field: str
    handwritten: bool
    outcome: str
    """right, left to a person, doubted, missed, wrong or invented."""
    cause: str = ""
    """Why it is not right; empty when it is."""


def load_acts(samples: Path) -> list[Act]:
    """The acts listed in `truth/fields.jsonl`; none when it is absent."""
    listed = samples / "truth/fields.jsonl"
    if not listed.is_file():
        return []
    rows = map(json.loads, listed.read_text(encoding="utf-8").splitlines())
    return [
        Act(samples / "scans" / row["file"], row["fields"], frozenset(_written(row["handwritten"])))
        for row in rows
        if (samples / "scans" / row["file"]).is_file()
    ]


def _written(parts: Sequence[str]) -> Iterator[str]:
    return (_WRITTEN[part.split()[0]] for part in parts)


def judge_act(act: Act, found: Sequence[Field], pages: Sequence[Page]) -> Iterator[ActVerdict]:
    """A verdict for each true field, and for each value where the act has none."""
    text = "\n".join(page.text for page in pages)
    by_name = {one.name: one for one in found}
    for name, true in act.fields.items():
        outcome = _outcome(true, by_name.get(name))
        if outcome != "absent":
            cause = "" if outcome == "right" else _cause(true, by_name.get(name), text)
            yield ActVerdict(act.file.stem, name, name in act.handwritten, outcome, cause)


def _outcome(true: str | None, found: Field | None) -> str:
    value = found.value if found else None
    if true is None:
        return "absent" if value is None else "invented"
    if found is None:
        return "missed"
    if value is None:
        return "left to a person" if found.box else "missed"
    if value == nfc(true):
        return "right"
    return "doubted" if found.confidence < DOUBTED and found.warnings else "wrong"


def _cause(true: str | None, found: Field | None, text: str) -> str:
    """The words that were not read, or that the rules chose otherwise among words read."""
    shown = f"gave “{found.value}” ({found.confidence:.2f})" if found and found.value is not None else ""
    if true is None:
        return f"the act has none; {shown}"
    read = set(split(text))
    lost = [word for word in split(true) if word not in read]
    why = f"not read: {' '.join(lost)}" if lost else "read, but not taken by the rules"
    return "; ".join(part for part in (why, shown) if part)
