from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from django_trust.followups.flows import load_flows, shipped_flows


class Command(BaseCommand):
    help = (
        "Store the flows of follow-ups that come with the library: thanks, shipping, reviews and so on. "
        "Those that are there already are left as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--off", action="store_true", help="store them switched off")
        parser.add_argument("--dry-run", action="store_true", help="only say which flows would be stored")

    def handle(self, *args: Any, **options: Any) -> None:
        rehearsal = options["dry_run"]
        loaded = load_flows(active=not options["off"], dry_run=rehearsal)
        there = [code for code in shipped_flows() if code not in loaded]
        done = "would be loaded" if rehearsal else "loaded"
        state = ", switched off" if options["off"] and loaded else ""
        text = (
            f"{len(loaded)} flows {done}{state}{_listed(loaded)}; {len(there)} there already{_listed(there)}."
        )
        self.stdout.write(self.style.SUCCESS(text))


def _listed(codes: list[str]) -> str:
    return f" ({', '.join(codes)})" if codes else ""
