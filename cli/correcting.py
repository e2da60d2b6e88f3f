"""`sohoa correct` and `confirm`: a person's word on a dossier."""

import json
import re
import sys
from typing import Annotated

import typer

from cli.environment import read_settings
from core.access import LOCAL_VIEWER
from core.errors import ConfigError
from core.model import PageRange
from core.page import Box
from dossiers import reasons, shapes, wording
from dossiers.corrections.making import Wish
from dossiers.corrections.writing import Outcome, confirm, correct
from dossiers.services import open_services

Name = Annotated[str, typer.Argument(help="Mã hồ sơ hoặc d-…", metavar="HỒ_SƠ")]
AsJson = Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")]
BasedOn = Annotated[
    str | None, typer.Option("--based-on", help="version trong `sohoa show --json`; khác đi thì không ghi.")
]
_WORDLESS = ("restrict", "release")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("correct", help="Sửa một chỗ trong hồ sơ; không bao giờ mất, kể cả khi đọc lại.")(correct_one)
    app.command("confirm", help="Xác nhận các trường, hoặc cả hồ sơ, đúng như đang hiển thị.")(confirm_some)


def correct_one(
    dossier: Name,
    field: Annotated[
        str,
        typer.Argument(
            help="Tên trường (docs/fields.md, tên hoặc tiếng Việt), hoặc: "
            "split · rotate · order · restrict · release.",
            metavar="TRƯỜNG",
        ),
    ],
    value: Annotated[
        str | None,
        typer.Argument(help='Giá trị đúng; "" để trống; split: 1-2, 3-4; order: 1, 3, 2.', metavar="GIÁ_TRỊ"),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.")] = "",
    document: Annotated[
        str | None, typer.Option("--document", help="Giấy tờ: số thứ tự, tên tệp hoặc đầu sha256.")
    ] = None,
    item: Annotated[
        int | None, typer.Option("--item", min=1, help="Mục thứ mấy của danh sách; tên=giá trị; …")
    ] = None,
    page: Annotated[str | None, typer.Option("--page", help="Trang 2, hoặc các trang 2-4.")] = None,
    box: Annotated[
        str | None, typer.Option("--box", help="Chỗ trên trang: trái,trên,phải,dưới (điểm ảnh).")
    ] = None,
    based_on: BasedOn = None,
    as_json: AsJson = False,
) -> int:
    """Put one thing right and make it searchable at once."""
    if (value is None) != (field in _WORDLESS):
        raise ConfigError('Give a value, or "" to empty; restrict and release take none.', code="bad_value")
    wish = Wish(
        what=field,
        value=value or "",
        reason=reason,
        document=document,
        pages=_pages(page) if page else None,
        item=item,
        box=_box(box) if box else None,
        based_on=based_on,
    )
    with open_services(read_settings()) as services:
        outcome = correct(services, dossier, wish, LOCAL_VIEWER)
    return _tell(outcome, as_json, "Đã sửa")


def confirm_some(
    dossier: Name,
    fields: Annotated[
        list[str] | None, typer.Argument(help="Các trường; không nêu là cả hồ sơ.", metavar="TRƯỜNG…")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Ghi chú.")] = "",
    based_on: BasedOn = None,
    as_json: AsJson = False,
) -> int:
    """Confirm fields, or everything, as they stand now."""
    with open_services(read_settings()) as services:
        outcome = confirm(services, dossier, fields or (), LOCAL_VIEWER, reason=reason, based_on=based_on)
    return _tell(outcome, as_json, "Đã xác nhận")


def _tell(outcome: Outcome, as_json: bool, done: str) -> int:
    if as_json:
        sys.stdout.write(json.dumps(shapes.correct_shape(outcome), ensure_ascii=False, indent=2) + "\n")
        return 0
    dossier = outcome.dossier
    state = wording.STATES[dossier.state] + (" · đã xác nhận" if dossier.confirmed else "")
    said = done if outcome.correction else "Đã đúng như vậy từ trước, không đổi gì"
    sys.stdout.write(f"{said}. Hồ sơ {dossier.code or dossier.id} · {state}\n")
    if outcome.merged:
        sys.stdout.write(f"Mã này đã có hồ sơ: {outcome.merged} được gộp vào {dossier.id}.\n")
    for problem in dossier.problems:
        if problem.stage in ("correct", "confirm"):
            sys.stdout.write(f"[{problem.code}] {reasons.reason(problem.code, problem.message)}\n")
    return 0


def _pages(text: str) -> PageRange:
    found = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", text.strip())
    if not found:
        raise ConfigError("--page is a page such as 2, or pages such as 2-4.", code="which_page")
    return PageRange(int(found[1]), int(found[2] or found[1]))


def _box(text: str) -> Box:
    sides = re.findall(r"\d{1,6}", text) if re.fullmatch(r"[\d,\s]+", text) else []
    if len(sides) != 4:
        raise ConfigError("--box is left,top,right,bottom in pixels.", code="bad_box")
    box = Box(*(int(side) for side in sides))
    if not box.area:
        raise ConfigError("--box is left,top,right,bottom in pixels.", code="bad_box")
    return box
