"""The processes that send: plain workers, or those of Celery with its beat. None outlives who started it."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.core.mail.utils import DNS_NAME
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60  # seconds a worker has to finish what it is at
PR_SET_PDEATHSIG = 1
FORK = multiprocessing.get_context("fork")  # a fresh Python would take seconds to be ready


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def work(limit):
    """What ``manage.py trust_send_due --loop`` does; greets the mail server by the number of its process."""
    die_with_parent()
    DNS_NAME._fqdn = f"pid-{os.getpid()}"
    with open(os.devnull, "w") as nowhere:
        call_command("trust_send_due", loop=True, interval=0.1, limit=limit, stdout=nowhere)


class Crew:
    """So many workers, each a process with connections of its own."""

    def __init__(self, number, limit):
        self.number, self.limit = number, limit
        self.processes = []

    def worker(self):
        connections.close_all()  # before the fork: afterwards two processes would share one
        process = FORK.Process(target=work, args=(self.limit,))
        process.start()
        return process

    def start(self):
        self.processes = [self.worker() for _ in range(self.number)]

    def senders(self):
        """The process ids of those who send."""
        return [process.pid for process in self.processes]

    def kill(self, choose, seen):
        """Kill -9 one of those who have sent something, and return its name with the moment of its death."""
        alive = self.senders()
        busy = [pid for pid in alive if f"pid-{pid}" in seen]
        victim = choose.choice(busy or alive)
        os.kill(victim, signal.SIGKILL)
        died_at = time.time()
        self.replace(victim)
        return f"pid-{victim}", died_at

    def replace(self, victim):
        [dead] = [process for process in self.processes if process.pid == victim]
        dead.join()
        self.processes[self.processes.index(dead)] = self.worker()

    def stop(self):
        """Let all finish the message they are at."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.join(PATIENCE)
            assert process.exitcode == 0, f"a worker ended with {process.exitcode}"
        self.processes = []

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        for process in self.processes:
            process.kill()
            process.join()


class CeleryCrew(Crew):
    """One Celery worker with so many children, and beat."""

    def __init__(self, number, limit, broker):
        super().__init__(number, limit)
        self.folder = tempfile.TemporaryDirectory(prefix="trust-crew-")
        beat_file = str(Path(self.folder.name, "beat"))
        self.environment = {**os.environ, "TRUST_ARENA_BROKER": broker, "TRUST_ARENA_BEAT_FILE": beat_file}
        self.environment["TRUST_ARENA_LIMIT"] = str(limit)

    def spawn(self, *arguments):
        with open(Path(self.folder.name, "log"), "ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "celery", "--app", "tests.concurrency.mail_celery", *arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def start(self):
        worker = self.spawn("worker", "--concurrency", str(self.number), "--loglevel", "INFO")
        self.processes = [worker, self.spawn("beat", "--pidfile", "", "--loglevel", "WARNING")]

    def senders(self):
        main = self.processes[0].pid
        return [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split()]

    def replace(self, victim):
        """Celery forks another by itself."""

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(PATIENCE)
        self.processes = []

    def __exit__(self, kind, error, trace):
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if error is not None:
            print(Path(self.folder.name, "log").read_text(errors="replace")[-4000:], file=sys.stderr)
        self.folder.cleanup()
