"""Which corrections are in force: every one that saw what it changed; a pure function."""

from collections.abc import Sequence
from dataclasses import dataclass

from dossiers.corrections.model import Correction, Slot, slot_of, version


@dataclass(frozen=True, slots=True)
class Settled:
    """The corrections of a dossier, sorted out."""

    accepted: tuple[Correction, ...]
    """In force, in the order they were accepted."""
    refused: tuple[Correction, ...] = ()
    """Made on something that had changed meanwhile."""
    undecided: tuple[Correction, ...] = ()
    """Those of the refused after which nobody decided the same thing anew."""


def settle(found: Sequence[Correction], accepted: Sequence[str], refused: Sequence[str] = ()) -> Settled:
    """Sort corrections out; what was accepted or refused once stays so, whatever is found later.

    Args:
        found: every correction there is, in the order they were made as far as that is known.
        accepted: ids that the dossier's record already names, in its order.
        refused: ids that it names as refused.
    """
    by_id = {one.id: one for one in found}
    known = [by_id[name] for name in accepted if name in by_id]
    fresh = [one for one in found if one.id not in set(accepted)]
    last: dict[Slot, Correction] = {}
    kept, second = list[Correction](), list[Correction]()
    for one in (*known, *fresh):
        slot = slot_of(one.kind, one.target)
        before = last.get(slot) if slot else None
        late = before and version(before.new) not in (one.based_on, version(one.new))
        if one in fresh and (late or one.id in refused):
            second.append(one)
            continue
        kept.append(one)
        if slot:
            last[slot] = one
    return Settled(tuple(kept), tuple(second), tuple(one for one in second if not _made_good(one, last)))


def _made_good(refused: Correction, last: dict[Slot, Correction]) -> bool:
    """Whether somebody decided the same thing again after the two had met."""
    slot = slot_of(refused.kind, refused.target)
    winner = last.get(slot) if slot else None
    return winner is not None and winner.time > refused.time
