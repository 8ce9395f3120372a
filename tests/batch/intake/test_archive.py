"""Archives are unpacked where nothing is odd about them; elsewhere one student gets a sentence."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.batch.intake.archive import unpack_class, unpack_student
from grader.batch.intake.archive_limits import MAX_ENTRIES
from grader.batch.intake.class_submissions import open_submissions
from grader.errors import BrokenEnvironment, GraderError

Contents = Mapping[str, str | bytes]
GOOD: Contents = {"exercise01.py": "x = 1\n"}


def packed(contents: Contents, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return data.getvalue()


def unpacked(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize(
    ("contents", "kept"),
    [
        (GOOD, {"exercise01.py"}),
        ({"exercise01/exercise01.py": "", "exercise01/gates.py": ""}, None),
        (
            {"alice hw/exercise01.py": "", "alice hw/more.ipynb": ""},
            {"exercise01.py", "more.ipynb"},
        ),
        ({"a/b/exercise01/exercise01.py": ""}, {"exercise01/exercise01.py"}),
        ({"a\\exercise01.py": ""}, {"exercise01.py"}),
        (
            {
                "exercise01.py": "",
                "__MACOSX/._exercise01.py": "",
                ".git/x.py": "",
                "a/b/c/d.py": "",
            },
            {"exercise01.py"},
        ),
        ({"exercise01.py": "", "cat.png": b"\0" * 100, "data/": ""}, {"exercise01.py"}),
    ],
)
def test_student_archive_gives_the_files_that_grading_reads(
    tmp_path: Path, contents: Contents, kept: set[str] | None
) -> None:
    assert unpack_student(io.BytesIO(packed(contents)), "alice.zip", tmp_path) == ()
    assert set(unpacked(tmp_path)) == (kept or set(contents))


def test_unpacked_file_has_the_date_that_the_archive_gives_it(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(zipfile.ZipInfo("exercise01.py", (2024, 5, 6, 7, 8, 10)), "")
        archive.writestr(zipfile.ZipInfo("exercise01.ipynb", (2024, 5, 6, 7, 8, 30)), "")
    unpack_student(data, "alice.zip", tmp_path)
    older, newer = (tmp_path / f"exercise01.{kind}" for kind in ("py", "ipynb"))
    assert newer.stat().st_mtime - older.stat().st_mtime == 20


def encrypted() -> bytes:
    data = bytearray(packed(GOOD))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


def with_link() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        link = zipfile.ZipInfo("exercise01.py")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return data.getvalue()


def with_two_of_a_name() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("exercise01.py", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("exercise01.py", "2")
    return data.getvalue()


def understated() -> bytes:
    """Says in both of its headers that it is a tenth of what it is."""
    data, size = (
        bytearray(packed({"exercise01.py": "x" * 100_000})),
        (100_000).to_bytes(4, "little"),
    )
    return bytes(data.replace(size, (10_000).to_bytes(4, "little")))


def corrupt(method: int) -> Callable[[], bytes]:
    """Packed by a method, in which something is not as it should be."""

    def make() -> bytes:
        data = bytearray(packed({"exercise01.py": os.urandom(1000)}, method))
        start = data.index(b"exercise01.py") + len("exercise01.py")
        data[start : start + 40] = b"\xff" * 40
        return bytes(data)

    return make


def hungry() -> bytes:
    """Asks LZMA for a dictionary of 4 GiB, in 346 bytes or so."""
    data = bytearray(packed({"exercise01.py": "x = 1\n" * 30}, zipfile.ZIP_LZMA))
    place = data.index(b"exercise01.py") + len("exercise01.py") + 5
    data[place : place + 4] = b"\xff" * 4
    return bytes(data)


def endless_contents() -> bytes:
    """A table of contents of many megabytes, for one small file."""
    data = bytearray(packed({"exercise01.py": ""}))
    first, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    table = bytes(data[first:end]) * 60_000
    data[end + 12 : end + 16] = len(table).to_bytes(4, "little")
    return bytes(data[:first]) + table + bytes(data[end:])


def in_many_folders() -> bytes:
    return packed({f"{'a/' * 30_000}exercise01.py": ""})


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "slip": (lambda: packed({"../../exercise01.py": ""}), "leads elsewhere"),
    "slip inside": (lambda: packed({"a/../../exercise01.py": ""}), "leads elsewhere"),
    "absolute": (lambda: packed({"/tmp/exercise01.py": ""}), "leads elsewhere"),
    "drive": (lambda: packed({"C:\\exercise01.py": ""}), "leads elsewhere"),
    "bomb": (
        lambda: packed({"exercise01.py": b"\0" * (8 << 20)}),
        "compressed more than any text can be",
    ),
    "large": (lambda: packed({"exercise01.py": "", "x": os.urandom(17 << 20)}), "than 16 MiB"),
    "many": (lambda: packed({f"{n}.py": "" for n in range(MAX_ENTRIES + 1)}), "more than 1,000"),
    "link": (with_link, "holds a link"),
    "encrypted": (encrypted, "is encrypted"),
    "twice": (with_two_of_a_name, "two files of the same name"),
    "nothing": (lambda: packed({"essay.txt": ""}), "holds no file such as"),
    "empty": (lambda: packed({}), "holds no file such as"),
    "corrupt deflate": (corrupt(zipfile.ZIP_DEFLATED), "cannot be read as a .zip"),
    "corrupt lzma": (corrupt(zipfile.ZIP_LZMA), "uses an unknown compression method"),
    "corrupt bzip2": (corrupt(zipfile.ZIP_BZIP2), "uses an unknown compression method"),
    "hungry lzma": (hungry, "uses an unknown compression method"),
    "endless contents": (endless_contents, "larger than it may be"),
    "many folders": (in_many_folders, "holds no file such as"),
    "garbage": (lambda: b"PK\x03\x04 and so on", "cannot be read as a .zip"),
    "cut": (lambda: packed(GOOD)[:-30], "cannot be read as a .zip"),
    "understated": (understated, "cannot be read as a .zip"),
    "long name": (lambda: packed({f"exercise01/{'x' * 300}.py": "", **GOOD}), "cannot be read as"),
}


@pytest.mark.parametrize(("make", "sentence"), BAD.values(), ids=BAD)
def test_odd_archive_is_one_sentence_and_costs_nobody_else(
    tmp_path: Path, make: Callable[[], bytes], sentence: str
) -> None:
    classes, out = tmp_path / "class", tmp_path / "out"
    (classes / "carol").mkdir(parents=True)
    (classes / "carol" / "exercise01.py").write_text("")
    (classes / "alice.zip").write_bytes(packed(GOOD))
    (classes / "bob.zip").write_bytes(make())

    with open_submissions(classes, results=out) as found:
        assert [entry.student for entry in found.entries] == ["alice", "carol"]
        (complaint,) = found.complaints
    assert complaint.startswith("bob.zip: ")
    assert sentence in complaint
    assert sorted(path.name for path in tmp_path.iterdir()) == ["class"]


@pytest.mark.parametrize(("make", "sentence"), BAD.values(), ids=BAD)
def test_odd_archive_inside_the_archive_of_a_class_costs_nobody_else(
    tmp_path: Path, make: Callable[[], bytes], sentence: str
) -> None:
    whole = tmp_path / "class.zip"
    parts = {"alice.zip": packed(GOOD), "bob.zip": make(), "carol/exercise01.py": ""}
    whole.write_bytes(packed(parts, zipfile.ZIP_STORED))

    with open_submissions(whole, results=tmp_path / "out") as found:
        assert [entry.student for entry in found.entries] == ["alice", "carol"]
        (complaint,) = found.complaints
    assert complaint.startswith("bob.zip: ")
    if make is not BAD["large"][0]:  # then the archive itself is
        assert sentence in complaint


@pytest.mark.parametrize("wrapper", ["", "submissions/", "export/2026/"])
def test_archive_of_a_class_holds_folders_and_archives(tmp_path: Path, wrapper: str) -> None:
    parts: Contents = {
        f"{wrapper}alice/exercise01.py": "1",
        f"{wrapper}alice/exercise02/exercise02.py": "2",
        f"{wrapper}bob.zip": packed({"bob/exercise01.py": "3"}),
        f"{wrapper}carol/../../../exercise01.py": "4",
        f"{wrapper}日本 語/exercise01.py": "5",
        f"{wrapper}dora/essay.txt": "6",
        f"{wrapper}essay.txt": "7",
        "__MACOSX/._alice": "",
    }
    (tmp_path / "class.zip").write_bytes(packed(parts))

    folders, archives = tmp_path / "folders", tmp_path / "archives"
    complaints = unpack_class(tmp_path / "class.zip", folders, archives)

    assert unpacked(folders) == {
        "alice/exercise01.py": "1",
        "alice/exercise02/exercise02.py": "2",
        "日本 語/exercise01.py": "5",
    }
    assert unpacked(archives) == {"bob/exercise01.py": "3"}
    assert sorted(complaint.split(":")[0] for complaint in complaints) == [
        "carol", "dora", "essay.txt",
    ]  # fmt: skip


def test_unpacked_files_are_gone_when_the_submissions_are_closed(tmp_path: Path) -> None:
    (tmp_path / "alice.zip").write_bytes(packed(GOOD))
    with open_submissions(tmp_path, results=tmp_path / "out") as found:
        (entry,) = found.entries
        assert entry.path.read_text() == "x = 1\n"
        assert entry.file == "alice/exercise01.py"
    assert not entry.path.exists()


def test_archive_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "alice.zip").write_bytes(packed(GOOD))
    (tmp_path / "bob.zip").symlink_to(tmp_path / "alice.zip")
    with open_submissions(tmp_path, results=tmp_path / "out") as found:
        assert [entry.student for entry in found.entries] == ["alice"]
        (complaint,) = found.complaints
    assert "links are not followed" in complaint


def test_folder_and_archive_of_one_student_in_the_archive_of_a_class_are_both_kept(
    tmp_path: Path,
) -> None:
    inner = packed({"exercise01.py": "2", "exercise02.py": "3"})
    parts: Contents = {"alice/exercise01.py": "1", "alice.zip": inner}
    (tmp_path / "class.zip").write_bytes(packed(parts))
    with open_submissions(tmp_path / "class.zip", results=tmp_path / "out") as found:
        first, second = found.entries
        assert [source.file for source in first.sources] == [
            "alice/exercise01.py",
            "alice.zip/exercise01.py",
        ]
        assert [source.path.read_text() for source in first.sources] == ["1", "2"]
        assert (second.exercise, second.file) == ("exercise02", "alice/exercise02.py")
    assert found.complaints == ()


@pytest.mark.parametrize("name", ["grades.csv", "missing.txt"])
def test_submissions_are_a_folder_or_an_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / "grades.csv").touch()
    with (
        pytest.raises(GraderError, match=r"neither a folder nor a \.zip"),
        open_submissions(tmp_path / name, results=tmp_path / "out"),
    ):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on files")
def test_full_disk_is_told_and_no_student_is_blamed(tmp_path: Path) -> None:
    import resource

    large = packed({"exercise01.py": os.urandom(1 << 17)})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, hard))
    try:
        with pytest.raises(BrokenEnvironment, match="no room to unpack archives") as caught:
            unpack_student(io.BytesIO(large), "alice.zip", tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "TMPDIR" in caught.value.remedy


MEASURE = """
import io, resource, sys
from pathlib import Path
from grader.batch.intake.archive import unpack_student
data = io.BytesIO(sys.stdin.buffer.read())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(*unpack_student(data, "alice.zip", Path(sys.argv[1])))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux tells it")
def test_bomb_that_says_it_is_small_is_never_unpacked_in_memory(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    size = 0x0A2E3D4C  # 163 MiB; bytes that are found nowhere else in the archive
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("exercise01.py", "w") as entry,
    ):
        for _ in range(size >> 20):
            entry.write(bytes(1 << 20))
        entry.write(bytes(size & 0xFFFFF))
    packed_size = size.to_bytes(4, "little")
    data = file.getvalue()
    assert data.count(packed_size) == 2  # in both of its headers
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)],
        input=data.replace(packed_size, (10_000).to_bytes(4, "little")),
        env=environment,
        capture_output=True,
    )
    complaint, memory = done.stdout.decode().splitlines()
    assert "cannot be read as a .zip archive" in complaint
    assert int(memory) < 32
