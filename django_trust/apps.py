from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class TrustConfig(AppConfig):
    name = "django_trust"
    label = "trust"
    verbose_name = _("Trust")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_trust.checks import check_deployment, check_settings, check_urls
        from django_trust.reviews.receivers import reconsider_verification
        from django_trust.signals import purchase_facts_changed

        checks.register(check_settings, checks.Tags.compatibility)
        checks.register(check_urls, checks.Tags.urls)
        checks.register(check_deployment, checks.Tags.security, deploy=True)
        purchase_facts_changed.connect(reconsider_verification, dispatch_uid="django_trust.reviews")
