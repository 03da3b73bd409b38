"""A host whose answers a test writes itself."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django_trust.badges.probes.answers import HttpAnswer, Trouble
from django_trust.badges.probes.targets import Target

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECURITY_TXT = "/.well-known/security.txt"


@dataclass
class WrittenSnapshot:
    """Answers by path, cut as the real one cuts them; silence for any other path."""

    answers: dict[str, HttpAnswer]
    target: Target = field(default_factory=lambda: Target("shop.example"))
    now: datetime = NOW

    @property
    def home(self):
        return self.get("/", max_body=0)

    def get(self, path, max_body=65536):
        if path not in self.answers:
            raise Trouble("silence", failed=False)
        answer = self.answers[path]
        return HttpAnswer(answer.status, answer.headers, answer.body[:max_body], len(answer.body) > max_body)


def home(*headers, status=200):
    """A home page with these headers, each written ``Name: value``."""
    pairs = tuple(line.split(": ", 1) for line in headers)
    answer = HttpAnswer(status, tuple((name.lower(), value) for name, value in pairs))
    return WrittenSnapshot({"/": answer})


def serving(body, *, status=200, content_type="text/plain; charset=utf-8", host="shop.example", **options):
    """A host that serves this security.txt."""
    headers = (("content-type", content_type),) if content_type else ()
    body = body if isinstance(body, bytes) else body.encode()
    target = Target(host, **options)
    return WrittenSnapshot({SECURITY_TXT: HttpAnswer(status, headers, body)}, target)


def sentence(finding, messages):
    """What a reader is told."""
    return str(messages[finding.message] % finding.facts)
