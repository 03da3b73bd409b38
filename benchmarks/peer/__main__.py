"""Answer one question a line: JSON in, JSON out. Runs in the environment that has django-oscar."""

from __future__ import annotations

import json
import sys


def main() -> None:
    answers, sys.stdout = sys.stdout, sys.stderr
    import django

    django.setup()
    from benchmarks.peer.actions import ACTIONS

    for line in sys.stdin:
        question = json.loads(line)
        answer = ACTIONS[question.pop("action")](**question)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
