"""Who the shop is and how to reach it, as staff keep it in the admin."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.translated import TranslatedField

STORY_MAX = 3000
NOTE_MAX = 200
MINUTES_IN_30_DAYS = 30 * 24 * 60
COUNTRY = RegexValidator(r"^[A-Z]{2}\Z", _("Please write the two letters of a country, such as EE or BR."))
WEB_ADDRESS = URLValidator(["https", "http"])
PROFILE_KEY = 1


class ShopProfile(models.Model):
    """The shop's legal identity and story. There is one row at most, with the key 1.

    What the adapter's ``get_shop()`` knows (name, address on the web, e-mail) is not kept again.
    """

    # Not an AutoField: MariaDB and MySQL allow no constraint on a column that counts by itself.
    id = models.PositiveSmallIntegerField(primary_key=True, default=PROFILE_KEY, editable=False)
    legal_name = models.CharField(pgettext_lazy("of a shop", "legal name"), max_length=200)
    street = models.CharField(pgettext_lazy("postal address", "street"), max_length=200, blank=True)
    postal_code = models.CharField(pgettext_lazy("postal address", "postal code"), max_length=20, blank=True)
    city = models.CharField(pgettext_lazy("postal address", "city"), max_length=100, blank=True)
    region = models.CharField(pgettext_lazy("postal address", "state or region"), max_length=100, blank=True)
    country = models.CharField(
        pgettext_lazy("postal address", "country"), max_length=2, blank=True, validators=[COUNTRY]
    )
    founded = models.PositiveSmallIntegerField(
        pgettext_lazy("of a shop", "since (year)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(9999)],
    )
    story = TranslatedField(
        pgettext_lazy("of a shop", "story"),
        max_length=STORY_MAX,
        multiline=True,
        blank=True,
        help_text=_("Who you are and why you do this, in your own words."),
    )
    logo_url = models.URLField(
        pgettext_lazy("of a shop", "logo"),
        max_length=500,
        blank=True,
        validators=[WEB_ADDRESS],
        help_text=_("Address of the logo, for search engines."),
    )
    time_zone = models.CharField(
        pgettext_lazy("of a shop", "time zone"),
        max_length=64,
        blank=True,
        help_text=_("Of the opening hours, such as Europe/Tallinn; empty for TIME_ZONE."),
    )
    updated_at = models.DateTimeField(pgettext_lazy("of a shop", "changed"), auto_now=True)

    class Meta:
        verbose_name = pgettext_lazy("about the shop", "shop profile")
        verbose_name_plural = pgettext_lazy("about the shop", "shop profile")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=PROFILE_KEY), name="trust_shopprofile_one")
        ]

    def __str__(self) -> str:
        return self.legal_name

    def clean(self) -> None:
        """Raise ``ValidationError`` for a time zone nobody knows."""
        from django_trust.shop.identity.validation import validate_profile

        super().clean()
        validate_profile(self)


class ShopRegistration(models.Model):
    """A number under which an authority knows the shop."""

    profile = models.ForeignKey(ShopProfile, on_delete=models.CASCADE, related_name="registrations")
    scheme = models.CharField(pgettext_lazy("registration", "kind of number"), max_length=40)
    label = models.CharField(
        pgettext_lazy("registration", "name of the number"),
        max_length=100,
        blank=True,
        help_text=_("For numbers that are not in the list."),
    )
    number = models.CharField(pgettext_lazy("registration", "number"), max_length=60)
    verify_url = models.URLField(
        pgettext_lazy("registration", "link to the public register"),
        max_length=500,
        blank=True,
        validators=[WEB_ADDRESS],
        help_text=_("Leave empty for the usual one, where we know it."),
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("registration", "order"), default=100)

    class Meta:
        verbose_name = pgettext_lazy("about the shop", "registration number")
        verbose_name_plural = pgettext_lazy("about the shop", "registration numbers")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """Raise ``ValidationError`` for a number that its scheme cannot have."""
        from django_trust.shop.identity.validation import validate_registration

        super().clean()
        validate_registration(self)


class ChannelKind(models.TextChoices):
    """Ways to reach the shop."""

    EMAIL = "email", pgettext_lazy("support channel", "E-mail")
    PHONE = "phone", pgettext_lazy("support channel", "Phone")
    CHAT = "chat", pgettext_lazy("support channel", "Chat")
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    FORM = "form", pgettext_lazy("support channel", "Contact form")
    VISIT = "visit", pgettext_lazy("support channel", "Visit")


class SupportChannel(models.Model):
    """One way to reach the shop: where, in which languages, and how soon it answers."""

    profile = models.ForeignKey(ShopProfile, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(pgettext_lazy("of a channel", "kind"), max_length=20, choices=ChannelKind)
    value = models.CharField(
        pgettext_lazy("of a channel", "address or number"),
        max_length=300,
        blank=True,
        help_text=_(
            "An e-mail address, a phone number with country code, or a web address. "
            "Empty for a visit at the address of the shop."
        ),
    )
    languages = models.JSONField(pgettext_lazy("of a channel", "languages spoken"), default=list, blank=True)
    answer_minutes = models.PositiveIntegerField(
        pgettext_lazy("of a channel", "typical answer time in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MINUTES_IN_30_DAYS)],
        help_text=_("What most people really wait. Leave empty rather than promise."),
    )
    always_open = models.BooleanField(pgettext_lazy("of a channel", "open day and night"), default=False)
    note = TranslatedField(pgettext_lazy("of a channel", "note"), max_length=NOTE_MAX, blank=True)
    position = models.PositiveSmallIntegerField(pgettext_lazy("of a channel", "order"), default=100)

    class Meta:
        verbose_name = pgettext_lazy("about the shop", "support channel")
        verbose_name_plural = pgettext_lazy("about the shop", "support channels")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.value or self.get_kind_display()

    def clean(self) -> None:
        """Raise ``ValidationError`` for an address its kind cannot have, or a language nobody knows."""
        from django_trust.shop.identity.validation import validate_channel

        super().clean()
        validate_channel(self)


class Weekday(models.IntegerChoices):
    """Days as ``date.isoweekday()`` counts them."""

    MONDAY = 1, pgettext_lazy("weekday", "Monday")
    TUESDAY = 2, pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = 3, pgettext_lazy("weekday", "Wednesday")
    THURSDAY = 4, pgettext_lazy("weekday", "Thursday")
    FRIDAY = 5, pgettext_lazy("weekday", "Friday")
    SATURDAY = 6, pgettext_lazy("weekday", "Saturday")
    SUNDAY = 7, pgettext_lazy("weekday", "Sunday")


class OpeningHours(models.Model):
    """When somebody answers, in the shop's time zone.

    ``closes`` before ``opens`` is on the next day; both alike are a day and a night.
    """

    profile = models.ForeignKey(ShopProfile, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(pgettext_lazy("opening hours", "day"), choices=Weekday)
    opens = models.TimeField(pgettext_lazy("opening hours", "opens"))
    closes = models.TimeField(
        pgettext_lazy("opening hours", "closes"),
        help_text=_("An earlier time than the opening is on the next day; 00:00 to 00:00 is the whole day."),
    )

    class Meta:
        verbose_name = pgettext_lazy("about the shop", "opening hours")
        verbose_name_plural = pgettext_lazy("about the shop", "opening hours")
        ordering = ["weekday", "opens"]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ShopClosure(models.Model):
    """Days on which nobody answers, whatever the weekday says."""

    profile = models.ForeignKey(ShopProfile, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField(pgettext_lazy("closed days", "first day"))
    last_day = models.DateField(pgettext_lazy("closed days", "last day"))
    reason = TranslatedField(pgettext_lazy("closed days", "reason"), max_length=NOTE_MAX, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("about the shop", "closed days")
        verbose_name_plural = pgettext_lazy("about the shop", "closed days")
        ordering = ["first_day"]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    def clean(self) -> None:
        """Raise ``ValidationError`` for an end before the beginning."""
        from django_trust.shop.identity.validation import validate_closure

        super().clean()
        validate_closure(self)
