"""What people confirmed: it holds for the values they saw and for no others; pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.model import Dossier, DossierField, Member, Problem
from dossiers.corrections.model import Correction, Kind, version


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a dossier as a whole stands confirmed."""

    confirmed: bool = False
    problems: tuple[Problem, ...] = ()


def confirmed_fields(
    fields: Iterable[DossierField], corrections: Sequence[Correction]
) -> tuple[DossierField, ...]:
    """The fields, each with whether its present value was confirmed or another one was."""
    seen = _seen(corrections)
    return tuple(
        replace(
            field,
            confirmed=seen.get(field.best.name) == version(field.best.value),
            changed=field.best.name in seen and seen[field.best.name] != version(field.best.value),
        )
        for field in fields
    )


def standing(
    fields: Sequence[DossierField],
    members: Sequence[Member],
    code: str | None,
    corrections: Sequence[Correction],
) -> Standing:
    """Whether the dossier is confirmed just as it is: all its values, its papers, its code."""
    whole = [one.based_on for one in corrections if one.kind is Kind.CONFIRM and not one.target.field]
    confirmed = bool(whole) and whole[-1] == dossier_version(fields, members, code)
    changed = any(field.changed for field in fields) or (bool(whole) and not confirmed)
    if not changed:
        return Standing(confirmed)
    message = "Something changed after it was confirmed; look at it and confirm it again."
    return Standing(confirmed, (Problem("confirm", "changed_since_confirmed", message),))


def dossier_version(fields: Sequence[DossierField], members: Sequence[Member], code: str | None) -> str:
    """The version of everything a whole dossier's confirmation is bound to."""
    values = {field.best.name: version(field.best.value) for field in fields}
    papers = sorted((member.sha256, repr(member.pages)) for member in members)
    return version((sorted(values.items()), papers, code))


def version_of(dossier: Dossier) -> str:
    """`dossier_version` of a dossier's record."""
    return dossier_version(dossier.fields, dossier.documents, dossier.code)


def _seen(corrections: Sequence[Correction]) -> dict[str, str]:
    """Field → version of the value that was confirmed last."""
    seen: dict[str, str] = {}
    for one in corrections:
        if one.kind is Kind.CONFIRM and isinstance(one.old, Mapping):
            seen |= one.old
    return seen
