"""Commands the documentation prints, checked against what there is."""

import re
import shlex
import tomllib

from django.core.management import get_commands, load_command_class

from tests.docs.markdown import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
REQUIREMENT = re.compile(r"(?P<name>[\w-]+)(\[(?P<extras>[\w,]+)\])?(?P<version>[<>=~!].*)?")
KNOWN = {"django": "Django", "django-trust-widgets": PROJECT["name"]}


def check_install(command):
    """``pip install`` names this distribution, its extras, or Django."""
    for word in shlex.split(command.partition(" install ")[2]):
        match = REQUIREMENT.fullmatch(word)
        assert match is not None, f"not a requirement: {word}"
        assert match["name"].lower() in KNOWN, f"unknown distribution: {word}"
        assert match["name"] == KNOWN[match["name"].lower()], word
        for extra in (match["extras"] or "").split(","):
            assert not extra or extra in PROJECT["optional-dependencies"], f"no such extra: {word}"


def check_command(command):
    """One line a reader would type: the program exists and takes these arguments."""
    words = shlex.split(command)
    while re.match(r"[A-Z_]+=", words[0]):
        words = words[1:]
    if "pip" in words and "install" in words:
        check_install(command)
    elif words[0] == "make":
        targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
        unknown = [word for word in words[1:] if "=" not in word and word not in targets]
        assert not unknown, f"no such make target: {unknown}"
        variables = {word.partition("=")[0] for word in words[1:] if "=" in word}
        assert variables <= {"PORT", "DATA", "PYTHON"}, variables
    elif words[:2] == ["python", "manage.py"] or words[0] == "django-admin":
        _check_management(words[2:] if words[0] == "python" else words[1:])
    else:
        assert words[0] in ("cd", "git"), f"nobody knows this command: {command}"


def _check_management(words):
    name, arguments = words[0], words[1:]
    assert name in get_commands(), f"no such command: {name}"
    app = get_commands()[name]
    command = app if not isinstance(app, str) else load_command_class(app, name)
    command.create_parser("manage.py", name).parse_args(arguments)
