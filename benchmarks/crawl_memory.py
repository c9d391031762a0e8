"""How much memory a crawl of many accounts takes at its peak, and what it costs.

    python -m benchmarks.crawl_memory --accounts 300 --largest 1000

The demo's organization and so many accounts more, served by a process of its own; then
`manage.py crawl` of every service, all of it in one process, which holds what the
workers of a queue would share out. Prints the peak of that process (the kernel's count)
and the crawl's own summary of its cost.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::999988887777:root"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
PROMISED_MIB = 512  # a worker, for 300 accounts


def serve(port: int, accounts: int, roles: int, largest: int) -> None:
    """Add the accounts to the demo's organization and serve it until killed."""
    from moto.iam.models import iam_backends
    from moto.organizations.models import organizations_backends

    from accessmap.demo.accounts import MANAGEMENT
    from accessmap.demo.refusals import READER
    from accessmap.demo.server import make

    server = make(port)
    organization = organizations_backends[MANAGEMENT]["aws"]
    members = []
    for number in range(accounts):
        made = organization.create_account(
            AccountName=f"account-{number}", Email=f"{number}@example.com"
        )
        members.append(made["CreateAccountStatus"]["AccountId"])
    for number, account in enumerate(members):
        named = [f"role-{role}" for role in range(roles if number else largest)]
        for name in [READER, *named]:
            iam_backends[account]["aws"].create_role(
                role_name=name,
                assume_role_policy_document=TRUST,
                path="/",
                permissions_boundary=None,
                description="",
                tags=[{"Key": "team", "Value": "payments"}],
                max_session_duration="3600",
            )
    server.serve_forever()


def crawl(environment: dict[str, str], services: list[str]) -> tuple[float, Any]:
    """Crawl in a process of its own; return its peak in MiB, and its summary."""
    command = [sys.executable, "manage.py", "crawl", "--json"]
    for service in services:
        command += ["--service", service]
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, env=environment, stdout=told)
        _pid, _status, used = os.wait4(process.pid, 0)
        told.seek(0)
        return used.ru_maxrss / 1024, json.load(told)


def main() -> int:
    """Serve, crawl, and print; return 1 above what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=300)
    parser.add_argument("--roles", type=int, default=20, help="of each account")
    parser.add_argument("--largest", type=int, default=1000, help="roles of one")
    parser.add_argument("--service", action="append")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    size = parser.parse_args()
    if size.serve:
        serve(size.serve, size.accounts, size.roles, size.largest)
        return 0
    from accessmap.demo.endpoint import answers, any_free_port, environment

    port = any_free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "benchmarks.crawl_memory", "--serve", str(port)),
            *("--accounts", str(size.accounts), "--roles", str(size.roles)),
            *("--largest", str(size.largest)),
        ]
    )
    try:
        while not answers(port):
            if server.poll() is not None:
                sys.exit("The served organization has died.")
            time.sleep(0.5)
        with tempfile.TemporaryDirectory() as data:
            about = {
                **environment(port),
                "ACCESSMAP_DATA_DIR": data,
                "ACCESSMAP_REGIONS": "ap-northeast-1",
            }
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                env=about,
                check=True,
            )
            peak, summary = crawl(about, size.service or [])
    finally:
        server.kill()
        server.wait()
    if summary["grants_begun"] < size.accounts * size.roles:
        sys.exit("The accounts could not be read: these figures mean nothing.")
    print(
        f"{summary['accounts']} accounts, {summary['state']}: {peak:.0f} MiB at the "
        f"peak, {summary['calls_per_account']} calls and "
        f"{summary['cpu_seconds_per_account']} s of CPU an account, "
        f"{summary['grants_begun']:,} grants (promised: {PROMISED_MIB} MiB)"
    )
    return 1 if peak > PROMISED_MIB else 0


if __name__ == "__main__":
    sys.exit(main())
