from django.apps import AppConfig, apps
from django.core import checks
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "django_trust"
    label = "trust"
    verbose_name = _("Trust")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        self._register_checks()
        self._connect_reviews()
        self._connect_badges()
        self._connect_policies()
        self._connect_followups()

    def _connect_badges(self) -> None:
        from django_trust.badges.kept import GENERATION

        badge = self.get_model("Badge")
        for signal in (post_save, post_delete):
            signal.connect(GENERATION.forget, sender=badge, dispatch_uid="django_trust.badges.kept")

    def _connect_policies(self) -> None:
        from django_trust.policies.prices.kept import GENERATION
        from django_trust.policies.receivers import connect_guards

        connect_guards()
        for signal in (post_save, post_delete):
            signal.connect(
                GENERATION.forget,
                sender=self.get_model("ExchangeRate"),
                dispatch_uid="django_trust.policies.prices.kept",
            )

    def _connect_followups(self) -> None:
        from django_trust.followups import receivers

        receivers.connect()
        if apps.is_installed("anymail"):
            from django_trust.contrib import anymail

            anymail.connect()

    def _register_checks(self) -> None:
        from django_trust.badges.checks import (
            check_security_txt_expiry,
            check_security_txt_url,
            check_security_txt_values,
        )
        from django_trust.badges.honesty import check_badge_claims
        from django_trust.checks import check_deployment, check_settings, check_urls
        from django_trust.followups.checks import check_channels, check_steps, check_webhook
        from django_trust.policies.checks import check_markets, check_policies
        from django_trust.policies.prices.checks import check_rates_provider
        from django_trust.shop.payments import check_payment_methods

        checks.register(check_settings, checks.Tags.compatibility)
        checks.register(check_payment_methods, checks.Tags.compatibility)
        checks.register(check_urls, checks.Tags.urls)
        checks.register(check_security_txt_values, checks.Tags.compatibility)
        checks.register(check_security_txt_expiry, checks.Tags.compatibility)
        checks.register(check_security_txt_url, checks.Tags.urls)
        checks.register(check_badge_claims, checks.Tags.database)
        checks.register(check_markets, checks.Tags.compatibility)
        checks.register(check_policies, checks.Tags.database)
        checks.register(check_rates_provider, checks.Tags.compatibility)
        checks.register(check_channels, checks.Tags.compatibility)
        checks.register(check_webhook, checks.Tags.compatibility)
        checks.register(check_steps, checks.Tags.database)
        checks.register(check_deployment, checks.Tags.security, deploy=True)

    def _connect_reviews(self) -> None:
        from django_trust import signals
        from django_trust.reviews import notices
        from django_trust.reviews.alerts import alert_staff
        from django_trust.reviews.receivers import note_delivery, reconsider_verification

        signals.purchase_facts_changed.connect(reconsider_verification, dispatch_uid="django_trust.reviews")
        signals.review_published.connect(notices.tell_published, dispatch_uid="django_trust.reviews.mails")
        signals.review_rejected.connect(notices.tell_rejected, dispatch_uid="django_trust.reviews.mails")
        signals.photo_rejected.connect(notices.tell_photo_rejected, dispatch_uid="django_trust.reviews.mails")
        signals.appeal_decided.connect(notices.tell_appeal_decided, dispatch_uid="django_trust.reviews.mails")
        signals.report_closed.connect(notices.answer_report, dispatch_uid="django_trust.reviews.mails")
        signals.purchase_delivered.connect(note_delivery, dispatch_uid="django_trust.reviews.delivery")
        signals.rating_frozen.connect(alert_staff, dispatch_uid="django_trust.reviews.alert")
