"""What people put right or confirmed in a dossier, in words."""

from collections.abc import Iterable, Iterator

from core.model import Dossier, DossierField, Field
from dossiers import wording
from dossiers.corrections.model import Correction
from dossiers.telling import value_text, when


def decided(dossier: Dossier, corrections: Iterable[Correction]) -> Iterator[str]:
    """Lines: the values people gave, what is confirmed, then who did what, when and why."""
    for field in dossier.fields:
        if field.best.source == "human":
            yield f"Đã sửa: {_label(field)} = {_shown(field.best)}"
    confirmed = [_label(field) for field in dossier.fields if field.confirmed]
    if confirmed:
        yield f"Đã xác nhận: {', '.join(confirmed)}"
    changed = [_label(field) for field in dossier.fields if field.changed]
    if changed:
        yield f"Thay đổi sau khi xác nhận: {', '.join(changed)}"
    places = {member.sha256: place for place, member in enumerate(dossier.documents, 1)}
    for one in corrections:
        yield _told(one, places)


def _told(one: Correction, places: dict[str, int]) -> str:
    """One correction; the value itself stands with its field."""
    target, said = one.target, [wording.CORRECTIONS[one.kind]]
    if target.field and one.kind.value in ("field", "confirm"):
        said.append(wording.FIELDS.get(target.field, target.field))
    if target.item:
        said.append(f"mục {target.item}")
    if target.document in places:
        said.append(f"(giấy tờ {places[target.document]})")
    if target.range:
        said.append(f"trang {target.range.first}–{target.range.last}")
    reason = f": {one.reason}" if one.reason else ""
    return f"{when(one.time)} · {one.account} · {' '.join(said)}{reason}"


def _label(field: DossierField) -> str:
    return wording.FIELDS.get(field.best.name, field.best.name)


def _shown(field: Field) -> str:
    if isinstance(field.value, tuple):
        return f"{len(field.value)} mục"
    return value_text(field)
