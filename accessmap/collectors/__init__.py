"""One file per AWS service, all of one shape."""

from __future__ import annotations
