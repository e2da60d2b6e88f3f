"""What operators run by hand or on a schedule: the flows that `prefect.yaml` deploys."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from core.access import LOCAL_VIEWER
from core.settings import Settings
from dossiers import indexing
from dossiers.rereading import read_again, understand_again
from dossiers.services import Services, open_services
from dossiers.status import status
from dossiers.sweeping.kinds import KINDS
from dossiers.sweeping.sweep import sweep as walk
from flows.report import daily_report
from flows.work import requeuer

MOST_ROWS = 1000
"""Of a table that people look at; `sohoa sweep` tells all."""


@flow(name="sweep", flow_run_name="Đối chiếu kho", validate_parameters=True, persist_result=False)
def sweep(repair: bool = True, originals: bool = False) -> State[Any]:
    """Prove that nothing was lost and mend what can be mended; fails when differences are left."""
    rows = list[dict[str, Any]]()
    with _services() as services:
        requeue = requeuer(services) if repair else None
        with walk(services, requeue, originals=originals) as swept:
            for found in swept.found:
                one = found.difference
                rows.append({"code": one.code, "subject": one.subject, "mended": found.mended})
        left = swept.by_code.total() - swept.mended
        codes = "".join(f"\n- `{code}`: {KINDS[code].sentence}" for code in sorted(swept.by_code))
    said = f"Đã đối chiếu {swept.counts['dossiers']} hồ sơ: {len(rows)} chỗ khác, còn {left}."
    create_table_artifact(key="sweep", table=rows[:MOST_ROWS], description=said + codes)
    return Failed(message=said) if left else Completed(message=said)


@flow(name="report", flow_run_name="Báo cáo ngày", persist_result=False)
def report(hours: int = 24) -> None:
    """Write down what the last day brought: a page for people, without any content of dossiers."""
    with _services(check_index=False) as services:
        now = datetime.now(UTC)
        text = daily_report(services, status(services), now - timedelta(hours=hours), now)
    create_markdown_artifact(key="daily-report", markdown=text, description="Báo cáo ngày")


@flow(name="reindex", flow_run_name="Lập lại chỉ mục", persist_result=False)
def reindex() -> State[Any]:
    """Build the index anew from the archive; searches go on meanwhile."""
    with _services(check_index=False) as services:
        count = indexing.rebuild(services, lambda _: None)
    return Completed(message=f"Đã lập lại chỉ mục của {count} hồ sơ.")


@flow(name="reread", flow_run_name="Đọc lại", persist_result=False)
def reread(dossiers: list[str] | None = None, understand_only: bool = False) -> State[Any]:
    """Read the named dossiers again, or all that an older version read; corrections stay on top."""
    renew = understand_again if understand_only else read_again
    with _services(background=True) as services:
        rows = list(renew(services, dossiers or (), LOCAL_VIEWER, outdated_only=not dossiers))
    failed, secret = sum(one.failed for one in rows), sum(bool(one.secret) for one in rows)
    papers, scans = sum(one.documents for one in rows), sum(one.read for one in rows)
    said = f"{len(rows)} hồ sơ, {papers} giấy tờ được hiểu lại, {scans} ảnh quét được đọc lại."
    if failed or secret:
        return Failed(message=f"{said} {failed} giữ bản đọc cũ, {secret} hồ sơ có dấu mật.")
    return Completed(message=said)


@contextmanager
def _services(*, check_index: bool = True, background: bool = False) -> Iterator[Services]:
    """As a command has them: a run of a deployment is a process of its own."""
    settings = Settings.from_env(os.environ)
    with open_services(settings, check_index=check_index, background=background) as services:
        yield services
