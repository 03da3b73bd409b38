#!/usr/bin/env python
import os
import sys
from pathlib import Path


def main() -> None:
    # The sample shop runs straight from a checkout: django_trust lies one folder up.
    sys.path.append(str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
