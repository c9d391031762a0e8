"""What iam-simulate says beside the engine: `make second-opinion`, then -m deep."""

from __future__ import annotations
