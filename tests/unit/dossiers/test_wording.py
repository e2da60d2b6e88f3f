import re
from pathlib import Path

import pytest

from core.model import DossierState
from core.page import PageState
from dossiers import reasons, wording
from search.index import Tier

ROOT = Path(__file__).parents[3]
CODES = sorted(
    {
        code
        for package in ("pipeline", "storage")
        for path in (ROOT / package).rglob("*.py")
        if "extract" not in path.parts
        for code in re.findall(r'code="([a-z_]+)"', path.read_text(encoding="utf-8"))
        if not code.startswith("bad_")
    }
)


@pytest.mark.parametrize("code", CODES)
def test_every_problem_of_a_file_or_page_is_worded_in_vietnamese(code: str) -> None:
    assert code in reasons.REASONS


def test_every_state_and_tier_is_worded() -> None:
    assert set(wording.STATES) == set(DossierState)
    assert set(wording.PAGE_STATES) == set(PageState)
    assert set(wording.TIERS) == {tier.name.lower() for tier in Tier}


def test_an_unknown_code_keeps_its_message() -> None:
    assert reasons.reason("never_heard_of", "as it came") == "as it came"
