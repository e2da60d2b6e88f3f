"""What an account sees beyond its own agencies: the older dossiers of those whose work they took over."""

from dataclasses import replace
from datetime import date

from core.access import Viewer
from core.clock import today
from dossiers.services import Services
from pipeline.reference import Reference

LEVEL = "level"
"""Nobody works for a level of government, so nobody inherits through one."""


def sight(services: Services, viewer: Viewer) -> Viewer:
    """`viewer` with what its agencies inherited by today."""
    return inheriting(services.reference, viewer, today())


def inheriting(reference: Reference, viewer: Viewer, day: date) -> Viewer:
    """`viewer` with the predecessors of its agencies that had ended before `day`, by the reference tables."""
    if viewer.sees_all_dossiers:
        return viewer
    inherited = {
        earlier.code
        for code in viewer.agencies
        for earlier in reference.predecessors(code)
        if not _is_level(reference, code) and earlier.valid_to is not None and earlier.valid_to < day
    }
    return replace(viewer, inherited=frozenset(inherited) - viewer.agencies)


def _is_level(reference: Reference, code: str) -> bool:
    agency = reference.agency(code)
    return agency is not None and agency.kind == LEVEL
