"""Spellings that people correct again and again, and their approval as variants."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import ConfigError
from dossiers import overlays, records
from dossiers.corrections.model import Correction, Kind
from pipeline.extract.catalogue import Kind as FieldKind
from pipeline.extract.catalogue import spec_of
from pipeline.extract.variants import variant_key
from storage import keys
from storage.store import ObjectStore

LEAST = 2
"""So many dossiers must have had the same correction; one may be a single paper's whim."""

_KINDS = {FieldKind.AGENCY: "agency", FieldKind.PROCEDURE_NAME: "procedure"}
_PLACE = re.compile(r"(?:xã|phường|thị trấn|huyện|thị xã|thành phố|tỉnh)\s", re.IGNORECASE)
_COLUMNS = ("phrase", "means", "kind", "source")


@dataclass(frozen=True, slots=True)
class Repeated:
    """One spelling put right in the same way in several dossiers."""

    phrase: str
    """As it was read."""
    means: str
    kind: str
    """agency, procedure or place."""
    dossiers: int


def repeated(store: ObjectStore) -> tuple[Repeated, ...]:
    """What could be approved: corrected alike in at least `LEAST` dossiers, most often first."""
    found = defaultdict[tuple[str, str, str], set[str]](set)
    spelled: dict[tuple[str, str, str], str] = {}
    for info in store.list(keys.DOSSIERS):
        dossier, _, rest = info.key.removeprefix(keys.DOSSIERS).partition("/")
        if not rest.startswith("corrections/"):
            continue
        correction = records.find(store, info.key, Correction)
        for kind, phrase, means in _told(correction[0]) if correction else ():
            seen = (kind, variant_key(phrase), means)
            found[seen].add(dossier)
            spelled.setdefault(seen, phrase)
    approved = {(row["kind"], variant_key(row["phrase"])) for row in _stored(store)}
    listed = [
        Repeated(spelled[seen], seen[2], seen[0], len(dossiers))
        for seen, dossiers in found.items()
        if len(dossiers) >= LEAST and seen[:2] not in approved
    ]
    return tuple(sorted(listed, key=lambda one: (-one.dossiers, one.phrase)))


def approve(store: ObjectStore, phrase: str, account: str) -> Repeated:
    """Make a repeated correction a variant that extraction knows from now on.

    Raises:
        ConfigError: nobody corrected it often enough, or in two ways as often.
        Conflict: somebody else approved something meanwhile.
    """
    wanted = variant_key(phrase)
    matching = [one for one in repeated(store) if variant_key(one.phrase) == wanted]
    if not matching or (len(matching) > 1 and matching[0].dossiers == matching[1].dossiers):
        raise ConfigError(
            f"Only what was corrected alike in {LEAST} dossiers or more can be approved; "
            "`sohoa reference variants` lists it.",
            code="no_variant",
        )
    chosen = matching[0]
    rows = [*_stored(store), {**_row(chosen), "source": f"approved by {account}"}]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    findings = overlays.store_overlay(store, "variants", text.getvalue().encode())
    if findings:
        raise ConfigError(f"The stored variants: {findings[0].message}.", code="bad_reference")
    return chosen


def _row(one: Repeated) -> dict[str, str]:
    return {"phrase": one.phrase, "means": one.means, "kind": one.kind}


def _stored(store: ObjectStore) -> list[dict[str, str]]:
    data = overlays.load_overlays(store).get("variants")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))) if data else []


def _told(one: Correction) -> Iterator[tuple[str, str, str]]:
    """Kind, old and new spelling of a name that a correction put right."""
    if one.kind is not Kind.FIELD or not isinstance(one.old, str) or not isinstance(one.new, str):
        return
    spec = spec_of(one.target.field or "")
    if spec.kind in _KINDS:
        yield _KINDS[spec.kind], one.old, one.new
    elif spec.kind is FieldKind.ADDRESS:
        yield from _places(one.old, one.new)
    elif spec.name == "issuing_place":
        yield "place", one.old, one.new


def _places(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """The names of places in which two addresses differ; never a house, a street or a person."""
    before, after = ([part.strip() for part in text.split(",")] for text in (old, new))
    if len(before) == len(after):
        for was, means in zip(before, after, strict=True):
            if was != means and _PLACE.match(means) and len(was.split()) > 1:
                yield "place", was, means
