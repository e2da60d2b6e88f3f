"""Papers that must leave nothing behind: a secret act, a copy of an identity card."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from PIL import Image, ImageDraw

from samples.cases import Case
from samples.codes import qr_code
from samples.dates import short_date
from samples.draft import Column, Draft
from samples.fonts import Style
from samples.papers.paper import Paper, Writer, finished
from samples.papers.typed import act
from samples.stamps import secrecy
from samples.typeset import px, words

SECRECY = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
CARD = Column(45, 165)


def secret(mark: str, sentinels: Sequence[str] = ()) -> Writer:
    """What writes a plan with a secrecy mark in its zone; `sentinels` are lines of its text."""

    def write(case: Case, rng: Random) -> Paper:
        plan = act("KẾ HOẠCH", "KH", "plan")(case, rng)
        sheet = plan.sheets[0]
        sheet.stamp(secrecy(mark, rng), px(rng.uniform(34, 42)), px(rng.uniform(43, 45)))
        sheet.fields["secrecy"] = mark
        draft = Draft(points=13)
        draft.sheets, draft.y_px = [sheet], px(262)
        for line in sentinels:
            draft.text(line, Column(30, 195), breaks=False)
        return Paper("secret", plan.document_type, plan.type_code, plan.sheets)

    return write


def identity_card(case: Case, rng: Random) -> Paper:
    """A copy of a citizen's identity card, front over back, as applicants hand it in."""
    person = case.applicant
    draft = Draft(points=12, leading=1.3, top_mm=30)
    bold = Style(13, bold=True)
    frame = (px(38), px(26), px(172), px(112))
    draft.text(words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold), CARD, zone="form", align="centre")
    draft.text(words("Độc lập - Tự do - Hạnh phúc", Style(11)), CARD, zone="form", align="centre")
    draft.text(words("CĂN CƯỚC CÔNG DÂN", Style(16, bold=True)), CARD, zone="type", align="centre")
    draft.text(words("Citizen Identity Card", Style(11, italic=True)), CARD, zone="form", align="centre")
    nationality = "Giới tính / Sex: {}   Quốc tịch / Nationality: Việt Nam"
    for line in (
        f"Số / No.: {person.national_id}",
        f"Họ và tên / Full name: {person.name.upper()}",
        f"Ngày sinh / Date of birth: {short_date(person.born)}",
        nationality.format(person.gender),
        f"Quê quán / Place of origin: {person.address.commune}",
        f"Nơi thường trú / Place of residence: {person.address.text}",
        f"Có giá trị đến / Date of expiry: {short_date(person.born + timedelta(days=40 * 365))}",
    ):
        draft.text(words(line, Style(12)), CARD, zone="form", before_pt=3)
    _frame(draft, frame)
    draft.y_px = px(136)
    for line in (
        "Đặc điểm nhận dạng / Personal identification:",
        "Nốt ruồi cách 1 cm dưới đuôi mắt phải",
        "CỤC TRƯỞNG CỤC CẢNH SÁT",
        "QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
        f"IDVNM{person.national_id[3:]}0{person.national_id}<<8",
    ):
        draft.text(words(line, Style(12)), CARD, zone="form", before_pt=4)
    _frame(draft, (frame[0], px(130), frame[2], px(214)))
    _code(draft, person.national_id, person.name, rng)
    return finished(draft, "identity_card", "CĂN CƯỚC CÔNG DÂN", "identity_card")


def _frame(draft: Draft, box: tuple[float, float, float, float]) -> None:
    ImageDraw.Draw(draft.sheet.image).rounded_rectangle(box, radius=40, outline=(60, 60, 60), width=4)


def _code(draft: Draft, number: str, name: str, rng: Random) -> None:
    """The code of the card, on half of the copies too blurred to be read."""
    text = f"{number}|{number[-9:]}|{name}|01011990|Nam|Bắc Ninh|01012021"
    picture = qr_code(text, 3)
    if rng.random() < 0.5:
        small = picture.resize((picture.width // 7, picture.height // 7), Image.Resampling.BOX)
        picture = small.resize(picture.size, Image.Resampling.BILINEAR)
    else:
        draft.sheet.codes.append(text)
    draft.sheet.picture(picture, px(158), px(50))
