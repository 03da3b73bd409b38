"""Serve the shop and say where to click as soon as it answers."""

import os
import socket
import threading
import time
from urllib.error import URLError
from urllib.request import urlopen

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

LONGEST_WAIT = 30  # seconds


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port, **options):
        self.require_free(port)
        os.environ.setdefault("DEMO_URL", f"http://127.0.0.1:{port}")  # for links in mails
        threading.Thread(target=self.announce, args=[port], daemon=True).start()
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0)

    def require_free(self, port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Try another one: make demo PORT=8123") from error

    def announce(self, port):
        address = f"http://127.0.0.1:{port}/"
        for _ in range(LONGEST_WAIT * 10):
            try:
                urlopen(address).close()
                break
            except URLError:
                time.sleep(0.1)
        self.stdout.write(
            f"\n  The shop:   {address}"
            f"\n  Moderation: {address}admin/  (admin / admin, or mira / mira)"
            "\n  Mails:      printed here; none leaves this computer."
            "\n  Stop with Ctrl+C."
        )
        self.stdout.flush()
