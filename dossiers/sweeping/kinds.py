"""The kinds of differences: what each means, and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import NotFound, SohoaError
from dossiers.services import Services
from dossiers.sweeping import mending
from dossiers.sweeping.model import Difference

Requeue = Callable[[str], bool]
"""Has a sealed submission digitized, by the workers or here and now; whether that went well."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of difference, for the person who reads of it."""

    sentence: str
    remedy: str
    """What `--repair` does, or what a person must do."""
    mend: Callable[[Services, Difference], bool] | None = None
    """Whether it could mend it; None where that takes a person, or somebody to digitize."""


_RESTORE = "Khôi phục từ bản sao lưu."
_LOOK = "Người quản trị xem rồi quyết định giữ hay xóa."
_INDEX = "--repair lập lại chỉ mục cho hồ sơ."
_REMOVE = "--repair bỏ mục này khỏi chỉ mục."

KINDS = {
    "upload_missing": Kind("Bài nộp kê một tệp không còn ở đâu cả.", "Nộp lại tệp này."),
    "upload_unnamed": Kind("Hộp nhận có tệp mà bài nộp không kê.", _LOOK),
    "upload_unsealed": Kind("Tải lên dở dang, chưa có dấu kết thúc.", "Nộp lại, hoặc xóa phần dở dang."),
    "work_abandoned": Kind("Máy đang xử lý đã dừng giữa chừng.", "--repair cho số hóa tiếp.", None),
    "claim_damaged": Kind(
        "Dấu giữ việc hỏng nên không ai nhận việc được.", "--repair gỡ dấu.", mending.free_claim
    ),
    "object_damaged": Kind("Đối tượng lưu trữ hỏng, không đọc được.", _RESTORE),
    "object_foreign": Kind("Có đối tượng lạ trong kho.", _LOOK),
    "ledger_missing": Kind(
        "Hồ sơ có lần nộp mà sổ không ghi.",
        "--repair ghi lại khi chứng minh được tệp nào thuộc lần nộp; nếu không, khôi phục sổ từ bản sao lưu.",
        mending.write_ledger,
    ),
    "dossier_missing": Kind("Có nơi nhắc đến một hồ sơ không tồn tại.", _RESTORE),
    "delivery_unrecorded": Kind("Sổ ghi một lần nộp mà hồ sơ không có.", _RESTORE),
    "index_missing": Kind("Hồ sơ không có trong chỉ mục.", _INDEX, mending.index_dossier),
    "index_stale": Kind("Chỉ mục cũ hơn hồ sơ.", _INDEX, mending.index_dossier),
    "index_ahead": Kind(
        "Chỉ mục mới hơn hồ sơ: hồ sơ có thể đã được khôi phục từ bản cũ.",
        "--repair lấy hồ sơ làm chuẩn, đánh số lại rồi lập chỉ mục.",
        mending.raise_generation,
    ),
    "index_orphan": Kind("Chỉ mục có hồ sơ mà kho không có.", _REMOVE, mending.drop_from_index),
    "index_hidden": Kind("Hồ sơ đã gộp hoặc xóa vẫn còn trong chỉ mục.", _REMOVE, mending.drop_from_index),
    "code_unclaimed": Kind(
        "Mã hồ sơ chưa được ghi nhận cho hồ sơ này.",
        "--repair ghi nhận mã; nếu hồ sơ khác đã có mã này thì gộp hai hồ sơ.",
        mending.claim_code,
    ),
    "document_missing": Kind("Hồ sơ hoặc sổ nhắc đến một tài liệu không còn.", _RESTORE),
    "manifest_missing": Kind("Tài liệu mất bản kê, còn bản gốc.", "--repair đọc lại từ bản gốc."),
    "document_incomplete": Kind("Tài liệu ghi dở, không thuộc việc nào.", _LOOK),
    "document_orphan": Kind("Tài liệu không thuộc hồ sơ nào.", _LOOK),
    "original_missing": Kind("Mất bản gốc.", "Khôi phục từ bản sao lưu hoặc nộp lại bản giấy."),
    "original_altered": Kind("Bản gốc đã bị thay đổi.", "Khôi phục từ bản sao lưu hoặc nộp lại bản giấy."),
    "artifact_missing": Kind("Mất một phần kết quả đọc của tài liệu.", _RESTORE),
    "quarantine_missing": Kind("Tệp bị giữ lại không còn trong khu cách ly.", _RESTORE),
    "quarantine_unexplained": Kind("Tệp trong khu cách ly không có lý do.", _LOOK),
    "quarantine_orphan": Kind("Tệp trong khu cách ly không thuộc lần nộp nào.", _LOOK),
}


def mend(services: Services, difference: Difference, requeue: Requeue) -> bool:
    """Mend a difference if that can be done without loss; whether it is mended now.

    Raises:
        Unavailable: store or index can't be used.
    """
    try:
        if difference.code == "work_abandoned":
            return requeue(difference.subject)
        if difference.code == "manifest_missing":
            return requeue(mending.read_from_original(services, difference))
        how = KINDS[difference.code].mend
        return how is not None and how(services, difference)
    except NotFound:
        return False  # Something it stands on is gone; that is a difference of its own.
    except SohoaError as exc:
        if exc.retryable or exc.exit_code in (2, 7):
            raise
        return False
