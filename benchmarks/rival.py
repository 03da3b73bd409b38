"""The peer from our side: django-oscar in an environment of its own, asked over a pipe, line by line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.databases import ROOT

ENVIRONMENT = ROOT / "build" / "venv-oscar"
PACKAGES = ["Django==5.2.*", "django-oscar==4.2.1", "sorl-thumbnail", "psycopg[binary]"]


def environment() -> str:
    """Return the Python of the peer's environment, making it the first time."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return str(python)


class Peer:
    """A running peer. ``ask`` returns its answer; what is timed is timed over there, without the pipe."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [environment(), "-m", "benchmarks.peer"],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "benchmarks.peer.settings",
                "PYTHONWARNINGS": "ignore",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, action: str, **arguments: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"action": action, **arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"The peer ended while it was asked to {action}.")
        return json.loads(line)  # type: ignore[no-any-return]

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *error: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
