"""Proposals for the pages of a file: parts, marks, order; never a page lost or double."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Arrangement
from core.page import Box, Code, Line, Page, PageState, Word
from pipeline.separators import Opens, Separator
from pipeline.splits import PageSummary, arrange, holds_several, summarise

A, B = "000.00.01.H05-250124-0001", "000.00.01.H05-250124-0002"
NEW, NEW_A, NEW_B = Separator(Opens.DOSSIER), Separator(Opens.DOSSIER, A), Separator(Opens.DOSSIER, B)
PAPER = Separator(Opens.PAPER)

codes = st.sampled_from([None, None, None, A, B])
summaries = st.lists(
    st.builds(
        PageSummary,
        number=st.just(0),
        blank=st.booleans(),
        separator=st.sampled_from([None, None, None, NEW, NEW_A, NEW_B, PAPER]),
        scanned=codes,
        printed=codes,
        printed_number=st.one_of(st.none(), st.integers(1, 9)),
        rotation_degrees=st.sampled_from([0, 0, 180]),
    ),
    max_size=14,
).map(lambda pages: [replace(page, number=number) for number, page in enumerate(pages, 1)])


def pages(*kinds: "PageSummary | Separator | str | int | None") -> list[PageSummary]:
    """A file: None is a plain page, "" a blank one, a code or a printed number as they are."""
    made = []
    for number, kind in enumerate(kinds, 1):
        page = PageSummary(number)
        if isinstance(kind, Separator):
            page = replace(page, separator=kind)
        elif isinstance(kind, int):
            page = replace(page, printed_number=kind)
        elif isinstance(kind, PageSummary):
            page = replace(kind, number=number)
        elif kind is not None:
            page = replace(page, scanned=kind) if kind else replace(page, blank=True)
        made.append(page)
    return made


def parts(arrangement: Arrangement) -> list[tuple[int, int, str, str | None]]:
    return [(split.first_page, split.last_page, split.opens, split.code) for split in arrangement.splits]


def marks(arrangement: Arrangement) -> dict[int, str]:
    return {mark.page: mark.mark for mark in arrangement.marks}


@given(summaries)
def test_parts_hold_every_page_once_in_order(file: list[PageSummary]) -> None:
    splits = arrange(file).splits
    held = [number for split in splits for number in range(split.first_page, split.last_page + 1)]
    assert held in ([], [page.number for page in file])
    assert all(split.first_page <= split.last_page for split in splits)
    assert len(splits) != 1


@given(summaries)
def test_an_order_holds_every_page_once_and_marks_name_pages(file: list[PageSummary]) -> None:
    proposed = arrange(file)
    numbers = [page.number for page in file]
    assert sorted(proposed.page_order) in ([], numbers)
    assert list(proposed.page_order) != numbers or not numbers
    assert {mark.page for mark in proposed.marks} <= set(numbers)
    assert len(set(proposed.marks)) == len(proposed.marks)
    blank = {page.number for page in file if page.blank}
    assert {mark.page for mark in proposed.marks if mark.mark.startswith("blank")} == blank


def test_a_plain_file_proposes_nothing() -> None:
    assert arrange(pages(None, None, A, None)) == Arrangement()
    assert arrange([]) == Arrangement()


def test_a_separator_opens_a_dossier_and_its_code_is_theirs() -> None:
    proposed = arrange(pages(A, None, NEW_B, None, None))
    assert parts(proposed) == [(1, 2, "dossier", A), (3, 5, "dossier", B)]
    assert [split.reason for split in proposed.splits] == ["start", "separator"]
    assert marks(proposed) == {3: "separator"}
    assert holds_several(proposed)


def test_a_sheet_without_a_code_takes_the_code_found_behind_it() -> None:
    assert parts(arrange(pages(NEW, None, A, NEW, None, B))) == [
        (1, 3, "dossier", A),
        (4, 6, "dossier", B),
    ]


def test_a_new_paper_stays_in_its_dossier() -> None:
    proposed = arrange(pages(NEW_A, None, PAPER, None, NEW_B, None, PAPER, None))
    assert parts(proposed) == [
        (1, 2, "dossier", A),
        (3, 4, "paper", A),
        (5, 6, "dossier", B),
        (7, 8, "paper", B),
    ]
    assert not holds_several(arrange(pages(None, PAPER, None)))


def test_a_sheet_its_printed_back_and_another_sheet_open_one_part() -> None:
    assert parts(arrange(pages(None, NEW, NEW_B, "", PAPER, None))) == [
        (1, 1, "dossier", None),
        (2, 6, "dossier", B),
    ]
    assert parts(arrange(pages(A, PAPER, NEW, None))) == [(1, 1, "dossier", A), (2, 4, "dossier", None)]


@pytest.mark.parametrize("file", [pages("", NEW_A, None), pages(A, None, NEW), pages(A, None, PAPER, "")])
def test_blank_pages_before_and_a_sheet_behind_everything_are_no_part(file: list[PageSummary]) -> None:
    assert arrange(file).splits == ()


def test_another_code_begins_another_dossier() -> None:
    proposed = arrange(pages(None, A, None, A, B, None))
    assert parts(proposed) == [(1, 4, "dossier", A), (5, 6, "dossier", B)]
    assert proposed.splits[1].reason == "code"


def test_between_sheets_the_sheets_decide() -> None:
    assert arrange(pages(NEW_A, A, B, None)).splits == ()


def test_print_decides_only_where_no_machine_readable_code_is() -> None:
    printed = [PageSummary(0, printed=A), PageSummary(0), PageSummary(0, printed=B)]
    assert parts(arrange(pages(*printed))) == [(1, 2, "dossier", A), (3, 3, "dossier", B)]
    assert arrange(pages(A, *printed)).splits == ()


def test_blank_pages_and_blank_backs_are_marked() -> None:
    assert marks(arrange(pages(None, "", None, ""))) == {2: "blank_back", 4: "blank_back"}
    assert marks(arrange(pages(None, "", None, None))) == {2: "blank"}
    assert marks(arrange(pages(None, ""))) == {2: "blank"}


def test_backs_upside_down_are_marked() -> None:
    back = PageSummary(0, rotation_degrees=180)
    assert marks(arrange(pages(None, back, None, back))) == {2: "upside_down_back", 4: "upside_down_back"}
    assert marks(arrange(pages(back, back, None, back))) == {}
    assert marks(arrange(pages(None, back, None, None))) == {}


def test_fronts_then_backs_reversed_get_their_order() -> None:
    proposed = arrange(pages(None, 3, 5, 6, 4, 2))
    assert proposed.page_order == (1, 6, 2, 5, 3, 4)
    assert set(marks(proposed)) == {2, 3, 4, 5, 6}
    assert arrange(pages(None, 3, 5, "", 4, 2)).page_order == (1, 6, 2, 5, 3, 4)


def test_papers_in_order_keep_theirs() -> None:
    assert arrange(pages(None, 2, 3, None, 2, None, None, 2)) == Arrangement()


def test_numbers_with_gaps_mark_pages_but_propose_no_order() -> None:
    proposed = arrange(pages(None, 7, 3))
    assert marks(proposed) == {3: "out_of_order"}
    assert proposed.page_order == ()
    assert arrange(pages(None, 3, 3, 2)) == Arrangement()


def line(text: str, left: int, top: int, confidence: float = 0.95) -> Line:
    words = text.split()
    return Line(
        tuple(
            Word(word, Box(left + 60 * at, top, left + 60 * at + 50, top + 30), confidence)
            for at, word in enumerate(words)
        )
    )


def page(*lines: Line, codes: tuple[Code, ...] = (), state: PageState = PageState.READ) -> Page:
    return Page(1, state, 1000, 1400, 150.0, lines=lines, codes=codes)


def test_a_page_is_summarised() -> None:
    box = Box(0, 0, 90, 90)
    found = summarise(page(line("- 2 -", 440, 60), codes=(Code("QRCode", f"x {A}", box),)))
    assert (found.printed_number, found.scanned, found.separator, found.blank) == (2, A, None, False)
    sheet = summarise(page(codes=(Code("QRCode", f"SOHOA:SEP:1:DOSSIER:{B}", box),)))
    assert (sheet.separator, sheet.scanned) == (NEW_B, None)
    assert summarise(page(state=PageState.BLANK)).blank


def test_numbers_elsewhere_and_codes_without_label_count_for_nothing() -> None:
    assert summarise(page(line("2", 100, 60))).printed_number is None
    assert summarise(page(line("2", 480, 700))).printed_number is None
    assert summarise(page(line(f"Mã hồ sơ: {A}", 100, 300))).printed == A
    assert summarise(page(line(f"Mã hồ sơ: {A}", 100, 300, 0.5))).printed is None
    assert summarise(page(line(f"theo {A}", 100, 300))).printed is None


def test_a_paper_that_was_seen_to_begin_is_proposed_as_a_part_of_the_same_dossier() -> None:
    found = arrange(pages(A, None, None, None), {1, 3})
    assert [
        (part.first_page, part.last_page, part.opens, part.code, part.reason) for part in found.splits
    ] == [
        (1, 2, "dossier", A, "start"),
        (3, 4, "paper", A, "paper"),
    ]
    assert not holds_several(found)


def test_a_paper_that_begins_with_another_code_opens_a_dossier_once() -> None:
    found = arrange(pages(A, None, B, None), {1, 3})
    assert [(part.first_page, part.opens, part.reason) for part in found.splits] == [
        (1, "dossier", "start"),
        (3, "dossier", "code"),
    ]


def test_a_paper_right_behind_a_separator_is_opened_by_the_separator_alone() -> None:
    found = arrange(pages(NEW_A, None, PAPER, None), {2, 4})
    assert [(part.first_page, part.reason) for part in found.splits] == [(1, "separator"), (3, "separator")]


@given(summaries, st.sets(st.integers(1, 14)))
def test_parts_of_papers_hold_every_page_once(given_pages: list[PageSummary], begun: set[int]) -> None:
    found = arrange(given_pages, begun)
    held = [number for part in found.splits for number in range(part.first_page, part.last_page + 1)]
    assert held == ([page.number for page in given_pages] if found.splits else [])
