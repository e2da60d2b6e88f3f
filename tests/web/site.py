"""A running web application for tests: a drawn scan, a server in a thread, the words to look for."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from PIL import Image, ImageDraw, ImageFont

from core.fonts import face_path
from core.settings import Settings

DPI = 200
PAGES = (
    (
        "ỦY BAN NHÂN DÂN|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH BẮC NINH|Độc lập - Tự do - Hạnh phúc",
        "Số: 4421/QĐ-UBND|Bắc Ninh, ngày 12 tháng 3 năm 2026",
        "^QUYẾT ĐỊNH",
        "^Về việc công bố danh mục thủ tục hành chính",
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Theo đề nghị của Giám đốc Trung tâm Phục vụ hành chính công,",
        "Điều 1. Công bố danh mục thủ tục trong lĩnh vực hộ tịch.",
        "Người liên hệ: 0912.345.678",
    ),
    (
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        "Điều 3. Chánh Văn phòng chịu trách nhiệm thi hành.",
        "Nơi nhận: như Điều 3; lưu trữ.",
    ),
)
"""Printed lines; `|` parts a heading into its two columns, `^` centres."""


def settings(data: Path, **environ: str) -> Settings:
    """The embedded default below `data`."""
    return Settings.from_env({"SOHOA_DATA": str(data), "SOHOA_WORKERS": "1", **environ})


def draw_scan(path: Path, pages: Sequence[Sequence[str]] = PAGES) -> Path:
    """Write a TIFF of A4 pages with one printed line for each text."""
    face = ImageFont.truetype(str(face_path(bold=False, italic=False)), round(13 * DPI / 72))
    drawn = [_page(lines, face) for lines in pages]
    drawn[0].save(path, save_all=True, append_images=drawn[1:], dpi=(DPI, DPI), compression="tiff_lzw")
    return path


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve `app` on a free port of the loopback interface; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", ws="none", lifespan="off", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def _page(lines: Sequence[str], face: ImageFont.FreeTypeFont) -> Image.Image:
    page = Image.new("L", (round(8.27 * DPI), round(11.69 * DPI)), 255)
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        y = DPI + row * 0.36 * DPI
        if "|" in line:
            for part, middle in zip(line.split("|"), (0.25, 0.68), strict=True):
                pen.text((page.width * middle, y), part, fill=0, font=face, anchor="ma")
        elif line.startswith("^"):
            pen.text((page.width / 2, y), line[1:], fill=0, font=face, anchor="ma")
        else:
            pen.text((DPI, y), line, fill=0, font=face)
    return page
