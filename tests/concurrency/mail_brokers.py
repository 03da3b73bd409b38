"""Brokers of one's own: a Redis and a RabbitMQ that may be killed, on ports nobody uses."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

# Debian's rabbitmq-server in /usr/sbin changes the user; the script itself runs as anybody.
RABBITMQ = "/usr/lib/rabbitmq/bin/rabbitmq-server"
START = 60  # seconds a broker may take


def program(name):
    """Return the path of ``redis-server``, ``rabbitmq-server`` or ``epmd``; empty where it is missing."""
    if name == "rabbitmq-server" and os.access(RABBITMQ, os.X_OK):
        return RABBITMQ
    return shutil.which(name) or ""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Broker:
    """A server process and its folder, gone together at the end."""

    scheme = ""
    needs: tuple[str, ...] = ()

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="trust-broker-")
        self.home = Path(self.folder.name)
        self.port = free_port()

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {}

    @property
    def url(self):
        return f"{self.scheme}127.0.0.1:{self.port}/"

    def start(self):
        with open(self.home / "log", "ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=self.home,
                env={**os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.wait_for_port()

    def wait_for_port(self):
        until = time.monotonic() + START
        while time.monotonic() < until and self.process.poll() is None:
            if self.is_listening():
                return
            time.sleep(0.1)
        raise RuntimeError(f"{type(self).__name__} did not start:\n{(self.home / 'log').read_text()[-2000:]}")

    def is_listening(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self):
        """Kill -9: the server with everything it started."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        while self.is_listening():
            time.sleep(0.01)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.kill()
        self.folder.cleanup()


class Redis(Broker):
    """Keeps nothing on disk: with it dies what was in its queues."""

    scheme = "redis://"
    needs = ("redis-server",)

    def command(self):
        limits = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--dir", str(self.home)]
        return [program("redis-server"), "--port", str(self.port), *limits]


class RabbitMQ(Broker):
    scheme = "amqp://guest:guest@"
    needs = ("rabbitmq-server", "epmd")

    def __init__(self):
        super().__init__()
        self.names = free_port()
        (self.home / "rabbitmq.conf").write_text(f"listeners.tcp.local = 127.0.0.1:{self.port}\n")
        (self.home / "plugins").write_text("[].\n")

    def command(self):
        return [program("rabbitmq-server")]

    def environment(self):
        home = str(self.home)
        return {
            "HOME": home,  # the cookie of the node
            "RABBITMQ_NODENAME": f"arena-{self.port}@localhost",
            "RABBITMQ_MNESIA_BASE": home,
            "RABBITMQ_LOG_BASE": home,
            "RABBITMQ_PID_FILE": f"{home}/pid",
            "RABBITMQ_CONFIG_FILE": f"{home}/rabbitmq",
            "RABBITMQ_CONF_ENV_FILE": f"{home}/none",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{home}/plugins",
            "RABBITMQ_DIST_PORT": str(free_port()),
            "ERL_EPMD_PORT": str(self.names),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
        }

    def __enter__(self):
        # The node would start a name server that outlives it.
        command = [program("epmd"), "-port", str(self.names), "-address", "127.0.0.1"]
        self.epmd = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        try:
            return super().__enter__()
        except BaseException:
            self.epmd.kill()
            raise

    def __exit__(self, *error):
        try:
            super().__exit__(*error)
        finally:
            self.epmd.kill()
            self.epmd.wait()


BROKERS = {"redis": Redis, "rabbitmq": RabbitMQ}
