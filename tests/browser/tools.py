"""What the browser tests share: finding the tools, watching a page, the pages to look at."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from django.conf import settings
from django.test import Client

try:
    from playwright.sync_api import expect, sync_playwright
except ModuleNotFoundError:  # named by the fixture that needs it
    expect = sync_playwright = None
if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / "build" / "npm" / "node_modules"
SHARED_DATA = Path(os.environ.get("TRUST_SHARED_DATA", ROOT.parent / "shared" / "data"))
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PACKAGES = (
    "axe-core@4 vnu-jar bootstrap4@npm:bootstrap@4 bootstrap5@npm:bootstrap@5 schema-dts@2 typescript@5"
)
PAYMENT_METHODS = ("card", "paypal", "pix", "bank_transfer", "cash_on_delivery")
OWN_SCHEMES = ("data:", "blob:", "about:", "chrome:", "chrome-extension:", "devtools:")


def missing(what: str) -> NoReturn:
    """Skip with one line that names what is not there; on CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing", pytrace=False)
    pytest.skip(f"{what} is missing")


def require_program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    return found or missing(f"the program {names[0]}")


def require_file(path: Path, how: str) -> Path:
    return path if path.exists() else missing(f"{path} ({how})")


def require_node_file(*parts: str) -> Path:
    return require_file(NODE_MODULES.joinpath(*parts), f"npm install --no-save --prefix build/npm {PACKAGES}")


def watch(page: Page, home: str) -> list[str]:
    """Return a list that fills with everything a page must never do."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(f"content policy: {message.text}")

    def on_dialog(dialog: Dialog) -> None:
        complaints.append(f"dialog on {page.url}: {dialog.message}")
        dialog.dismiss()

    def on_request(request: Request) -> None:
        if not request.url.startswith((home, *OWN_SCHEMES)):
            complaints.append(f"foreign request: {request.url}")

    page.on("console", on_console)
    page.on("dialog", on_dialog)
    page.on("request", on_request)
    page.on("pageerror", lambda error: complaints.append(f"script error on {page.url}: {error}"))
    return complaints


def sign_in(context: BrowserContext, home: str, user: object) -> None:
    """Give the browser the session of ``user`` without walking through the login page."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": home}])


def prefix(language: str) -> str:
    """The part of the test host's addresses that names the language."""
    return "" if language == settings.LANGUAGE_CODE else f"/{language}"


def send_form(page: Page, home: str, language: str, product: object, **words: str) -> None:
    """Fill in the form on the product page and send it."""
    page.goto(f"{home}{prefix(language)}/product/{product.pk}/")
    if rating := words.pop("rating", ""):
        page.locator(f"#trust-review-form input[name=rating][value='{rating}']").check()
    for name, text in words.items():
        page.locator(f"#trust-{name}").fill(text)
    page.locator("#trust-review-form button.trust-button-primary").click()
    page.wait_for_load_state()
