"""Short forms, dates and codes are found however they are written; the same in every engine."""

import pytest

from search.index import SearchIndex, Tier
from tests.contract.search.asking import found, nfd, tiers

LAND = {"d-land", "d-land-short", "d-land-shortest"}
CARD = {"d-card", "d-card-short"}
CITY = {"d-city", "d-city-short"}
WARD = {"d-full", "d-short", "d-field"}
SCIENCE = {"d-science", "d-science-short"}
DATED = {*LAND, "d-suffix"}
BOTH_CODES = {"d-code", "d-suffix"}

SAME_SET = [
    (("UBND phường Kinh Bắc", "ủy ban nhân dân phường Kinh Bắc", "UBND P. Kinh Bắc",
      "uỷ ban nhân dân p kinh bắc"),
     WARD, "committee"),
    (("ubnd phuong kinh bac", "uy ban nhan dan phuong kinh bac", nfd("uỷ ban nhân dân phường kinh bắc")),
     WARD, "committee without marks"),
    (('"UBND phường Kinh Bắc"', '"ủy ban nhân dân phường"'), {"d-full",
      "d-field"}, "phrase with a short form"),
    (("cơquan:UBND", "cơ quan: UBND", 'cơquan:"ủy ban nhân dân"', "co quan:ubnd"), {"d-field"}, "field"),
    (("TP Từ Sơn", "TP. Từ Sơn", "thành phố Từ Sơn", "tp tu son", "thanh pho tu son"), CITY, "city"),
    (("giấy chứng nhận quyền sử dụng đất", "giay chung nhan quyen su dung dat", "GCNQSDĐ", "gcnqsdd"),
     LAND, "certificate"),
    (("GCN QSDĐ", "giay chung nhan qsdd"), {"d-land", "d-land-short"}, "certificate in parts"),
    (("CCCD", "căn cước công dân", "can cuoc cong dan", '"căn cước công dân"'), CARD, "card"),
    (("Sở KH&CN", "sở khoa học và công nghệ", "so kh&cn", "sở KHCN"), SCIENCE, "science"),
    (("5/NĐ-CP", "05/NĐ-CP", "5 nd cp", "05/nd-cp"), {"d-act", "d-act-short"}, "act with a zero"),
    (("số:5/NĐ-CP", "số: 05/ND-CP", "số hiệu: 5/NĐ-CP"), {"d-act"}, "act in its field"),
    (("5/3/2024", "05/03/2024", "5-3-2024", "05.03.2024", "2024-03-05", "5 tháng 3 năm 2024",
      "ngày 05 tháng 03 năm 2024",
      '"5 tháng 3 năm 2024"'), DATED, "day"),
    (("ngay 7 thang 6 nam 2021", "7/6/2021", "2021-6-7"), CARD, "day without marks"),
    (("ngày:5/3/2024", "ngày: 05 tháng 3 năm 2024", "ngày:2024-03-05", "ngày:5/3/24", "ngay:5.3.2024"),
     {"d-code"}, "date of the dossier"),
    (("ngày:tháng 3 năm 2024", "ngày:3/2024", "ngày:quý 1/2024", "ngày:quý I năm 2024",
      "ngày:1/3/2024 đến 31/3/2024",
      "ngày:từ tháng 3 năm 2024 đến tháng 3 năm 2024", "ngày:2024-03..2024-03", "ngày:<2025",
      "ngày:trước 2025"),
     {"d-code", "d-act"}, "month of the dossier"),
    (("ngày:>2024 P", "ngày:từ 2025 P", "ngày:>=2025-01-01 p"), {"d-short"}, "open range"),
    (("đơn xin cấp điện", "Ðơn xin cấp Ðiện", "don xin cap dien"), {"d-eth"}, "eth"),
    (("bác sĩ mỹ", "bác sỹ mĩ", "bac si my", "qui định tỷ lệ", "quy định tỉ lệ", "công ti", "công ty",
      "quý", "quí"),
     {"d-i", "d-y"}, "i and y"),
    (("ông lý văn hòa", "ông lí văn hoà", "ong ly van hoa"), {"d-full", "d-short"}, "tone placement"),
    (("2.000815", "2.000815.000.00.00.H05", "2.000815.H05", "mã:2.000815"), BOTH_CODES, "procedure"),
    (("250124-0142", "0142", "142", "0124-0142", "000.00.18.H05-250124-0142", "0000018H052501240142",
      "2501240142",
      "mã:142", "mã hồ sơ: 40142"), {"d-code"}, "last digits"),
    (("1999", "mã:1999"), {"d-suffix"}, "last digits that look like a year"),
    (("phiếu 142",), set(), "few digits among words are no end of a code"),
    (("phiếu 0142",), {"d-code"}, "four digits among words are"),
    (("hoà HOẶC (từ sơn)", "hoà OR sơn"), {"d-full", "d-short", *CITY}, "or in Vietnamese"),
    (("sở VÀ khoa KHÔNG kh",), {"d-science"}, "and, not in Vietnamese"),
    (("xác nhận -UBND",), {"d-full"}, "what is shut out is as typed"),
]  # fmt: skip


@pytest.mark.parametrize(("texts", "expected"), [pytest.param(*case[:2], id=case[2]) for case in SAME_SET])
def test_all_ways_of_writing_find_the_same(
    forms_index: SearchIndex, texts: tuple[str, ...], expected: set[str]
) -> None:
    for text in texts:
        assert found(forms_index, text, nearly=False) == expected, text


TIERS = [
    ("UBND phường Kinh Bắc", {"d-field": Tier.CODE, "d-full": Tier.PHRASE, "d-short": Tier.PHRASE}),
    ("ủy ban nhân dân", {"d-full": Tier.PHRASE, "d-short": Tier.PHRASE, "d-field": Tier.PHRASE}),
    ("uy ban nhan dan", {"d-full": Tier.FOLDED, "d-short": Tier.FOLDED, "d-field": Tier.FOLDED}),
    ("CCCD", {"d-card": Tier.MARKED, "d-card-short": Tier.MARKED}),
    ("0142", {"d-code": Tier.CODE}),
    ("2501240142", {"d-code": Tier.CODE}),
    ("mã:142", {"d-code": Tier.CODE}),
    ("5/3/2024", dict.fromkeys(DATED, Tier.PHRASE)),
    ("2.000815.000.00.00.H05", {"d-suffix": Tier.CODE, "d-code": Tier.CODE}),
    ("số:5/NĐ-CP", {"d-act": Tier.CODE}),
]


@pytest.mark.parametrize(("text", "expected"), TIERS)
def test_other_ways_of_writing_are_as_good_as_the_typed_one(
    forms_index: SearchIndex, text: str, expected: dict[str, Tier]
) -> None:
    assert tiers(forms_index, text) == expected
