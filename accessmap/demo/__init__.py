"""An invented organization, served as AWS serves it."""

from __future__ import annotations
