from collections import Counter
from typing import Any

from django.core.checks import ERROR, CheckMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from django_trust.conf import trust_settings
from django_trust.policies.checks import checked_languages, policy_messages
from django_trust.policies.markets import market

NAMES = {
    "trust.E012": "Faces that differ from the terms",
    "trust.E013": "Terms below the law",
    "trust.E014": "Versions changed after publication",
    "trust.W013": "Terms below the law as far as it is known",
    "trust.W014": "Markets without terms",
    "trust.W015": "Texts that are stale or not translated",
}


class Command(BaseCommand):
    help = (
        "Compare published policies with the law of MARKETS, and their faces with each other. Writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--language", action="append", help="look at this language only; may be given several times"
        )
        parser.add_argument(
            "--market", action="append", help="look at this market only; may be given several times"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        languages, markets = self._languages(options["language"]), self._markets(options["market"])
        found = sorted(policy_messages(languages=languages, markets=markets), key=lambda one: str(one.id))
        for message in found:
            self._tell(message)
        counts = Counter(str(message.id) for message in found)
        for number, name in NAMES.items():
            self.stdout.write(f"{name} ({number}): {counts[number]}")
        errors = sum(message.level >= ERROR for message in found)
        text = f"Errors: {errors}, warnings: {len(found) - errors}. Languages: {', '.join(languages)}."
        if errors:
            raise CommandError(text)
        self.stdout.write(self.style.WARNING(text) if found else self.style.SUCCESS(text))

    def _languages(self, wanted: list[str] | None) -> list[str]:
        known = checked_languages()
        chosen = [code.lower() for code in wanted or known]
        for code in chosen:
            if code not in known:
                raise CommandError(f"{code!r} is no language of this site: {', '.join(known)}.")
        return chosen

    def _markets(self, wanted: list[str] | None) -> list[str]:
        for code in wanted or ():
            try:
                market(code)
            except ValueError as error:
                raise CommandError(str(error)) from error
        return wanted or trust_settings.markets

    def _tell(self, message: CheckMessage) -> None:
        style = self.style.ERROR if message.level >= ERROR else self.style.WARNING
        self.stdout.write(f"{style(str(message.id))} {message.msg}\n  {message.hint}")
