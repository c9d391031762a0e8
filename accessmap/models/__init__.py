"""The facts: one file a noun."""

from __future__ import annotations

from accessmap.models.account import Account, OrganizationalUnit
from accessmap.models.counterparty import Counterparty
from accessmap.models.coverage import Coverage, Gap, Outcome
from accessmap.models.crawl import Crawl, Scope
from accessmap.models.entry import Checkpoint, Entry, Timestamp
from accessmap.models.finding import Finding
from accessmap.models.grant import Flag, Grant
from accessmap.models.hold import Hold
from accessmap.models.memory import Derivation, Seen
from accessmap.models.network import (
    NetworkEnd,
    NetworkKind,
    NetworkLink,
    network_links,
)
from accessmap.models.resource import Resource
from accessmap.models.saved_view import SavedView
from accessmap.models.snapshot import Document, Snapshot
from accessmap.models.use import RoleUse
from accessmap.models.user import Role, User
from accessmap.models.writing import PolicyWriting, WrittenSpan

__all__ = [
    "Account",
    "Checkpoint",
    "Counterparty",
    "Coverage",
    "Crawl",
    "Derivation",
    "Document",
    "Entry",
    "Finding",
    "Flag",
    "Gap",
    "Grant",
    "Hold",
    "NetworkEnd",
    "NetworkKind",
    "NetworkLink",
    "OrganizationalUnit",
    "Outcome",
    "PolicyWriting",
    "Resource",
    "Role",
    "RoleUse",
    "SavedView",
    "Scope",
    "Seen",
    "Snapshot",
    "Timestamp",
    "User",
    "WrittenSpan",
    "network_links",
]
