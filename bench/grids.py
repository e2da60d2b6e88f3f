"""Tables of figures: on the screen and in Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of ready text."""

    title: str
    columns: tuple[str, ...]
    """The first is text, the others are figures unless `text` says otherwise."""
    rows: tuple[tuple[str, ...], ...]
    text: bool = False


def print_grids(grids: Iterable[Grid], console: Console) -> None:
    """Show `grids`."""
    for grid in grids:
        table = Table(title=grid.title, title_justify="left", box=box.SIMPLE_HEAD)
        for index, column in enumerate(grid.columns):
            table.add_column(column, justify="right" if index and not grid.text else "left")
        for row in grid.rows:
            table.add_row(*row)
        console.print(table)


def markdown_grid(grid: Grid) -> str:
    """`grid` as a Markdown table under its title."""
    rule = "---" if grid.text else "---:"
    lines = [grid.columns, ("---", *(rule for _ in grid.columns[1:])), *grid.rows]
    rows = [" | ".join(cell.replace("|", r"\|") for cell in line) for line in lines]
    return "\n".join([f"### {grid.title}\n", *(f"| {row} |" for row in rows), ""])
