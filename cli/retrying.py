"""`sohoa retry`: have quarantined and failing work read again."""

import json
import os
import sys
from typing import Annotated

import typer

from cli.environment import read_settings
from cli.requeueing import requeuer
from core.access import LOCAL_VIEWER
from core.errors import ConfigError, NotFound
from dossiers import reasons, shapes
from dossiers.browse import visible_dossier
from dossiers.records import BULK, LANES
from dossiers.retrying import FAILED, KEPT, NO_ORIGINAL, READ, SENT, Retried, Wish, by_cause
from dossiers.retrying import retry as put_back
from dossiers.services import Services, open_services
from storage import keys

_OUTCOMES = {
    SENT: "đã gửi cho các máy xử lý",
    READ: "đã đọc xong",
    KEPT: "lại bị giữ lại",
    FAILED: "lại thất bại, còn trong hộp nhận",
    NO_ORIGINAL: "không còn bản gốc; hãy nộp lại",
}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("retry", help="Đọc lại những gì thất bại hoặc bị giữ lại; bản gốc luôn được giữ.")(retry)


def retry(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[BÀI_NỘP|HỒ_SƠ]…", help="Mã bài nộp, mã hoặc số hồ sơ.")
    ] = None,
    cause: Annotated[
        str | None, typer.Option("--cause", help="Mọi việc thất bại vì nguyên nhân này.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Tất cả, trừ giấy tờ có dấu mật.")] = False,
    lane: Annotated[str, typer.Option("--lane", help="urgent: tại quầy · bulk: hàng loạt.")] = BULK,
    as_json: Annotated[bool, typer.Option("--json", help="In ra JSON cho chương trình khác.")] = False,
) -> int:
    """Put chosen work back; 0 when all of it was sent or read, else 1."""
    if bool(names) + bool(cause) + every > 1:
        raise ConfigError("Give names, --cause or --all, one of the three.", code="nothing_named")
    if lane not in LANES:
        raise ConfigError(f"--lane must be one of: {', '.join(LANES)}.")
    prefect = os.environ.get("PREFECT_API_URL")
    retried = list[Retried]()
    with open_services(read_settings()) as services:
        wish = Wish(tuple(_ids(services, name) for name in names or ()), cause, every, lane)
        for one in put_back(services, wish, requeuer(services, prefect), sends=bool(prefect)):
            retried.append(one)
            if not as_json:
                sys.stdout.write(_line(one))
    if as_json:
        sys.stdout.write(json.dumps(shapes.retry_shape(retried), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(_summary(retried))
    return 0 if all(one.outcome in (SENT, READ) for one in retried) else 1


def _ids(services: Services, name: str) -> frozenset[str]:
    """A submission's id as it is; of a dossier also those of the dossiers merged into it."""
    try:
        dossier = visible_dossier(services, name, LOCAL_VIEWER)
    except NotFound:
        if keys.is_submission(name) or keys.is_dossier(name):
            return frozenset({name})
        raise
    return frozenset({name, dossier.id, *dossier.absorbed})


def _line(one: Retried) -> str:
    return f"{one.submission} ({one.dossier}): {one.files} tệp, [{one.cause}], {_OUTCOMES[one.outcome]}\n"


def _summary(retried: list[Retried]) -> list[str]:
    if not retried:
        return ["Không có gì để đọc lại.\n"]
    counts = [
        f"  {count} tệp: [{cause}] {reasons.reason(cause, '')}\n"
        for cause, count in by_cause(retried).items()
    ]
    return [f"Đã đưa lại {len(retried)} bài nộp, theo nguyên nhân:\n", *counts]
