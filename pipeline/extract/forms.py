"""The foot of forms: who handed the dossier in and who took it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.candidates import Candidate, Parsed, candidate
from pipeline.extract.layout import PageView, Run, capitals_share, joined
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.names import name_quality

DEPTH = 0.3
"""A name stands within this share of the page height under its heading."""
BY_SIGNATURE = 0.88
"""Strength of an applicant's name that only the signature gives: the form may print it otherwise."""
ONLY_SIGNED = "Tên lấy ở chỗ ký, cần đối chiếu với tên trong đơn."
SMALL_LETTER = 0.8
"""Quality left to a name whose first letter was read as a small one."""
LEAST_HEADING = 9
"""So many letters and spaces of a heading must be left."""
_HEADINGS = {
    "nguoi nop ho so": "submitter_name",
    "nguoi nop": "submitter_name",
    "nguoi tiep nhan ho so": "receiver_name",
    "nguoi tiep nhan": "receiver_name",
    "can bo tiep nhan": "receiver_name",
    "can bo tiep nhan ho so": "receiver_name",
    "nguoi lam don": "applicant_name",
    "nguoi yeu cau": "applicant_name",
    "nguoi khai": "applicant_name",
    "nguoi de nghi": "applicant_name",
}


def read_form_signatures(view: PageView, lexicon: Lexicon) -> Iterator[Candidate]:
    """The typed names under the two headings at the foot of a form."""
    for run in view.runs:
        name = _signs_here(run)
        if name is None or not run.text.strip()[-1:].isalpha():
            continue
        found = _name_under(view, run, name, lexicon)
        if found is not None:
            yield found


def _signs_here(run: Run) -> str | None:
    """Whose name stands under a heading; its beginning may be lost."""
    text = " ".join(re.findall(r"[a-z]+", run.folded))
    if text in _HEADINGS:
        return _HEADINGS[text]
    torn = capitals_share(run.text) > 0.8 and len(text) >= LEAST_HEADING
    return next((name for whole, name in _HEADINGS.items() if torn and whole.endswith(text)), None)


def _name_under(view: PageView, heading: Run, name: str, lexicon: Lexicon) -> Candidate | None:
    best: Candidate | None = None
    for run in view.runs:
        depth = run.box.top - heading.box.bottom
        if not 0 < depth < DEPTH * view.height_px:
            continue
        if abs(run.middle - heading.middle) > 0.14 * view.text_box.width:
            continue
        text = " ".join(re.sub(r"[^\w\s]", " ", run.text).split())
        words = text.split()
        if not 2 <= len(words) <= 6 or any(not word[0].isupper() for word in words[1:]):
            continue
        small = words[0][0].islower()
        text = text[0].upper() + text[1:]
        if small and not lexicon.reference.is_surname(text.split()[0]):
            continue
        quality, warnings = name_quality(text, lexicon.reference)
        quality *= SMALL_LETTER if small else 1.0
        strength = 0.95
        if name == "applicant_name":
            strength, warnings = BY_SIGNATURE, (*warnings, ONLY_SIGNED)
        made = candidate(name, run, Parsed(text, quality, warnings=warnings), "zone", strength)
        made = replace(made, rank=2 if name == "applicant_name" else 0, order=run.row)
        if best is None or made.confidence > best.confidence:
            best = made
    return best or _unreadable(view, name, heading)


def _unreadable(view: PageView, name: str, heading: Run) -> Candidate | None:
    """The place of a name that was written or covered; None where nothing stands under the heading."""
    ink = [
        run
        for run in view.runs
        if 2 * heading.box.height < run.box.top - heading.box.bottom < DEPTH * view.height_px
        and abs(run.middle - heading.middle) < 0.2 * view.text_box.width
    ]
    if not ink or name == "applicant_name":
        return None
    warning = "Tên viết tay hoặc bị che, cần nhập tay."
    return candidate(name, joined(ink), Parsed(None, 0.3, warnings=(warning,)), "zone", 0.5)
