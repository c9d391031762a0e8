"""Whose account an outside one is said to be, by a public list.

Nobody here has vouched for it, and anyone may have put a name on such a list: so it is
told as what is listed, and the operator's own names come first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

LIST = Path(__file__).with_name("data") / "known_accounts.json"


@cache
def known_accounts() -> Mapping[str, str]:
    """Return vendors' names by account id. The list tells its source and its date."""
    told = json.loads(LIST.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            account: vendor["name"]
            for vendor in told["vendors"]
            for account in vendor["accounts"]
        }
    )
