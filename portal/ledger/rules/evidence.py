"""Which files may stand behind an entry: judged by what is in them, not by what they are called."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO, cast
from zipfile import BadZipFile, LargeZipFile, ZipFile

from portal.core.sentences import Refused

MOST_FILES, LONGEST_NAME = 10, 200
MOST_MEMBERS, MOST_UNPACKED, MOST_RATIO = 2000, 256 * 1024 * 1024, 200
MOST_DIRECTORY = MOST_MEMBERS * 256  # bytes that describe the members: more is not even read
HEAD = 4096
KINDS = ("pdf", "ofd", "docx", "xlsx", "pptx", "doc", "xls", "png", "jpg", "txt", "csv")
SAME = {"jpeg": "jpg"}
OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OLD_STREAMS = {"doc": "WordDocument", "xls": "Workbook"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def name_kept(typed: str) -> str:
    """What a file is called, without its folders and without signs nobody sees or that turn text round."""
    name = typed.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")[-LONGEST_NAME:]


def check_file(name: str, size: int, content: BinaryIO, *, limit: int) -> str:
    """The kind of an acceptable file: its name's ending, borne out by its content."""
    kind = kind_named(name)
    if size == 0:
        raise Refused("“{name}” is empty.", name=name)
    if size > limit:
        raise Refused(
            "“{name}” is {size} MB: a file may have at most {limit} MB.",
            name=name, size=-(-size // 1048576), limit=limit // 1048576,
        )  # fmt: skip
    content.seek(0)
    if not BEARS_OUT[kind](content, kind):
        raise Refused(
            "“{name}” is not really a {kind} file: its content says otherwise.", name=name, kind=kind
        )
    content.seek(0)
    return kind


def kind_named(name: str) -> str:
    ending = PurePath(name).suffix.lstrip(".").lower()
    kind = SAME.get(ending, ending)
    if kind not in KINDS:
        raise Refused("“{name}” cannot be attached: allowed are {kinds}.", name=name, kinds=", ".join(KINDS))
    return kind


def check_count(count: int) -> None:
    if count > MOST_FILES:
        raise Refused("An entry has at most {most} files.", most=MOST_FILES)


def _begins(*signs: bytes) -> Callable[[BinaryIO, str], bool]:
    return lambda content, kind: content.read(HEAD).startswith(signs)


def _pdf(content: BinaryIO, kind: str) -> bool:
    return b"%PDF-" in content.read(1024)


def _text(content: BinaryIO, kind: str) -> bool:
    head = content.read(HEAD)
    if any(byte < 32 and byte not in b"\t\r\n\f" for byte in head):
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "gb18030"))


def _decodes(head: bytes, encoding: str) -> bool:
    for cut in range(4 if len(head) == HEAD else 1):  # the head may end inside a character
        try:
            head[: len(head) - cut].decode(encoding)
            return True
        except UnicodeDecodeError:
            continue
    return False


def _office(content: BinaryIO, kind: str) -> bool:
    names = _members(content)
    return (
        "[Content_Types].xml" in names
        and any(name.startswith(OFFICE_FOLDERS[kind]) for name in names)
        and not any(name.lower().endswith("vbaproject.bin") for name in names)
    )


def _ofd(content: BinaryIO, kind: str) -> bool:
    return "OFD.xml" in _members(content)


def _members(content: BinaryIO) -> frozenset[str]:
    """The names in the archive's directory, without unpacking; none where it could be a bomb."""
    try:
        with ZipFile(cast(BinaryIO, Sparing(content))) as archive:
            members = archive.infolist()
    except (BadZipFile, LargeZipFile, ValueError, OSError, NotImplementedError):
        return frozenset()
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        return frozenset()
    return frozenset(member.filename for member in members)


class Sparing:
    """A file that refuses to be read in large pieces.

    An archive's directory is read in one piece, as long as the archive itself says, and half a million
    members would fill the memory. What the record at its end counts is not believed: a forged one lies.
    """

    def __init__(self, content: BinaryIO) -> None:
        self.seek, self.tell, self._content = content.seek, content.tell, content

    def read(self, size: int = -1) -> bytes:
        most = MOST_DIRECTORY + 1
        piece = self._content.read(most if size < 0 else min(size, most))
        if len(piece) == most:
            raise BadZipFile("the directory is too large")
        return piece


def _old_office(content: BinaryIO, kind: str) -> bool:
    if content.read(len(OLE)) != OLE:
        return False
    content.seek(0)
    return OLD_STREAMS[kind].encode("utf-16-le") in content.read()


BEARS_OUT: dict[str, Callable[[BinaryIO, str], bool]] = {
    "pdf": _pdf,
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "jpg": _begins(b"\xff\xd8\xff"),
    "txt": _text,
    "csv": _text,
    "ofd": _ofd,
    **dict.fromkeys(OFFICE_FOLDERS, _office),
    **dict.fromkeys(OLD_STREAMS, _old_office),
}
