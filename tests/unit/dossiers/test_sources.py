from pathlib import Path

import pytest

from core.errors import NotFound
from dossiers.sources import find_sources


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def grouped(root: Path, *paths: Path) -> dict[str, list[str]]:
    found = find_sources(paths or [root])
    return {source.name: [str(file.relative_to(root)) for file in source.files] for source in found.dossiers}


def test_a_file_is_a_dossier(tmp_path: Path) -> None:
    touch(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert grouped(tmp_path, tmp_path / "a.pdf", tmp_path / "b.pdf") == {
        "a.pdf": ["a.pdf"],
        "b.pdf": ["b.pdf"],
    }


def test_a_folder_with_files_is_one_dossier_with_its_sub_folders(tmp_path: Path) -> None:
    touch(tmp_path / "hồ sơ" / "1.pdf", tmp_path / "hồ sơ" / "phụ lục" / "2.pdf")
    assert grouped(tmp_path, tmp_path / "hồ sơ") == {"hồ sơ": ["hồ sơ/1.pdf", "hồ sơ/phụ lục/2.pdf"]}


def test_a_folder_of_folders_is_one_dossier_each(tmp_path: Path) -> None:
    touch(tmp_path / "in" / "a" / "1.pdf", tmp_path / "in" / "b" / "c" / "2.pdf")
    assert grouped(tmp_path, tmp_path / "in") == {"a": ["in/a/1.pdf"], "c": ["in/b/c/2.pdf"]}


def test_hidden_files_and_thumbnails_are_skipped_and_listed(tmp_path: Path) -> None:
    touch(tmp_path / "d" / "1.pdf", tmp_path / "d" / ".hidden", tmp_path / "d" / "Thumbs.db")
    found = find_sources([tmp_path / "d"])
    assert [file.name for file in found.dossiers[0].files] == ["1.pdf"]
    assert {path.name for path in found.skipped} == {".hidden", "Thumbs.db"}


def test_an_empty_folder_is_skipped_and_listed(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = find_sources([tmp_path / "empty"])
    assert not found.dossiers
    assert [path.name for path in found.skipped] == ["empty"]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nothing\.pdf"):
        find_sources([tmp_path / "nothing.pdf"])
