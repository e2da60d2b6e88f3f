"""Turns errors into a Vietnamese page, or into JSON below /api."""

from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from core.errors import ConfigError, Conflict, NotFound, SchemaOutdated, SohoaError, Unavailable
from dossiers import reasons
from web.rendering import render

_STATUS = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (ConfigError, HTTPStatus.BAD_REQUEST),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (SchemaOutdated, HTTPStatus.SERVICE_UNAVAILABLE),
    (Conflict, HTTPStatus.CONFLICT),
)
_STATUS_BY_CODE = {"upload_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE}

_TITLES = {
    400: "Yêu cầu chưa đúng",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Không làm được việc này ở đây",
    409: "Có người vừa thay đổi",
    413: "Tệp quá lớn",
    503: "Chưa sẵn sàng",
}
_SENTENCES = {
    400: "Hãy kiểm tra lại nội dung vừa nhập.",
    403: "Yêu cầu đến từ một trang khác nên không được thực hiện. Hãy mở lại trang này và thử lại.",
    404: "Không có trang, hồ sơ hay giấy tờ này. Hãy tìm theo một từ có trong hồ sơ.",
    405: "Hãy quay lại trang trước.",
    409: "Dữ liệu vừa được thay đổi ở nơi khác. Hãy tải lại trang rồi thử lại.",
    413: "Lần nộp này vượt quá dung lượng cho phép. Hãy nộp thành nhiều lần.",
    503: "Kho lưu trữ hoặc chỉ mục tìm kiếm chưa trả lời. Không có gì bị mất; hãy thử lại sau ít phút.",
}
_INTERNAL = "Máy chủ gặp lỗi ngoài dự kiến. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị."
_BY_CODE = {
    "no_files": "Chưa chọn tệp nào. Hãy chọn ít nhất một tệp rồi nộp lại.",
    "schema_outdated": "Chỉ mục do phiên bản khác lập. Người quản trị cần chạy lệnh sohoa reindex.",
    "bad_host": "Chỉ mở được trang này trên chính máy đang chạy, ở địa chỉ 127.0.0.1 hoặc localhost.",
}


def failure(path: str, status: int, code: str, detail: str = "") -> Response:
    """The answer to a request for `path` that failed; `detail` is one line without personal data."""
    sentence = _BY_CODE.get(code) or reasons.REASONS.get(code) or _SENTENCES.get(status, _INTERNAL)
    if _wants_json(path):
        body = {"schema": "sohoa.error/1", "code": code, "message": detail or sentence}
        return JSONResponse(body, status)
    title = _TITLES.get(status, "Lỗi nội bộ")
    shown = detail if status == HTTPStatus.BAD_REQUEST and code not in _BY_CODE else ""
    return render("message.html", status, title=title, sentence=sentence, detail=shown, code=code)


async def on_error(request: Request, exc: SohoaError) -> Response:
    """Answer one of our own errors."""
    by_kind = (status for kind, status in _STATUS if isinstance(exc, kind))
    status = _STATUS_BY_CODE.get(exc.code) or next(by_kind, HTTPStatus.INTERNAL_SERVER_ERROR)
    answer = failure(request.url.path, status, exc.code, exc.message)
    if exc.retryable:
        answer.headers["Retry-After"] = "5"
    return answer


async def on_http_error(request: Request, exc: HTTPException) -> Response:
    """Answer what the router itself refuses: unknown paths and methods."""
    code = "not_found" if exc.status_code == HTTPStatus.NOT_FOUND else "refused"
    answer = failure(request.url.path, exc.status_code, code)
    answer.headers.update(exc.headers or {})
    return answer


async def on_bad_request(request: Request, exc: RequestValidationError) -> Response:
    """An impossible id in the path names nothing; an impossible parameter is a mistake."""
    places = [".".join(str(part) for part in error["loc"]) for error in exc.errors()]
    if any(place.startswith("path.") for place in places):
        return failure(request.url.path, HTTPStatus.NOT_FOUND, "bad_id")
    names = ", ".join(place.partition(".")[2] for place in places)
    return failure(request.url.path, HTTPStatus.BAD_REQUEST, "bad_parameter", f"Check the parameter {names}.")


def _wants_json(path: str) -> bool:
    return path.startswith("/api/") or path in ("/healthz", "/readyz")
