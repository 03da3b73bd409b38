from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from django_trust.badges.models import Badge
from django_trust.badges.notices import warn_staff
from django_trust.badges.phrases import check_label, claim_of, finding_text
from django_trust.badges.services import CheckReport, check_badges


class Command(BaseCommand):
    help = (
        "Check the evidence of badges and mail staff about what ends soon or is gone. For a daily cron job."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--badge", type=int, action="append", help="check this badge only (its number)")
        parser.add_argument("--dry-run", action="store_true", help="look, but keep nothing and mail nobody")
        parser.add_argument("--no-mail", action="store_true", help="mail nobody")
        parser.add_argument("--strict", action="store_true", help="exit with 1 when a check failed")

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_badges(self._badges(options["badge"]), dry_run=options["dry_run"])
        if options["verbosity"] > 1 or report.failed or report.unknown:
            self._tell(report, everything=options["verbosity"] > 1)
        told = [] if options["dry_run"] or options["no_mail"] else warn_staff()
        text = (
            f"{report.checked} badges checked: {report.passed} checks passed, "
            f"{report.warnings} with a warning, {report.failed} failed, "
            f"{report.unknown} without an answer; staff told of {len(told)} badges."
        )
        if report.failed and options["strict"]:
            raise CommandError(text)
        self.stdout.write(text if report.failed else self.style.SUCCESS(text))

    def _badges(self, numbers: list[int] | None) -> list[Badge] | None:
        if not numbers:
            return None
        found = list(Badge.objects.filter(pk__in=numbers))
        missing = set(numbers) - {badge.pk for badge in found}
        if missing:
            raise CommandError(f"There is no badge {', '.join(map(str, sorted(missing)))}.")
        return found

    def _tell(self, report: CheckReport, *, everything: bool) -> None:
        for badge, dated in report.lines:
            finding = dated.finding
            if everything or finding.outcome in ("failed", "unknown"):
                where = f" ({dated.host})" if dated.host else ""
                sentence = finding_text(finding.message, finding.facts)
                self.stdout.write(
                    f"{badge.pk} {claim_of(badge).text}: {check_label(dated.check)}{where}: "
                    f"{finding.outcome}: {sentence}"
                )
