"""What is measured, each a command; figures are ratios within one run."""

from __future__ import annotations
