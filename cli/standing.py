"""How the system stands, for `sohoa status`."""

import json
import sys
from collections.abc import Iterator

from cli.environment import read_settings
from core.errors import Unavailable
from dossiers import reasons, shapes
from dossiers.services import open_services
from dossiers.status import Health, Status, status

_LANES = {"urgent": "tại quầy", "bulk": "hàng loạt"}


def tell_status(*, as_json: bool) -> int:
    """Print it; 0, or 6 when the index does not answer."""
    # An index that is away is something to tell, not a reason to tell nothing.
    with open_services(read_settings(), check_index=False) as services:
        found = status(services)
    if as_json:
        sys.stdout.write(json.dumps(shapes.status_shape(found), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(found))
    return 0 if found.index.ok else Unavailable.exit_code


def _lines(found: Status) -> Iterator[str]:
    yield f"Đang chờ: {found.submissions} bài nộp, khoảng {found.pages} trang"
    for name, lane in found.lanes.items():
        oldest = f", lâu nhất {_duration(lane.oldest_seconds)}" if lane.oldest_seconds is not None else ""
        hands = f", {lane.in_hands} đang xử lý" if lane.in_hands else ""
        title = _LANES.get(name, name)
        yield f"  {title}: {lane.submissions} bài nộp, khoảng {lane.pages} trang{hands}{oldest}"
    if found.unreadable:
        yield f"  {found.unreadable} bài nộp có dấu kết thúc hỏng; xem: sohoa sweep"
    yield from _pace(found)
    yield from _failures("Sẽ thử lại", "bài nộp", found.failing)
    yield from _failures("Bị giữ lại", "tệp", found.quarantined)
    yield f"Máy xử lý có việc trong một giờ qua: {len(found.workers)}"
    for worker in found.workers:
        yield f"  {worker.name}: đang giữ {worker.holds} bài nộp, thấy {_duration(worker.seen_seconds)} trước"
    yield _health("Kho lưu trữ", found.store)
    yield _health("Chỉ mục", found.index)


def _pace(found: Status) -> Iterator[str]:
    pace = found.pace
    yield f"Một giờ qua: xong {pace.submissions} bài nộp, đọc {pace.pages} trang"
    if pace.failed_pages or pace.empty_pages:
        yield f"  {pace.failed_pages} trang không đọc được, {pace.empty_pages} trang không có chữ"
    if found.forecast_seconds:
        yield f"Với tốc độ này còn khoảng {_duration(found.forecast_seconds)}"
    elif found.forecast_seconds is None:
        yield "Chưa đoán được bao giờ xong: một giờ qua chưa đọc trang nào"


def _failures(title: str, unit: str, causes: object) -> Iterator[str]:
    if isinstance(causes, dict) and causes:
        yield f"{title}, theo nguyên nhân:"
        for cause, count in sorted(causes.items(), key=lambda one: (-one[1], one[0])):
            yield f"  {count} {unit}: [{cause}] {reasons.reason(cause, '')}".rstrip()


def _health(name: str, health: Health) -> str:
    if health.ok:
        return f"✓ {name}: trả lời sau {health.milliseconds:.0f} ms"
    return f"✗ {name}: [{health.code}] {reasons.reason(health.code, health.message)}"


def _duration(seconds: float) -> str:
    """Days and hours, hours and minutes, minutes, or seconds."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} giây"
    if minutes < 60:
        return f"{minutes} phút"
    hours = minutes // 60
    return f"{hours} giờ {minutes % 60} phút" if hours < 48 else f"{hours // 24} ngày {hours % 24} giờ"
