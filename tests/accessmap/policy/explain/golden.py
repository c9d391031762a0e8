"""What the seventy grants say, as text: golden.en.txt and golden.ja.txt.

When words are changed on purpose: ``python -m tests.accessmap.policy.explain.golden``,
then read the difference as a role owner would.
"""

from __future__ import annotations

from pathlib import Path

from accessmap.policy.explain import consequence, headline, plain, sentence
from tests.accessmap.policy.explain.grants import GRANTS, NAMES

REACH = {
    "en": ("read 14 buckets", "delete alarms"),
    "ja": ("14個のバケットを読む", "アラームを消す"),
}


def path(language: str) -> Path:
    return Path(__file__).with_name(f"golden.{language}.txt")


def text(language: str) -> str:
    parts = []
    for name, grant in GRANTS.items():
        said = (
            say(grant, NAMES, language) for say in (headline, sentence, consequence)
        )
        parts.append("\n".join([f"# {name}", *map(plain, said)]))
    vendor = GRANTS["role: vendor"]
    for name, reach in (("reach", REACH[language]), ("no reach", ())):
        said = (
            say(vendor, NAMES, language, reach=reach) for say in (sentence, consequence)
        )
        parts.append("\n".join([f"# role: vendor, {name}", *map(plain, said)]))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    for code in ("en", "ja"):
        path(code).write_text(text(code))
