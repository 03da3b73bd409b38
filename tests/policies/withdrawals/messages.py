"""Every string that whoever withdraws can come to read, taken from the sources themselves."""

from importlib.resources import files
from io import BytesIO

from babel.messages.extract import extract
from django.utils.translation.template import templatize

from django_trust.policies.choices import RequestReason

PACKAGE = files("django_trust")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def shopper_sources():
    """The files behind pages, forms, statements and mails; the admin is not in them."""
    room = PACKAGE / "policies" / "withdrawals"
    yield from (path for path in room.iterdir() if path.suffix == ".py" and not path.name.startswith("admin"))
    templates = PACKAGE / "templates" / "django_trust" / "policies"
    yield from templates.glob("withdraw*.html")
    yield from templates.glob("email/withdrawal_*.txt")
    yield PACKAGE / "text.py"  # what is wrong with a text that somebody typed


def messages_in(path):
    """Yield (context, id) of each message; the id of a plural is a pair."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = templatize(source)
    for _line, message, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        yield context, message


def shopper_messages():
    """Return (context, id) of all of them, with the words for a reason, which stand elsewhere."""
    reasons = {("return request", reason.label._args[1]) for reason in RequestReason}
    return reasons | {message for path in shopper_sources() for message in messages_in(path)}
