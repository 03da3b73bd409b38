"""A message as a buyer would get it, with a real order, before anything is saved or sent."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_safe

from django_trust.edges import writing_view
from django_trust.followups.admin_flow_forms import language_choices
from django_trust.followups.models import Flow, Step, StepText
from django_trust.followups.trying import NotWritten, Sample, latest_order, order_numbered, sample, send_test
from django_trust.l10n.locales import current_language, direction, html_lang
from django_trust.links import serving

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Step]
else:
    ModelAdmin = object

SALT = "django_trust.followups.preview"
# Of an address: some servers take no more than 4 KB of it.
WORDS_MAX = 3000
MAY_SEE_ORDERS = ("trust.view_followup", "trust.change_followup")
# Nothing of a message can run, load what is not a picture, or send anything.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


class PreviewMixin(ModelAdmin):
    """Adds ``<pk>/preview/`` and what is shown in its frame to the admin of steps, for whoever may see both
    flows and messages to orders. Only ``<pk>/test/`` sends something: to the reader."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        test = writing_view("POST")(self.test_view)
        return [
            path("<int:pk>/preview/", view(self.preview_view), name="trust_step_preview"),
            path("<int:pk>/preview/html/", view(self.html_view), name="trust_step_html"),
            path("<int:pk>/test/", view(test), name="trust_step_test"),
            *super().get_urls(),
        ]

    def preview_context(self, request: HttpRequest, step: Step) -> dict[str, Any]:
        """Return what the page of a step needs for its way to the preview."""
        may = may_see_orders(request)
        return {
            "preview_url": reverse("admin:trust_step_preview", args=[step.pk]) if may else "",
            "preview_languages": language_choices(),
            "preview_language": current_language(),
        }

    def _step(self, request: HttpRequest, pk: int) -> Step:
        step = self.get_object(request, str(pk))
        if not self.has_view_permission(request, step) or not may_see_orders(request):
            raise PermissionDenied
        if step is None:
            raise Http404
        return step

    # The page

    @method_decorator(csrf_protect)
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a message in one language; sent from the form of a step, with the words as they are typed."""
        step = self._step(request, pk)
        asked = request.POST if request.method == "POST" else request.GET
        language = known_language(asked.get("preview_language", ""))
        words = asked.get("words", "")
        if request.method == "POST":
            words = seal(self._typed_text(request, step, language))
        reference = asked.get("preview_order", "").strip()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview of “%(step)s”") % {"step": step.name},
            "opts": self.opts,
            "flow_opts": Flow._meta,
            "step": step,
            "languages": language_choices(),
            "language": language,
            "lang": html_lang(language),
            "dir": direction(language),
            "reference": reference,
            "words": words,
            "test_url": reverse("admin:trust_step_test", args=[step.pk]),
            "to": request.user.email if request.user.is_authenticated else "",
            **self._shown(request, step, reference, language, words),
        }
        return TemplateResponse(request, "admin/trust/step/preview.html", context)

    def _shown(
        self, request: HttpRequest, step: Step, reference: str, language: str, words: str
    ) -> dict[str, Any]:
        try:
            shown = self._sample(request, step, reference, language, words)
        except NotWritten as problem:
            return {"problem": str(problem)}
        query = {"preview_order": shown.purchase.reference, "preview_language": language, "words": words}
        is_long = len(words) > WORDS_MAX
        url = f"{reverse('admin:trust_step_html', args=[step.pk])}?{urlencode(query)}"
        return {"sample": shown, "frame_url": "" if is_long else url, "order": shown.purchase.reference}

    def _typed_text(self, request: HttpRequest, step: Step, language: str) -> StepText | None:
        """Return the text of one language as it stands in the form, right or not."""
        formsets: Any = self._create_formsets(request, step, change=True)[0]  # type: ignore[attr-defined]
        return next(iter(typed_texts(formsets, language)), None)

    def _sample(self, request: HttpRequest, step: Step, reference: str, language: str, words: str) -> Sample:
        """Write the message. Raises ``NotWritten`` with what staff can do about it."""
        purchase = order_numbered(reference) if reference else latest_order(step.flow.event)
        to = str(getattr(request.user, "email", "") or "staff@example.invalid")
        with serving(request, public=False):
            return sample(step, purchase, language=language, text=unseal(words, step, language), to=to)

    # What is in the frame

    @method_decorator([xframe_options_exempt, require_safe])
    def html_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        step = self._step(request, pk)
        language = known_language(request.GET.get("preview_language", ""))
        reference = request.GET.get("preview_order", "").strip()
        try:
            html = self._sample(request, step, reference, language, request.GET.get("words", "")).message.html
        except NotWritten as problem:
            return _guarded(HttpResponse(str(problem), content_type="text/plain; charset=utf-8"))
        return _guarded(HttpResponse(html))

    # A test

    def test_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the message to the reader alone, and go back to it."""
        step = self._step(request, pk)
        language = known_language(request.POST.get("preview_language", ""))
        reference, words = request.POST.get("preview_order", "").strip(), request.POST.get("words", "")
        to = str(getattr(request.user, "email", "") or "")
        if not to:
            messages.error(request, _("Your account has no e-mail address to send a test to."))
        else:
            self._send_test(request, step, reference, language, words, to)
        query = {"preview_order": reference, "preview_language": language, "words": words}
        return HttpResponseRedirect(f"../preview/?{urlencode(query)}")

    def _send_test(
        self, request: HttpRequest, step: Step, reference: str, language: str, words: str, to: str
    ) -> None:
        try:
            send_test(self._sample(request, step, reference, language, words))
        except NotWritten as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("A test was sent to %(address)s.") % {"address": to})


def _guarded(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response


def may_see_orders(request: HttpRequest) -> bool:
    return any(request.user.has_perm(name) for name in MAY_SEE_ORDERS)


def known_language(code: str) -> str:
    """Return a language of the site: the one asked for, else the reader's."""
    known = [language for language, _name in language_choices()]
    return next((language for language in (code, current_language()) if language in known), known[0])


def typed_texts(formsets: Iterable[Any], language: str) -> Iterable[StepText]:
    for formset in formsets:
        for form in formset.forms:
            form.is_valid()
            if form.cleaned_data.get("DELETE") or form["language"].value() != language:
                continue
            subject, body = form["subject"].value() or "", form["body"].value() or ""
            if subject or body:
                yield StepText(language=language, subject=subject, body=body)


def seal(text: StepText | None) -> str:
    """Return typed words as they travel in an address; signed, so that nobody can put words into it."""
    if text is None:
        return ""
    return signing.dumps([text.subject, text.body], salt=SALT, compress=True)


def unseal(words: str, step: Step, language: str) -> StepText | None:
    """Return what was sealed; None for nothing and for what is forged."""
    try:
        match signing.loads(words, salt=SALT) if words else None:
            case [str(subject), str(body)]:
                return StepText(step=step, language=language, subject=subject, body=body)
    except (signing.BadSignature, ValueError, zlib.error):  # forged; not what dumps() makes
        pass
    return None
