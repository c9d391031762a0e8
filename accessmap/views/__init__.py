"""One file per page; a view guards, reads, renders."""

from __future__ import annotations
