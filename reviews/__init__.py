"""Judgments: what people decided about the grants that AccessMap found."""

from __future__ import annotations
