import io
from pathlib import Path

from rich.console import Console

from bench.grids import Grid, print_grids
from bench.section import Section, markdown, publish, replaced

TIME = Section(
    "time",
    "Time",
    "./run bench time",
    "2025-11-23, 2 cores",
    ("How it is measured.", Grid("Seconds", ("call", "×"), (("a|b", "1.00"),))),
)


def test_a_section_names_its_command_and_its_tables_are_markdown() -> None:
    rows = markdown(TIME).splitlines()
    assert rows[:3] == ["## Time", "", "    ./run bench time"]
    assert "| call | × |" in rows
    assert "| --- | ---: |" in rows
    assert r"| a\|b | 1.00 |" in rows


def test_writing_a_section_again_changes_nothing_and_leaves_the_others_alone(tmp_path: Path) -> None:
    document = tmp_path / "docs" / "benchmarks.md"
    publish(TIME, document)
    document.write_text(replaced(document.read_text(), "memory", "Flat."))
    before = document.read_text()
    publish(TIME, document)
    assert document.read_text() == before
    assert before.count("./run bench time") == 1
    assert "Flat." in before


def test_sections_stand_in_order_whichever_was_written_first() -> None:
    document = "# Benchmarks\n"
    for name in ("memory", "own", "robustness", "reading", "time"):
        document = replaced(document, name, f"text of {name}")
    parts = ("reading", "time", "memory", "own", "robustness")
    places = [document.index(f"text of {name}") for name in parts]
    assert places[:3] == sorted(places[:3])
    assert places[4] > places[2]


def test_the_screen_shows_every_table() -> None:
    out = io.StringIO()
    print_grids((part for part in TIME.body if isinstance(part, Grid)), Console(file=out, width=80))
    assert "Seconds" in out.getvalue()
