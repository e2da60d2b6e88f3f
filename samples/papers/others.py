"""Papers without the form of an act: a drawing, an invoice."""

from random import Random

from PIL import ImageDraw

from samples.cases import Case
from samples.draft import Column, Draft
from samples.fonts import Style, font
from samples.papers.paper import Paper
from samples.typeset import px, words


def drawing(case: Case, rng: Random) -> Paper:
    """A plan of a house: lines, few words, a title block."""
    draft = Draft(points=11)
    pen = ImageDraw.Draw(draft.sheet.image)
    left, top, right, bottom = (round(px(mm)) for mm in (25, 30, 190, 215))
    for at in range(5):
        x = left + (right - left) * at // 4
        pen.line((x, top, x, bottom), fill=(20, 20, 20), width=7 if at % 2 == 0 else 3)
        y = top + (bottom - top) * at // 4
        pen.line((left, y, right, y), fill=(20, 20, 20), width=7 if at % 2 == 0 else 3)
    for text, x, y in (("PHÒNG KHÁCH", 34, 60), ("BẾP", 120, 60), ("PHÒNG NGỦ", 34, 150), ("WC", 120, 150)):
        pen.text((px(x), px(y)), text, font=font(Style(10)), fill=(20, 20, 20))
    draft.y_px = px(222)
    draft.text(words("MẶT BẰNG TẦNG 1", Style(14, bold=True)), zone="form", align="centre")
    draft.text(words(f"TỶ LỆ 1/{rng.choice((50, 100))}", Style(11)), zone="form", align="centre")
    for line in (
        f"Chủ đầu tư: {case.applicant.name}",
        f"Địa điểm: {case.applicant.address.commune}",
        f"Ký hiệu bản vẽ: KT-{rng.randint(1, 20):02d}",
    ):
        draft.text(line, Column(110, 195), zone="form")
    return Paper("drawing", "BẢN VẼ", "drawing", tuple(draft.sheets))


def other(case: Case, rng: Random) -> Paper:
    """A paper that is none of ours: an invoice of a shop."""
    draft = Draft(points=12)
    draft.text(words("CỬA HÀNG VẬT LIỆU XÂY DỰNG", Style(14, bold=True)), align="centre")
    draft.text(f"Kính chào quý khách {case.applicant.name}", before_pt=10)
    for at in range(1, 14):
        draft.text(f"{at:02d}  Xi măng, cát, đá, gạch loại {rng.randint(1, 9)}  {rng.randint(2, 90)}.000")
    draft.text("Cảm ơn quý khách, hẹn gặp lại.", before_pt=10)
    return Paper("other", "", "other", tuple(draft.sheets))
