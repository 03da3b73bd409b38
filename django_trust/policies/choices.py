"""The vocabulary of terms. Values are stored, and go out in the API; labels are what staff read.

Where schema.org has a word for it, ``SCHEMA`` in ``structured_data`` says which.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class PolicyKind(models.TextChoices):
    """What a policy is about."""

    RETURNS = "returns", pgettext_lazy("policy", "Returns")
    SHIPPING = "shipping", pgettext_lazy("policy", "Delivery")
    GUARANTEE = "guarantee", pgettext_lazy("policy", "Guarantee")
    PAYMENT = "payment", pgettext_lazy("policy", "Payment")
    PRIVACY = "privacy", pgettext_lazy("policy", "Privacy")


class Markup(models.TextChoices):
    """How staff write prose."""

    HTML = "html", "HTML"
    MARKDOWN = "markdown", "Markdown"


class ReturnCategory(models.TextChoices):
    FINITE = "finite", pgettext_lazy("returns", "Within a number of days")
    UNLIMITED = "unlimited", pgettext_lazy("returns", "At any time")
    NOT_PERMITTED = "not_permitted", pgettext_lazy("returns", "No returns for a change of mind")


class ReturnStart(models.TextChoices):
    """The day before the first day that counts."""

    DELIVERY = "delivery", pgettext_lazy("returns", "The day the goods arrive")
    LAST_ITEM = "last_item", pgettext_lazy("returns", "The day the last item of the order arrives")
    CONTRACT = "contract", pgettext_lazy("returns", "The day of the order")


class ReturnFees(models.TextChoices):
    """Who pays for sending something back."""

    FREE = "free", pgettext_lazy("returns", "The shop pays")
    CUSTOMER = "customer", pgettext_lazy("returns", "The customer pays the carrier")
    FIXED = "fixed", pgettext_lazy("returns", "The shop deducts a fixed amount")


class RefundType(models.TextChoices):
    FULL = "full", pgettext_lazy("returns", "Money back")
    EXCHANGE = "exchange", pgettext_lazy("returns", "Exchange")
    STORE_CREDIT = "store_credit", pgettext_lazy("returns", "Store credit")


class RefundStart(models.TextChoices):
    """From when the days for the refund count."""

    NOTICE = "notice", pgettext_lazy("returns", "The day the shop learns of the return")
    GOODS_BACK = "goods_back", pgettext_lazy("returns", "The day the goods are back")


class ReturnMethod(models.TextChoices):
    MAIL = "mail", pgettext_lazy("returns", "By post or courier")
    IN_STORE = "in_store", pgettext_lazy("returns", "In a store")
    KIOSK = "kiosk", pgettext_lazy("returns", "At a parcel machine")


class LabelSource(models.TextChoices):
    """Where the return label comes from."""

    IN_BOX = "in_box", pgettext_lazy("returns", "In the parcel")
    DOWNLOAD = "download", pgettext_lazy("returns", "To be downloaded and printed")
    CUSTOMER = "customer", pgettext_lazy("returns", "The customer gets it from the carrier")


class ItemCondition(models.TextChoices):
    """In which condition goods are taken back."""

    NEW = "new", pgettext_lazy("returns", "New and unused")
    USED = "used", pgettext_lazy("returns", "Used")
    DAMAGED = "damaged", pgettext_lazy("returns", "Damaged")
    REFURBISHED = "refurbished", pgettext_lazy("returns", "Refurbished")


class Exclusion(models.TextChoices):
    """Exceptions from the right of withdrawal: Directive 2011/83/EU, Art. 16, by their letters."""

    A = "a", pgettext_lazy("no withdrawal", "Services that were fully performed")
    B = "b", pgettext_lazy("no withdrawal", "Goods whose price follows the financial market")
    C = "c", pgettext_lazy("no withdrawal", "Goods made to your specification or clearly personalised")
    D = "d", pgettext_lazy("no withdrawal", "Goods that spoil or expire quickly")
    E = (
        "e",
        pgettext_lazy(
            "no withdrawal", "Sealed goods that hygiene or health forbids to send back once unsealed"
        ),
    )
    F = "f", pgettext_lazy("no withdrawal", "Goods that were mixed inseparably with others")
    G = (
        "g",
        pgettext_lazy(
            "no withdrawal", "Alcoholic drinks delivered after 30 days, whose price follows the market"
        ),
    )
    H = "h", pgettext_lazy("no withdrawal", "Urgent repairs that you asked us to come for")
    I = "i", pgettext_lazy("no withdrawal", "Sealed audio, video or software once unsealed")  # noqa: E741
    J = "j", pgettext_lazy("no withdrawal", "Single newspapers and magazines")
    K = "k", pgettext_lazy("no withdrawal", "Goods bought at a public auction")
    L = (
        "l",
        pgettext_lazy(
            "no withdrawal", "Accommodation, transport, car rental, catering or leisure on a certain date"
        ),
    )
    M = "m", pgettext_lazy("no withdrawal", "Digital content whose delivery began with your consent")


class GuaranteeBy(models.TextChoices):
    """Who gives a commercial guarantee."""

    SELLER = "seller", pgettext_lazy("guarantee", "The shop")
    PRODUCER = "producer", pgettext_lazy("guarantee", "The producer")


class Charged(models.TextChoices):
    """When the money is taken."""

    ORDER = "order", pgettext_lazy("payment terms", "When you order")
    SHIPMENT = "shipment", pgettext_lazy("payment terms", "When the order is sent")
    DELIVERY = "delivery", pgettext_lazy("payment terms", "When the order arrives")
    INVOICE = "invoice", pgettext_lazy("payment terms", "By invoice, after the delivery")


class Conversion(models.TextChoices):
    """Who converts when the shopper's account is in another currency."""

    NONE = "none", pgettext_lazy("payment terms", "Nobody: there is one currency only")
    BANK = "bank", pgettext_lazy("payment terms", "The shopper's bank or card, at its own rate")
    SHOP = "shop", pgettext_lazy("payment terms", "The shop, at the rate shown before paying")


class Purpose(models.TextChoices):
    """What personal data is used for."""

    ORDER = "order", pgettext_lazy("privacy", "Handling your order")
    PAYMENT = "payment", pgettext_lazy("privacy", "Taking your payment")
    DELIVERY = "delivery", pgettext_lazy("privacy", "Delivering your parcel")
    ACCOUNT = "account", pgettext_lazy("privacy", "Keeping your account")
    SUPPORT = "support", pgettext_lazy("privacy", "Answering your questions")
    REVIEWS = "reviews", pgettext_lazy("privacy", "Checking and showing your reviews")
    FOLLOW_UP = "follow_up", pgettext_lazy("privacy", "Asking how your purchase was")
    ACCOUNTING = "accounting", pgettext_lazy("privacy", "Keeping the books")
    FRAUD = "fraud", pgettext_lazy("privacy", "Preventing fraud")
    MARKETING = "marketing", pgettext_lazy("privacy", "Telling you of offers")
    ANALYTICS = "analytics", pgettext_lazy("privacy", "Measuring how the shop is used")
    OTHER = "other", pgettext_lazy("privacy", "Another purpose")


class LegalBasis(models.TextChoices):
    """Regulation (EU) 2016/679, Art. 6(1), a to f."""

    CONSENT = "consent", pgettext_lazy("privacy", "Your consent")
    CONTRACT = "contract", pgettext_lazy("privacy", "Our contract with you")
    LEGAL_OBLIGATION = "legal_obligation", pgettext_lazy("privacy", "A legal obligation")
    VITAL_INTERESTS = "vital_interests", pgettext_lazy("privacy", "Somebody's vital interests")
    PUBLIC_TASK = "public_task", pgettext_lazy("privacy", "A task in the public interest")
    LEGITIMATE_INTERESTS = "legitimate_interests", pgettext_lazy("privacy", "Our legitimate interests")


class PrivacyRight(models.TextChoices):
    """What people may ask for; the codes of the GDPR's rights, which other laws share."""

    ACCESS = "access", pgettext_lazy("privacy right", "See what we keep about you and get a copy")
    RECTIFICATION = "rectification", pgettext_lazy("privacy right", "Have it corrected")
    ERASURE = "erasure", pgettext_lazy("privacy right", "Have it deleted")
    RESTRICTION = "restriction", pgettext_lazy("privacy right", "Have its use restricted")
    PORTABILITY = "portability", pgettext_lazy("privacy right", "Take it elsewhere in a usable format")
    OBJECTION = "objection", pgettext_lazy("privacy right", "Object to its use")
    WITHDRAW_CONSENT = (
        "withdraw_consent",
        pgettext_lazy("privacy right", "Take back your consent at any time"),
    )
    OPT_OUT_SALE = "opt_out_sale", pgettext_lazy("privacy right", "Forbid us to sell or share it")
    COMPLAINT = "complaint", pgettext_lazy("privacy right", "Complain to the supervisory authority")


class RequestKind(models.TextChoices):
    """What a shopper asks for."""

    WITHDRAWAL = "withdrawal", pgettext_lazy("return request", "Withdrawal from the contract")
    RETURN = "return", pgettext_lazy("return request", "Return under the shop's terms")


class RequestReason(models.TextChoices):
    """Why goods go back; never asked of somebody who withdraws."""

    REMORSE = "remorse", pgettext_lazy("return request", "I changed my mind")
    DEFECT = "defect", pgettext_lazy("return request", "It is faulty or damaged")
    WRONG_ITEM = "wrong_item", pgettext_lazy("return request", "I got something else than I ordered")


class RequestState(models.TextChoices):
    OPEN = "open", pgettext_lazy("return request", "Open")
    GOODS_BACK = "goods_back", pgettext_lazy("return request", "Goods are back")
    REFUNDED = "refunded", pgettext_lazy("return request", "Refunded")
    DECLINED = "declined", pgettext_lazy("return request", "Declined")
