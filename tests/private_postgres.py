"""Run a command beside a PostgreSQL of its own: `python tests/private_postgres.py pytest tests/orders`.

The cluster lies in a temporary folder, answers on loopback alone, asks for a password made for this
run, and is gone when the command ends. DATABASE_URL tells the command where it is.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 30.0  # seconds until the server has to answer

# Nothing here is kept, so nothing has to survive a power cut.
HASTE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


def main(command: list[str]) -> int:
    programs = find_programs()
    if programs is None:
        print("PostgreSQL is not installed: the tests on it are skipped.", file=sys.stderr)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(programs) as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


def find_programs() -> Path | None:
    """The folder of `initdb` and `postgres`; Debian keeps it off the PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3].zfill(3)
    )
    return installed[-1].parent if installed else None


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[str]:
    password = secrets.token_hex(16)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="artfactory-postgres-") as folder:
        data = lay_out(programs, Path(folder), password=password)
        server = start(programs, data, port=port)
        try:
            wait_until_it_answers(programs, server, port=port)
            yield f"postgresql://artfactory:{password}@127.0.0.1:{port}/postgres"
        finally:
            stop(server)


def lay_out(programs: Path, folder: Path, *, password: str) -> Path:
    secret = folder / "password"
    secret.write_text(password)
    if user := owner():
        for path in (folder, secret):
            shutil.chown(path, user=user)
    words = ["--username=artfactory", "--auth=scram-sha-256", f"--pwfile={secret}"]
    words += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", f"--pgdata={folder / 'data'}"]
    subprocess.run(
        [programs / "initdb", *words], check=True, stdout=subprocess.DEVNULL, cwd="/", user=owner()
    )
    return folder / "data"


def start(programs: Path, data: Path, *, port: int) -> subprocess.Popen[bytes]:
    options = ["listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=", *HASTE]
    words = [word for option in options for word in ("-c", option)]
    log = (data.parent / "log").open("wb")
    with log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, *words],
            stdout=log,
            stderr=log,
            cwd="/",
            user=owner(),
            start_new_session=True,  # Ctrl-C is for the command; the server is stopped after it
        )


def wait_until_it_answers(programs: Path, server: subprocess.Popen[bytes], *, port: int) -> None:
    question = [str(programs / "pg_isready"), "--quiet", "--host=127.0.0.1", f"--port={port}"]
    until = time.monotonic() + PATIENCE
    while subprocess.run(question, check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            raise SystemExit("The private PostgreSQL did not start.")
        time.sleep(0.1)


def stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGQUIT)  # at once, leaving nothing in order: the folder goes too
    server.wait()


def owner() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
