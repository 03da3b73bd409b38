"""A channel that does what a test tells it to."""

from collections import deque

from django_trust.followups.channels.base import Channel


class Scripted(Channel):
    """Takes everything, but for what ``script`` says: an error to raise, or something to do meanwhile."""

    code = "scripted"
    script = deque()
    sent = []
    opened = closed = 0
    refusal = None

    @classmethod
    def reset(cls):
        cls.script, cls.sent, cls.opened, cls.closed, cls.refusal = deque(), [], 0, 0, None

    def open(self):
        type(self).opened += 1
        if self.refusal is not None:
            raise self.refusal

    def close(self):
        type(self).closed += 1

    def send(self, job, message):
        act = self.script.popleft() if self.script else None
        if isinstance(act, BaseException):
            raise act
        if act is not None:
            act(job)
        self.sent.append(job.row.pk)
