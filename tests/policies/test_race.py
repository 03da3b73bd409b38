"""Simultaneous writers in real processes on a real database: what was published is what its rows say."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
BURSTS = os.environ.get("TRUST_BURSTS", "120")

# It makes its own database; the mark lets it run on each kind of database.
pytestmark = [pytest.mark.xdist_group("arena"), pytest.mark.usefixtures("django_db_setup")]


def test_nothing_slips_into_a_version_while_it_is_published():
    command = [sys.executable, "-m", "tests.policies.race", "--bursts", BURSTS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    result = json.loads(done.stdout.strip().split("\n")[-1])
    assert set(result["outcome"]) <= {"done", "PublishedError", "ValidationError", "busy", "IntegrityError"}
    assert result["outcome"]["PublishedError"] > 0
    assert result["published"] > 1
    assert result["touched"] == []
    assert result["drafts"] <= 1
