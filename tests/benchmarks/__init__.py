"""What measures is tested as well."""

from __future__ import annotations
