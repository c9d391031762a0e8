from __future__ import annotations

from tests.accessmap.aws_world import world

__all__ = ["world"]
