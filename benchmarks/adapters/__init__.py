"""One tool a file, each behind the same door; run with the tool's own interpreter."""

from __future__ import annotations
