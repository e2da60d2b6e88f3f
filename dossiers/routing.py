"""Where a dossier goes: asked when its record is made, told in Vietnamese."""

from collections.abc import Sequence
from datetime import date

from core.model import DossierField, Routing
from pipeline.reference import Reference
from pipeline.routing import Asked, Route, route

SURE_ENOUGH = 0.6
"""An agency or an address that is less sure names no committee: the wrong one would get to read it."""
_BASES = {
    "procedure": "theo thủ tục",
    "settling_agency": "theo cơ quan giải quyết ghi trên giấy",
    "receiving_unit": "theo cơ quan tiếp nhận ghi trên giấy",
    "address": "theo địa chỉ của chủ hồ sơ",
}
_DOUBTS = {
    "level": "chỉ biết cấp giải quyết, chưa rõ cơ quan nào. Hãy sửa trường Cơ quan giải quyết.",
    "contradicted": "giấy ghi cơ quan giải quyết không thuộc cấp này. Hãy đối chiếu bản giấy.",
}
"""Why a person has to look."""


def route_of(reference: Reference, fields: Sequence[DossierField], branch: str | None, day: date) -> Route:
    """Who settles a dossier of these fields and who may see it."""
    values = {one.best.name: str(one.best.value) for one in fields if one.best.value}
    sure = {one.best.name for one in fields if one.best.confidence >= SURE_ENOUGH}
    printed = {name: value for name, value in values.items() if name in sure}
    return route(
        reference,
        Asked(
            day=day,
            procedure=values.get("procedure_code"),
            settling_agency=printed.get("settling_agency"),
            receiving_unit=printed.get("receiving_unit"),
            address=printed.get("address"),
            branch=branch,
        ),
    )


def said(routing: Routing | None) -> str | None:
    """Who settles it and why we think so; None while the procedure is not known."""
    if routing is None:
        return None
    return f"Giải quyết: {routing.name} – {_BASES.get(routing.basis) or _DOUBTS[routing.basis]}"


def warning(routing: Routing | None) -> str | None:
    """What a person has to look at, if anything."""
    return said(routing) if routing is not None and routing.basis in _DOUBTS else None
