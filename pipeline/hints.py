"""What may be worth a look but proves nothing: said beside a field, without touching its confidence."""

from collections.abc import Mapping
from datetime import date

from core.text import fold
from pipeline.extract.addresses import address_parts
from pipeline.reference import Place, Reference
from pipeline.routing import written_out

BORN_ELSEWHERE = "Đăng ký khai sinh ở {place} theo ba chữ số đầu, khác tỉnh trong địa chỉ: chỉ để tham khảo."


def hints_of(reference: Reference, values: Mapping[str, str], day: date) -> dict[str, str]:
    """Hints by field name, in Vietnamese.

    The first three digits of a personal number are the province where the birth was registered
    and never change; people move, so another province than that of the address is no error.
    """
    place = reference.province_of(values.get("national_id", "")[:3])
    home = address_parts(values.get("address", "")).get("province")
    if place is None or home is None:
        return {}
    own = {_name(place), _name(_on(reference, place, day))}
    return (
        {}
        if fold(written_out(home)) in map(fold, own)
        else {"national_id": BORN_ELSEWHERE.format(place=_name(place))}
    )


def _on(reference: Reference, place: Place, day: date) -> Place:
    """The province a province belongs to on `day`: itself, or what it was merged into."""
    if place.valid_to is None or day <= place.valid_to:
        return place
    return next((row for row in reference.places if _name(row) == place.successor), place)


def _name(place: Place) -> str:
    return f"{place.kind} {place.name}"
