"""`sohoa search`, `show` and `reindex`."""

import json
import sys
from typing import Annotated

import typer

from cli.environment import read_settings
from core.access import LOCAL_VIEWER, Viewer
from core.errors import ConfigError
from dossiers import found_shapes, shapes
from dossiers.browse import show_dossier
from dossiers.corrections.finding import corrections_of
from dossiers.find import Search, find
from dossiers.indexing import rebuild
from dossiers.related import related as find_related
from dossiers.services import open_services

AsJson = Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")]

ViewAs = Annotated[
    str | None,
    typer.Option(
        "--as", help="Xem như cán bộ của các cơ quan, chi nhánh có mã này (a,b); không nêu: mọi hồ sơ."
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("search", help="Tìm hồ sơ theo từ, cụm từ, mã, số, ngày; có dấu hoặc không dấu.")(search)
    app.command("related", help="Hồ sơ tương tự, cùng căn cứ, cùng người nộp.")(related)
    app.command("show", help="Xem một hồ sơ: giấy tờ, trường, vấn đề.")(show)
    app.command("reindex", help="Lập lại chỉ mục tìm kiếm từ kho lưu trữ; vẫn tìm được trong lúc chạy.")(
        reindex
    )


def search(
    query: Annotated[
        str, typer.Argument(help='Từ cần tìm; "cụm từ" trong ngoặc kép; -từ để loại.', metavar="CÂU_HỎI")
    ],
    where: Annotated[list[str] | None, typer.Option("--where", help="trường=giá trị; lặp lại được.")] = None,
    date_from: Annotated[str | None, typer.Option("--from", help="Từ ngày, YYYY-MM-DD.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", help="Đến ngày, YYYY-MM-DD.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Số hồ sơ nhiều nhất.")] = 10,
    nearly: Annotated[
        bool | None,
        typer.Option(
            "--near/--exact", help="Thêm kết quả gần giống, hoặc bỏ hẳn; mặc định chỉ khi ít kết quả."
        ),
    ] = None,
    viewer: ViewAs = None,
    as_json: AsJson = False,
) -> int:
    """Find dossiers and print the best page of each with the words marked."""
    asked = Search(query, parse_where(where or []), date_from, date_to, limit, nearly=nearly)
    with open_services(read_settings()) as services:
        answer = find(services, asked, viewer_of(viewer))
    if as_json:
        sys.stdout.write(json.dumps(found_shapes.search_shape(answer), ensure_ascii=False, indent=2) + "\n")
    else:
        from cli.screen import print_answer  # Rich costs 60 ms that --json need not pay

        print_answer(answer, query)
    return 0


def related(
    dossier: Annotated[str, typer.Argument(help="Mã hồ sơ hoặc d-…", metavar="HỒ_SƠ")],
    viewer: ViewAs = None,
    as_json: AsJson = False,
) -> int:
    """Print what has to do with a dossier."""
    with open_services(read_settings()) as services:
        found = find_related(services, dossier, viewer_of(viewer))
    if as_json:
        sys.stdout.write(json.dumps(found_shapes.related_shape(found), ensure_ascii=False, indent=2) + "\n")
    else:
        from cli.screen import print_related  # Rich costs 60 ms that --json need not pay

        print_related(found)
    return 0


def show(
    dossier: Annotated[str, typer.Argument(help="Mã hồ sơ hoặc d-…", metavar="HỒ_SƠ")],
    as_json: AsJson = False,
) -> int:
    """Print everything known about a dossier."""
    with open_services(read_settings()) as services:
        shown, documents = show_dossier(services, dossier, LOCAL_VIEWER)
        corrections = corrections_of(services.store, shown)
    if as_json:
        shape = shapes.dossier_shape(shown, documents, corrections)
        sys.stdout.write(json.dumps(shape, ensure_ascii=False, indent=2) + "\n")
    else:
        from cli.screen import print_dossier  # Rich costs 60 ms that --json need not pay

        print_dossier(shown, documents, corrections)
    return 0


def reindex() -> int:
    """Rebuild the index from the archive and swap it in."""
    with open_services(read_settings(), check_index=False) as services:
        count = rebuild(services, _tell)
    sys.stderr.write("\n" if sys.stderr.isatty() else "")
    sys.stdout.write(f"Đã lập lại chỉ mục cho {count} hồ sơ.\n")
    return 0


def viewer_of(agencies: str | None) -> Viewer:
    """Who looks: somebody of these agencies, without any clearance but open text, or the local viewer."""
    if agencies is None:
        return LOCAL_VIEWER
    return Viewer("command", agencies=frozenset(code.strip() for code in agencies.split(",") if code.strip()))


def parse_where(pairs: list[str]) -> dict[str, tuple[str, ...]]:
    """`field=value` options; the same field again widens it.

    Raises:
        ConfigError: a pair has no `=`.
    """
    where: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise ConfigError(f"--where needs field=value, not {pair!r}.")
        where[name.strip()] = (*where.get(name.strip(), ()), value.strip())
    return where


def _tell(count: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{count} hồ sơ")
    elif count % 1000 == 0:
        sys.stderr.write(f"{count} hồ sơ\n")
