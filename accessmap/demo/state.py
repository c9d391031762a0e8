"""What the demo remembers between runs: where its AWS is, and how late it is there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from django.conf import settings


@dataclass
class DemoState:
    """Kept as a small file in the data folder."""

    port: int = 0
    is_later: bool = False

    @classmethod
    def load(cls) -> Self:
        """Return what was kept, or the beginning."""
        try:
            return cls(**json.loads(_path().read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def save(self) -> None:
        """Keep it."""
        _path().write_text(json.dumps(asdict(self)), encoding="utf-8")


def _path() -> Path:
    return Path(settings.DATA_DIR) / "demo.json"
