"""A paper being written: running text over one or more sheets, columns and ruled tables."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from samples.fonts import Style
from samples.sheet import Sheet
from samples.truth import FieldValue
from samples.typeset import Token, break_lines, natural_width, place, points, px, words


@dataclass(frozen=True, slots=True)
class Column:
    """Where text runs across a sheet, in millimetres from its left edge."""

    left_mm: float = 30.0
    right_mm: float = 195.0

    @property
    def left_px(self) -> float:
        """Left edge in pixels."""
        return px(self.left_mm)

    @property
    def width_px(self) -> float:
        """Width in pixels."""
        return px(self.right_mm - self.left_mm)


BODY = Column()
LEFT_HEAD = Column(26, 98)
RIGHT_HEAD = Column(99, 198)


class Draft:
    """Collects sheets; `y_px` is the top of the next line on the last one."""

    def __init__(self, *, points: float = 14.0, leading: float = 1.22, top_mm: float = 20.0) -> None:
        self.sheets = [Sheet()]
        self.y_px = px(top_mm)
        self.points = points
        self.leading = leading
        self.bottom_px = px(280)
        self.lowest_px = self.y_px
        self.begun = self.sheets[0]
        """The sheet on which the last paragraph begins."""

    @property
    def sheet(self) -> Sheet:
        """The sheet now written on."""
        return self.sheets[-1]

    def fact(self, name: str, value: FieldValue) -> None:
        """Record that the field `name` is printed on this sheet with this canonical value."""
        self.sheet.fields[name] = value

    def item(self, name: str, parts: Mapping[str, str]) -> None:
        """Record an item of the list field `name` on the sheet where the last paragraph begins."""
        listed = self.begun.fields.get(name, ())
        self.begun.fields[name] = (*(listed if isinstance(listed, tuple) else ()), parts)

    def text(
        self,
        tokens: Sequence[Token] | str,
        column: Column = BODY,
        *,
        zone: str = "body",
        align: str = "left",
        indent_mm: float = 0.0,
        before_pt: float = 0.0,
        breaks: bool = True,
    ) -> float:
        """Write a paragraph and return the baseline of its last line in pixels."""
        if isinstance(tokens, str):
            tokens = words(tokens, Style(self.points))
        self.y_px += points(before_pt)
        lines = break_lines(tokens, column.width_px, px(indent_mm))
        baseline = self.y_px
        for index, line in enumerate(lines):
            baseline = self._next_line(line, breaks)
            self.begun = self.sheet if index == 0 else self.begun
            last = index == len(lines) - 1
            how = "left" if align == "justify" and last else align
            start = px(indent_mm) if index == 0 else 0.0
            self.sheet.write(place(line, column.width_px, how, start), column.left_px, baseline, zone)
        return baseline

    def short_rule(self, column: Column, share: float, below_pt: float = 4.0) -> None:
        """Draw the centred rule under a heading, `share` of the last line's width."""
        last = self.sheet.lines[-1].words
        width = (last[-1].upright.right - last[0].upright.left) * share
        middle = column.left_px + column.width_px / 2
        y = self.y_px + points(below_pt)
        self.sheet.rule(middle - width / 2, y, middle + width / 2, y)
        self.y_px = y + points(2)

    def leave(self, mm: float) -> None:
        """Leave room."""
        self.y_px += px(mm)

    def need(self, mm: float) -> None:
        """Go on to a new sheet unless this one has `mm` left."""
        if self.y_px + px(mm) > self.bottom_px:
            self.new_sheet()

    def new_sheet(self) -> None:
        """Begin the next sheet under its page number."""
        self.sheets.append(Sheet())
        self.y_px = px(11)
        number = words(str(len(self.sheets)), Style(13))
        baseline = self._next_line(number, breaks=False)
        self.sheet.write(place(number, BODY.width_px, "centre"), BODY.left_px, baseline, "page_number")
        self.y_px = px(21)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Write a column, then come back up to where it began; `keep_lowest` joins the two."""
        top, sheet = self.y_px, self.sheet
        yield
        self.lowest_px = self.y_px
        if self.sheet is sheet:
            self.y_px = top

    def keep_lowest(self) -> None:
        """Go on below the longer of the two columns."""
        self.y_px = max(self.y_px, self.lowest_px)

    def leader_line(self, label: str, value: str, column: Column = BODY, *, under: bool = False) -> None:
        """Write `label: value` on a dotted leader that runs to the right edge.

        `under` lets the leader run on below the value, as when a printed form is filled in by machine.
        """
        tokens = words(f"{label} {value}", Style(self.points))
        baseline = self.text(tokens, column, zone="form", before_pt=3)
        line = self.sheet.lines[-1].words
        labelled = len(label.split())
        start = line[min(labelled, len(line)) - 1 if under else -1].upright.right
        self.sheet.leader(start + points(3), baseline + (9 if under else 0), column.left_px + column.width_px)

    def fits(self, text: str, column: Column, style: Style) -> bool:
        """Whether `text` stands on one line."""
        return natural_width(words(text, style)) <= column.width_px

    def _next_line(self, line: Sequence[Token], breaks: bool) -> float:
        size = max((token.style.points for token in line), default=self.points)
        height = points(size) * self.leading
        if breaks and self.y_px + height > self.bottom_px:
            self.new_sheet()
        self.y_px += height
        return self.y_px - height * 0.24
