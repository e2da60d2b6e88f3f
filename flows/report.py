"""The daily report: what came in, what was read, what waits and what was kept apart."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone

from dossiers.backlog import pace
from dossiers.reasons import reason
from dossiers.services import Services
from dossiers.status import Status
from dossiers.sweeping.result import last_result

_VIETNAM = timezone(timedelta(hours=7))
_LANES = {"urgent": "Tại quầy", "bulk": "Hàng loạt"}


def daily_report(services: Services, now: Status, since: datetime, until: datetime) -> str:
    """The report as Markdown in Vietnamese; ids and figures only."""
    day = pace(services.store, min(since, now.at), until, seconds=(until - since).total_seconds())
    swept = last_result(services.store)
    lines = [
        f"# Số hóa từ {_time(since)} đến {_time(until)}",
        f"- Đã xong {day.submissions} bài nộp, đọc {day.pages} trang",
        f"- {day.failed_pages} trang không đọc được, {day.empty_pages} trang không có chữ",
        f"- {day.files_quarantined} tệp bị giữ lại trong ngày",
    ]
    if day.confidence is not None and day.marks_share is not None:
        lines += [f"- Tin cậy trung bình {day.confidence:.0%}, chữ có dấu {day.marks_share:.0%}"]
    lines += ["", "## Đang chờ", ""]
    lines += [
        f"- {_LANES.get(name, name)}: {lane.submissions} bài nộp, khoảng {lane.pages} trang"
        for name, lane in now.lanes.items()
    ]
    lines += _causes("Thất bại hoặc vướng, sẽ thử lại", now.failing)
    lines += _causes("Bị giữ lại, chưa giải quyết", now.quarantined)
    lines += ["", "## Đối chiếu gần nhất", ""]
    if swept:
        left = sum(swept.left.values())
        lines += [
            f"- {_time(swept.finished_at)}: {swept.counts.get('dossiers', 0)} hồ sơ, còn {left} chỗ khác"
        ]
    else:
        lines += ["- Chưa đối chiếu lần nào"]
    return "\n".join(lines) + "\n"


def _causes(title: str, causes: Mapping[str, int]) -> Iterator[str]:
    if causes:
        yield from ("", f"## {title}", "")
        for code, count in sorted(causes.items(), key=lambda one: (-one[1], one[0])):
            yield f"- {count}: `{code}` {reason(code, '')}".rstrip()


def _time(moment: datetime) -> str:
    return moment.astimezone(_VIETNAM).strftime("%H:%M %d/%m/%Y")
