"""Every use case that looks for a viewer tells the same whether what it may not see is there or not."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import dossiers
from core.access import OPEN, SUPERVISOR, Viewer
from core.errors import NotFound
from core.settings import Settings
from dossiers.arrivals import arrivals
from dossiers.exporting import export
from dossiers.find import Search, find
from dossiers.found_shapes import alerts_shape, related_shape, search_shape
from dossiers.looking_up import look_up
from dossiers.related import related
from dossiers.saved import alerts, list_saved, remove, save
from dossiers.services import Services, open_services
from dossiers.sheets import read_table
from tests.archive import put_dossier, put_paper
from tests.unit.extract.papers import decision, receipt

SEEN, HIDDEN = "H05.01", "H05.02"
VIEWER = Viewer("lan", agencies=frozenset({SEEN}))
QUESTIONS = (
    "",
    "tiếp nhận",
    "phu lam",
    "0002",
    "quyết định",
    "Trần Văn Kín",
    "tran van kinn",
    "24/01/2025",
    "-đơn",
)

ASKED = {
    "arrivals.arrivals",
    "exporting.export",
    "find.find",
    "looking_up.look_up",
    "related.related",
    "saved.alerts",
    "saved.list_saved",
    "saved.remove",
    "saved.save",
}
"""Asked here."""
RECORDS = {
    "browse.list_dossiers",
    "browse.page_picture",
    "browse.show_dossier",
    "browse.show_page",
    "browse.visible_dossier",
    "rereading.read_again",
    "rereading.understand_again",
    "sight.inheriting",
    "sight.sight",
    "viewing.neighbour_hit",
    "viewing.view_page",
}
"""Read records by id, checked in tests of their own (`test_visibility`, `test_viewing`)."""


def test_no_use_case_that_looks_is_forgotten() -> None:
    found = set()
    for info in pkgutil.iter_modules(dossiers.__path__):
        module = importlib.import_module(f"dossiers.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if ours and "viewer" in inspect.signature(function).parameters:
                found.add(f"{info.name}.{name}")
    assert found - RECORDS == ASKED


@pytest.fixture
def archives(tmp_path: Path) -> Iterator[tuple[Services, Services]]:
    """One with everything, one without what the viewer may not see."""
    with ExitStack() as stack:
        both = []
        for name in ("full", "reduced"):
            settings = Settings.from_env({"SOHOA_DATA": str(tmp_path / name), "SOHOA_PERSON_KEY": "k" * 32})
            both.append(stack.enter_context(open_services(settings)))
        for services in both:
            put_dossier(services, put_paper(services, receipt()), branch=SEEN)
            put_dossier(services, put_paper(services, decision()), branch=SEEN)
        hidden = {"applicant_name": "Trần Văn Kín", "dossier_code": "000.00.01.H05-250124-0002"}
        put_dossier(both[0], put_paper(both[0], receipt(**hidden)), branch=HIDDEN)
        yield both[0], both[1]


def asked(services: Services, tmp_path: Path) -> dict[str, object]:
    """What every use case says."""

    def table(write: Callable[[Path], object]) -> list[tuple[str, ...]]:
        path = tmp_path / "ra.csv"
        write(path)
        return [row[:-1] for row in read_table(path)]

    (tmp_path / "vào.csv").write_text("\n".join(QUESTIONS), encoding="utf-8")
    told: dict[str, object] = {}
    for text in QUESTIONS:
        for cursor in (None, "*"):
            shape = search_shape(find(services, Search(text, cursor=cursor), VIEWER))
            told[f"find {text} {cursor}"] = {name: shape[name] for name in shape if name != "took_ms"} | {
                "hits": [{**hit, "score": 0} for hit in shape["hits"]]
            }
        told[f"export {text}"] = table(lambda path, text=text: export(services, Search(text), VIEWER, path))  # type: ignore[misc]
        told[f"suggest {text}"] = services.index.suggest(text, VIEWER)
    told["look_up"] = table(lambda path: look_up(services, tmp_path / "vào.csv", VIEWER, path))
    told["related"] = related_shape(related(services, "000.00.01.H05-250124-0001", VIEWER))
    save(services, "mọi hồ sơ", Search(""), VIEWER)
    told["saved"] = [len(one.seen) for one in list_saved(services, VIEWER)]
    told["alerts"] = alerts_shape(list(alerts(services, VIEWER)))
    remove(services, "mọi hồ sơ", VIEWER)
    listed = arrivals(services, "UBND xã Phú Lâm", VIEWER)
    told["arrivals"] = (listed.total, [one.dossier for one in listed.dossiers])
    return told


def test_what_may_not_be_seen_changes_nothing_anywhere(
    archives: tuple[Services, Services], tmp_path: Path
) -> None:
    full, reduced = archives
    everyone = Viewer("trưởng", frozenset({SUPERVISOR}), clearances=frozenset({OPEN}))
    assert find(full, Search("Trần Văn Kín"), everyone).total == 1
    ours, theirs = asked(full, tmp_path), asked(reduced, tmp_path)
    for name, said in theirs.items():
        assert ours[name] == said, name
    hidden = find(full, Search("Trần Văn Kín"), everyone).hits[0].dossier
    assert hidden not in str(ours)
    assert arrivals(full, "UBND xã Phú Lâm", everyone).total == 2
    with pytest.raises(NotFound):
        related(full, "000.00.01.H05-250124-0002", VIEWER)
