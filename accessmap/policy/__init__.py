"""The engine: what an AWS policy grants, and to whom. Standard library only."""

from __future__ import annotations
