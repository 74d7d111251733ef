"""What happened, on disk before it is told. One file for each thing to tell: any process may tell it later, and the
idempotency key in it makes sure that it counts once."""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from typing import Any, Iterator

_suffix = ".json"


class Journal:
    def __init__(self, folder: Path):
        self.folder = folder

    def write(self, record: dict[str, Any]) -> None:
        """Whole or not at all, and on the disk when this returns. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.folder / f"{record['name']}.{uuid.uuid4().hex}.part"
        with open(part, "w", encoding="utf-8", opener=_private) as file:
            json.dump(record, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, self._path(record["name"]))
        self._sync()

    def remove(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def set_aside(self, record: dict[str, Any], why: str) -> None:
        """Holdpoint answered a final error: kept for a person to read, and not sent again."""
        self.write({**record, "refused": why})

    def records(self) -> Iterator[dict[str, Any]]:
        try:
            names = sorted(each for each in os.listdir(self.folder) if each.endswith(_suffix))
        except FileNotFoundError:
            return
        for name in names:
            try:
                record = json.loads((self.folder / name).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue  # told by another process meanwhile
            if isinstance(record, dict) and "name" in record:
                yield record

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{_suffix}"

    def _sync(self) -> None:
        """The new name as well: without it a power cut may lose the file."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError:
            pass  # some file systems cannot
        finally:
            os.close(handle)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
