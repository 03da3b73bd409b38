"""Running Django in a process of its own, for what cannot be changed in a running one."""

import os
import subprocess
import sys
from pathlib import Path

from tests.requirements import ROOT


def run_django(
    *arguments: str, folder: Path, settings: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m django`` with the test settings, changed by some lines of Python."""
    (folder / "changed_settings.py").write_text(
        f"from tests.settings import *\n{settings}\n", encoding="utf-8"
    )
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TRUST_")}
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:django_trust", "-m", "django", *arguments],
        env={
            **inherited,
            "DJANGO_SETTINGS_MODULE": "changed_settings",
            "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
            "PYTHONIOENCODING": "utf-8",
            **environment,
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
