"""The plumbing: boto3 lives here, read-only."""

from __future__ import annotations
