"""What a test needs from outside: skipped with one clear line when it is not there, failed under CI."""

import os
import socket
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[1]


def unavailable(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"Needed under CI: {reason}", pytrace=False)
    pytest.skip(reason)


def require_service(name: str, host: str, port: int) -> None:
    """Go on when something listens at ``host:port``."""
    try:
        socket.create_connection((host, port), timeout=2).close()
    except OSError:
        unavailable(f"{name} is not reachable at {host}:{port}.")


def require_shared_data(*parts: str) -> Path:
    """Return a file or folder of the shared data: beside the repository, or where TRUST_SHARED_DATA says."""
    data = Path(os.environ.get("TRUST_SHARED_DATA", ROOT.parent / "shared" / "data"))
    path = data.joinpath(*parts)
    if not path.exists():
        unavailable(f"The shared data has no {'/'.join(parts)}; TRUST_SHARED_DATA names its folder.")
    return path
