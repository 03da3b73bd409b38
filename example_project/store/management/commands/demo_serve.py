"""Serve the shop and say where to click as soon as it answers. Follow-ups are sent meanwhile."""

import logging
import os
import socket
import threading
import time
from urllib.error import URLError
from urllib.request import urlopen

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.urls import reverse

from django_trust.badges.choices import BadgeKind
from django_trust.badges.widgets import badges
from django_trust.followups.services import send_due

LONGEST_WAIT = 30  # seconds
PAUSE = 3  # seconds between two looks at what is due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port, **options):
        self.require_free(port)
        os.environ.setdefault("DEMO_URL", f"http://127.0.0.1:{port}")  # for links in mails
        pages = self.pages_to_see(f"http://127.0.0.1:{port}")
        threading.Thread(target=self.announce, args=[port, pages], daemon=True).start()
        threading.Thread(target=self.send, daemon=True).start()
        call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, verbosity=0)

    def require_free(self, port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(f"Port {port} is taken. Try another one: make demo PORT=8123") from error

    def pages_to_see(self, root):
        """Return labels and addresses; the evidence only while there is a badge that has some."""
        pages = {
            "The shop": f"{root}/",
            "About us": f"{root}{reverse('store:about')}",
            "Admin": f"{root}{reverse('admin:index')}  (admin / admin, or the moderator mira / mira)",
            "Badges": f"{root}{reverse('admin:trust_badge_changelist')}  (shown, ending, hidden and why)",
        }
        pages["Outbox"] = f"{root}{reverse('store:outbox')}  (every mail; place an order, then deliver it)"
        pages["Orders"] = f"{root}{reverse('admin:store_order_changelist')}  (ship, delay, deliver)"
        pages["Follow-ups"] = f"{root}{reverse('admin:trust_followup_changelist')}  (what goes when, and why)"
        pages["Policies"] = f"{root}{reverse('admin:trust_policy_changelist')}  (terms as data, versions)"
        pages["Returns"] = f"{root}{reverse('store:returns')}  (what shoppers read, and how they withdraw)"
        if certified := badges(kind=BadgeKind.CERTIFICATION, limit=1):
            pages["Evidence"] = f"{root}{certified[0].url}  (what stands behind a badge)"
        return pages

    def send(self):
        """What a shop runs from cron, or as a service: ``manage.py trust_send_due --loop``."""
        while True:
            try:
                send_due()
            except Exception:
                logger.exception("Follow-ups were not sent.")
            close_old_connections()
            time.sleep(PAUSE)

    def announce(self, port, pages):
        for _ in range(LONGEST_WAIT * 10):
            try:
                urlopen(f"http://127.0.0.1:{port}/").close()
                break
            except URLError:
                time.sleep(0.1)
        self.stdout.write("")
        for label, address in pages.items():
            self.stdout.write(f"  {label + ':':<11} {address}")
        self.stdout.write("  Mails are printed here and kept in the outbox; none leaves this computer.")
        self.stdout.write("  Stop with Ctrl+C.")
        self.stdout.flush()
