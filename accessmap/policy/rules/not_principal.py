"""An Allow names whom it leaves out, and so lets in everybody else."""

from __future__ import annotations

from collections.abc import Mapping

from accessmap.policy.grant import Grant
from accessmap.policy.kinds import Severity
from accessmap.policy.rule import Circumstances, Rule, register


def check(grant: Grant, circumstances: Circumstances) -> Mapping[str, str] | None:
    """Say whether the statement allows everybody but some."""
    statement = {key.lower(): value for key, value in circumstances.statement.items()}
    is_allow = statement.get("effect") == "Allow"
    if not is_allow or "notprincipal" not in statement or grant.is_blocked:
        return None
    return {}


RULE = register(
    Rule(
        id="not-principal",
        severity=Severity.HIGH,
        title={"en": "Everyone but some", "ja": "一部を除く全員"},
        sentence={
            "en": "The statement lets in everybody whom it does not name, strangers "
            "included.",
            "ja": "このステートメントは、挙げていない人をすべて、"
            "見知らぬ人も含めて通します。",
        },
        fix={
            "en": "Write Principal with those who should get in; keep NotPrincipal "
            "for Deny.",
            "ja": "通す相手を Principal に書きます。NotPrincipal は Deny "
            "にだけ使います。",
        },
        reference="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html",
        check=check,
    )
)
