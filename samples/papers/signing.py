"""The foot of a paper: Nơi nhận on the left, the signer with signature and seal on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from samples.draft import Column, Draft
from samples.fonts import Style
from samples.grammar import several
from samples.papers.facts import record_recipient
from samples.people import FEMALE, MALE, Agency, name_of
from samples.stamps import arrival, round_seal, signature, urgency
from samples.typeset import px, words
from samples.words.agencies import UNITS

RECIPIENTS = Column(30, 102)
SIGNER = Column(106, 198)
ARRIVAL_DESK = "TT PHỤC VỤ HÀNH CHÍNH CÔNG"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, in which capacity."""

    titles: tuple[str, ...]
    """Printed lines, capitals: KT. CHỦ TỊCH / PHÓ CHỦ TỊCH."""
    authority: str | None
    """TM., KT., TL., TUQ. or Q.; None for the head."""
    name: str


def invent_signer(agency: Agency, rng: Random) -> Signer:
    """Somebody entitled to sign for `agency`."""
    name = name_of(rng, rng.choice((MALE, MALE, FEMALE)))
    over = (f"TM. {agency.collective}",) if agency.collective and rng.random() < 0.6 else ()
    choice = rng.random()
    if choice < 0.45:
        return Signer((*over, agency.head), "TM." if over else None, name)
    if choice < 0.85:
        return Signer((*over, f"KT. {agency.head}", f"PHÓ {agency.head}"), "TM." if over else "KT.", name)
    return Signer((f"TL. {agency.head}", "CHÁNH VĂN PHÒNG"), "TL.", name)


def closing(draft: Draft, agency: Agency, signer: Signer, rng: Random, recipients: Sequence[str]) -> None:
    """Write recipients and signer side by side and press signature and seal onto the signer."""
    draft.need(50)
    draft.leave(4)
    with draft.beside():
        _recipients(draft, recipients, rng)
    top = draft.y_px
    for line in signer.titles:
        draft.text(words(line, Style(13, bold=True)), SIGNER, zone="signer", align="centre", breaks=False)
    draft.y_px = top + px(rng.uniform(33, 37)) + (len(signer.titles) - 1) * px(4)
    draft.text(
        words(signer.name, Style(draft.points, bold=True)),
        SIGNER,
        zone="signer",
        align="centre",
        breaks=False,
    )
    draft.fact("signer_title", " ".join(signer.titles))
    if signer.authority:
        draft.fact("signer_authority", signer.authority)
    draft.fact("signer", signer.name)
    press(draft, agency, rng, draft.y_px, SIGNER)
    draft.keep_lowest()


def press(
    draft: Draft, agency: Agency, rng: Random, name_bottom_px: float, column: Column, *, seal: bool = True
) -> None:
    """Sign over a name and set the seal over the left third of the signature, sometimes over the name."""
    middle = column.left_px + column.width_px / 2
    pen = signature(rng)
    draft.sheet.stamp(pen, middle - pen.width * 0.45, name_bottom_px - px(rng.uniform(27, 31)))
    if seal:
        mark = round_seal(*agency.seal, rng)
        left = middle - pen.width * 0.12 - mark.width * rng.uniform(0.62, 0.8)
        draft.sheet.stamp(mark, left, name_bottom_px - mark.height - px(rng.uniform(-3, 4)))


def stamp_arrival(draft: Draft, day: str, rng: Random) -> None:
    """Press the arrival stamp under the number, where it may touch the subject."""
    number = str(rng.randint(12, 3900))
    layer = arrival(ARRIVAL_DESK, number, day, rng)
    pressed = "-".join(reversed(day.split("/")))
    draft.sheets[0].fields["arrival_stamp"] = ({"number": number, "date": pressed},)
    draft.sheets[0].stamp(layer, px(rng.uniform(18, 34)), px(rng.uniform(46, 58)))


def stamp_urgency(draft: Draft, rng: Random) -> None:
    """Press an urgency mark between number and text."""
    text = rng.choice(("KHẨN", "HỎA TỐC", "THƯỢNG KHẨN"))
    draft.sheets[0].stamp(urgency(text, rng), px(rng.uniform(40, 50)), px(rng.uniform(62, 68)))
    draft.sheets[0].fields["urgency"] = text


def _recipients(draft: Draft, recipients: Sequence[str], rng: Random) -> None:
    heading = words("Nơi nhận:", Style(12, bold=True, italic=True))
    draft.text(heading, RECIPIENTS, zone="recipients", breaks=False)
    unit, copies = rng.choice(UNITS), rng.choice(("", f"{rng.randint(2, 9):02d}b"))
    archive = f"Lưu: VT, {unit}{f' ({copies})' if copies else ''}."
    for item in (*recipients, archive):
        draft.text(words(f"- {item}", Style(11)), RECIPIENTS, zone="recipients", breaks=False)
        role, name = ("archive", f"VT, {unit}") if item is archive else ("copy", item)
        record_recipient(draft, role, name, copies if item is archive else "")


def copies_to(count: int, rng: Random, today: date, first: str) -> list[str]:
    """Who else receives a copy."""
    return [first, *several("copyto", count, rng, today)]
