"""Whether a grant asks for an external ID, or for MFA, as the database can tell.

Says what ``policy.traits.requires`` says of the value; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import BooleanField, Func

MFA_AGE = "aws:multifactorauthage"
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "external-id": ("sts:externalid",),
        "mfa": ("aws:multifactorauthpresent", MFA_AGE),
    }
)
# A request without the key passes these, so they ask for nothing.
_LOOSE = "%(operator)s LIKE '%%%%not%%%%' OR %(operator)s LIKE '%%%%ifexists'"
_LOOSE += " OR %(operator)s LIKE 'forallvalues:%%%%'"


class Demands(Func):
    """One condition at least asks for a value of the keys of ``what``."""

    output_field = BooleanField()

    def __init__(self, what: str) -> None:
        """``what`` is a name of KEYS."""
        super().__init__("says")
        self.keys = KEYS[what]

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        """Walk the conditions with json_each."""
        return self._exists(
            compiler,
            "json_each({says}, '$.conditions') AS one",
            ("json_extract(one.value, '$[0]')", "json_extract(one.value, '$[1]')"),
            "EXISTS (SELECT 1 FROM json_each(one.value, '$[2]') AS found"
            " WHERE found.value IN ({values}))",
        )

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        """Walk the conditions with jsonb_array_elements."""
        return self._exists(
            compiler,
            "jsonb_array_elements({says} -> 'conditions') AS one",
            ("one ->> 0", "one ->> 1"),
            "EXISTS (SELECT 1 FROM jsonb_array_elements_text(one -> 2) AS found"
            " WHERE found IN ({values}))",
        )

    def _exists(
        self, compiler: Any, rows: str, columns: tuple[str, str], holds: str
    ) -> tuple[str, list[Any]]:
        says, params = compiler.compile(self.source_expressions[0])
        operator, key = f"lower({columns[0]})", f"lower({columns[1]})"
        keys = ", ".join(["%s"] * len(self.keys))
        loose = _LOOSE % {"operator": operator}
        # Asking that the key is there asks for no value; but MFA has an age only where
        # there was MFA.
        sql = (
            f"EXISTS (SELECT 1 FROM {rows.format(says=says)}"  # noqa: S608
            f" WHERE {key} IN ({keys}) AND NOT ({loose})"
            f" AND ({operator} <> 'null' AND NOT {holds.format(values='%s, %s')}"
            f" OR {operator} = 'null' AND {key} = %s AND {holds.format(values='%s')}))"
        )
        return sql, [*params, *self.keys, "*", "false", MFA_AGE, "false"]
