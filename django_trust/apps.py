from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "django_trust"
    label = "trust"
    verbose_name = _("Trust")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_trust import signals
        from django_trust.checks import check_deployment, check_settings, check_urls
        from django_trust.reviews import notices
        from django_trust.reviews.alerts import alert_staff
        from django_trust.reviews.receivers import note_delivery, reconsider_verification

        checks.register(check_settings, checks.Tags.compatibility)
        checks.register(check_urls, checks.Tags.urls)
        checks.register(check_deployment, checks.Tags.security, deploy=True)
        signals.purchase_facts_changed.connect(reconsider_verification, dispatch_uid="django_trust.reviews")
        signals.review_published.connect(notices.tell_published, dispatch_uid="django_trust.reviews.mails")
        signals.review_rejected.connect(notices.tell_rejected, dispatch_uid="django_trust.reviews.mails")
        signals.photo_rejected.connect(notices.tell_photo_rejected, dispatch_uid="django_trust.reviews.mails")
        signals.appeal_decided.connect(notices.tell_appeal_decided, dispatch_uid="django_trust.reviews.mails")
        signals.report_closed.connect(notices.answer_report, dispatch_uid="django_trust.reviews.mails")
        signals.purchase_delivered.connect(note_delivery, dispatch_uid="django_trust.reviews.delivery")
        signals.rating_frozen.connect(alert_staff, dispatch_uid="django_trust.reviews.alert")
