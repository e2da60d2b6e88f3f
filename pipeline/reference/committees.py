"""People's committees of communes, made of the places: one for each, in force as long as its place.

They stand apart from the table of agencies, which is also what printed names are matched
with: two hundred names that differ in one letter would make that guesswork.
"""

import re
from collections.abc import Iterable

from core.text import fold
from pipeline.reference.tables import Agency, Place

COMMUNE_KINDS = ("xã", "phường", "thị trấn")
COMMITTEE = "Ủy ban nhân dân"


def committees_of(places: Iterable[Place]) -> dict[str, Agency]:
    """The committees of all communes by code."""
    communes = [place for place in places if place.kind in COMMUNE_KINDS]
    later = {_title(place): place for place in communes if place.valid_to is None}
    return {committee_code(place): _committee(place, later.get(place.successor)) for place in communes}


def committee_code(place: Place) -> str:
    """ubnd-phuong-kinh-bac; with the district while there was one: ubnd-xa-phu-lam-huyen-tien-du."""
    district = "" if place.parent.startswith("tỉnh ") else place.parent
    return "ubnd-" + re.sub(r"[^a-z0-9]+", "-", fold(f"{_title(place)} {district}")).strip("-")


def _committee(place: Place, successor: Place | None) -> Agency:
    return Agency(
        code=committee_code(place),
        name=f"{COMMITTEE} {_title(place)}",
        abbreviations=(f"UBND {_title(place)}",),
        kind="commune",
        valid_from=place.valid_from,
        valid_to=place.valid_to,
        successor=committee_code(successor) if successor else "",
        source=place.source,
    )


def _title(place: Place) -> str:
    return f"{place.kind} {place.name}"
