"""The portal's own assets, under names that carry their content: compressed once, kept for good."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app, url_for
from whitenoise import WhiteNoise

TEXT = frozenset({".css", ".js", ".svg", ".txt"})


def serve_the_assets(app: Flask) -> None:
    """Lay them out in the instance, under names like ``css/portal-1f0c9a72.css``, and serve them from there.

    A name never changes its content, so nothing can be stale; a layout made before is found and kept.
    """
    shelf = Path(app.instance_path) / "assets"
    app.extensions["assets"] = {
        name: lay_out(original, name, shelf) for name, original in originals(Path(app.static_folder or ""))
    }
    served = WhiteNoise(
        app.wsgi_app,
        root=str(shelf),
        prefix="static/",
        immutable_file_test=lambda path, url: True,
        allow_all_origins=False,
        add_headers_function=lambda headers, *_: headers.add_header("X-Content-Type-Options", "nosniff"),
    )
    app.wsgi_app = served  # type: ignore[method-assign]


def originals(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def lay_out(original: Path, name: str, shelf: Path) -> str:
    """The name under which this asset is served; it and its compressed twin are made where missing."""
    content = original.read_bytes()
    path = Path(name)
    hashed = path.with_name(f"{path.stem}-{sha256(content).hexdigest()[:8]}{path.suffix}").as_posix()
    if not (shelf / hashed).exists():
        if path.suffix in TEXT:
            put(shelf / f"{hashed}.gz", gzip.compress(content, mtime=0))
        put(shelf / hashed, content)
    return hashed


def put(path: Path, content: bytes) -> None:
    """Whole or not at all: several processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


def asset(name: str) -> str:
    """The address of an asset. One that came after the start is served as it lies."""
    return url_for("static", filename=current_app.extensions["assets"].get(name, name))
