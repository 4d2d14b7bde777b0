"""Which files may stand behind an entry is judged by what is in them."""

import struct
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from portal.core.sentences import Refused
from portal.ledger.rules.evidence import check_count, check_file

MB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*names: str, filling: bytes = b"<x/>") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, filling)
    return out.getvalue()


MEMBERS = 450_000


def crowd(names: list[bytes], *, declared: int, zip64: bool = False, comment: bytes = b"") -> bytes:
    """An archive of nothing but a directory with these members; its end says that there are fewer."""
    fixed = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, *[0] * 7, 8, *[0] * 6)
    directory = b"".join(fixed + name for name in names)
    size, tail = len(directory), b""
    if zip64:
        tail = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, declared, declared, size, 0)
        tail += struct.pack("<4sLQL", b"PK\6\7", 0, size, 1)
        size = 0xFFFFFFFF
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, declared, declared, size, 0, len(comment))
    return directory + tail + end + comment


def check(name: str, content: bytes, limit: int = 20 * MB) -> str:
    return check_file(name, len(content), BytesIO(content), limit=limit)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("report.pdf", b"%PDF-1.7\n...", "pdf"),
        ("PHOTO.JPEG", b"\xff\xd8\xff\xe0....", "jpg"),
        ("scan.png", b"\x89PNG\r\n\x1a\n....", "png"),
        ("明细.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("说明.docx", archive("[Content_Types].xml", "word/document.xml"), "docx"),
        ("汇报.pptx", archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        ("公文.ofd", archive("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        ("old.doc", OLE + b"\x00" * 64 + "WordDocument".encode("utf-16-le"), "doc"),
        ("old.xls", OLE + b"\x00" * 64 + "Workbook".encode("utf-16-le"), "xls"),
        ("数据.csv", "单位,金额\n预算科,12".encode("gb18030"), "csv"),
        ("notes.txt", ("说明" * 3000).encode(), "txt"),
    ],
)
def test_an_office_file_is_taken(name, content, kind):
    assert check(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("report.pdf", b"MZ\x90\x00 this is a program", "not really a pdf file"),
        ("program.exe", b"MZ\x90\x00", "cannot be attached"),
        ("files.zip", archive("a.txt"), "cannot be attached"),
        ("noending", b"text", "cannot be attached"),
        ("sheet.xlsx", archive("a.txt"), "not really a xlsx file"),
        ("sheet.xlsx", b"PK\x03\x04 broken", "not really a xlsx file"),
        ("text.docx", archive("[Content_Types].xml", "xl/workbook.xml"), "not really a docx file"),
        (
            "macro.docx",
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "not really",
        ),
        ("bomb.xlsx", archive("[Content_Types].xml", "xl/a.xml", filling=b"0" * 3 * MB), "not really"),
        ("list.txt", b"\x00\x01\x02", "not really a txt file"),
        ("sheet.xls", OLE + b"\x00" * 64, "not really a xls file"),
        ("empty.pdf", b"", "is empty"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, content, sentence):
    with pytest.raises(Refused, match=sentence):
        check(name, content)


def peak(act: Callable[[], object]) -> int:
    """The most bytes that an act holds at a time."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("zip64", [False, True])
@pytest.mark.parametrize("comment", [b"", b"a comment"])
def test_half_a_million_members_are_refused_before_they_fill_the_memory(zip64, comment):
    content = crowd([b"xl/aaaaa"] * MEMBERS, declared=3, zip64=zip64, comment=comment)
    assert len(content) > 20 * MB

    def refused() -> None:
        with pytest.raises(Refused, match="not really a xlsx file"):
            check_file("sheet.xlsx", len(content), file, limit=30 * MB)

    file = BytesIO(content)
    assert peak(refused) < 4 * MB


@pytest.mark.parametrize("zip64", [False, True])
def test_a_plain_archive_of_the_same_making_is_read(zip64):
    content = crowd([b"xl/aaaaa", b"xl/bbbbb"], declared=2, zip64=zip64)
    with ZipFile(BytesIO(content)) as file:
        assert len(file.namelist()) == 2


def test_a_large_office_file_of_many_members_is_taken():
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(1990)]
    assert check("book.xlsx", archive("[Content_Types].xml", *names)) == "xlsx"


def test_a_file_of_thirty_megabytes_is_refused_by_its_size():
    with pytest.raises(Refused, match="is 30 MB: a file may have at most 20 MB"):
        check_file("scan.pdf", 30 * MB, BytesIO(b"%PDF-"), limit=20 * MB)


def test_ten_files_and_no_more():
    check_count(10)
    with pytest.raises(Refused, match="at most 10 files"):
        check_count(11)
