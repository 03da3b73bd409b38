"""The tutorial, followed to the letter by a reader who types nothing that is not printed."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import django_trust
from tests.docs.browser import Browser
from tests.docs.commands import check_install
from tests.docs.markdown import TUTORIAL, Step, read

PRINTED_HOST = "http://127.0.0.1:8000"
APPENDED = " (add at the end)"


class Reader:
    """Does what the page says, in an empty folder, with this interpreter and this django_trust."""

    def __init__(self, folder):
        self.folder = folder
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.browser = Browser(self.base)
        self.server, self.stale = None, False
        self.terminal = folder.parent / "terminal.txt"
        programs = folder.parent / "bin"
        programs.mkdir()
        python = programs / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        self.env = {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(Path(django_trust.__file__).parent.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
        }

    def file(self, block):
        appended = block.caption.endswith(APPENDED)
        path = self.folder / block.caption.removesuffix(APPENDED)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text() if appended else "") + block.text)
        self.stale = True

    def console(self, block):
        commands = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
        assert commands[0] == "", f"{block}: output before the first command"
        for part in commands[1:]:
            command, _, promised = part.partition("\n")
            self.command(block, command, promised)

    def command(self, block, command, promised):
        if command == "python manage.py runserver":
            return self.serve()
        if " -m venv " in command or command.startswith(". "):
            return None  # the environment the tests run in takes its place
        if "pip install" in command:
            return check_install(command)
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=60
        )
        output = done.stdout + done.stderr
        assert done.returncode == 0, f"{block}: {command}\n{output}"
        for line in promised.splitlines():
            assert line in output, f"{block}: {command}\n{output}"
        return None

    def serve(self):
        self.close()
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{self.port}"]
        with self.terminal.open("ab") as terminal:
            self.server = subprocess.Popen(
                command, cwd=self.folder, env=self.env, stdout=terminal, stderr=subprocess.DEVNULL
            )
        self.stale = False
        end = time.monotonic() + 20
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("The server did not answer.")

    def html(self, block):
        self.step_open(block.caption)
        for line in block.text.splitlines():
            assert line.strip() in self.browser.html, f"{block}: not on the page: {line}"

    def step(self, step):
        for pattern, method in self.STEPS:
            match = re.fullmatch(pattern, step.text)
            if match is not None:
                try:
                    return getattr(self, method)(*match.groups())
                except AssertionError as error:
                    raise AssertionError(f"{step}: {step.text}\n{error}") from error
        raise AssertionError(f"{step}: nobody knows how to do this: {step.text}")

    def step_open(self, url):
        if self.stale:
            self.serve()  # Django's own server notices changed files; this one is told
        self.browser.open(url.replace(PRINTED_HOST, self.base))

    def step_open_link_of_the_mail(self):
        mail = self.terminal.read_text().rpartition("Subject: ")[2]
        mail = re.sub(r"=\r?\n", "", mail).replace("=3D", "=")  # Django 6 prints long lines so
        links = re.findall(rf"{re.escape(self.base)}/\S+", mail)
        assert len(links) == 1, mail
        self.browser.open(links[0])

    def step_type(self, value, label):
        self.browser.type(value, label)

    def step_choose(self, label):
        self.browser.choose(label)

    def step_press(self, text):
        self.browser.press(text)

    def step_follow(self, text):
        self.browser.follow(text)

    def step_says(self, text):
        assert self.browser.says(text), self.browser.page.text

    def step_does_not_say(self, text):
        assert not self.browser.says(text), self.browser.page.text

    STEPS = (
        (r"Open <(.+)>\.", "step_open"),
        (r"Open the link in the mail\.", "step_open_link_of_the_mail"),
        (r"Type `(.+)` into \*\*(.+)\*\*\.", "step_type"),
        (r"Choose \*\*(.+)\*\*\.", "step_choose"),
        (r"Press \*\*(.+)\*\*\.", "step_press"),
        (r"Follow the link \*\*(.+?)\*\*\.?", "step_follow"),
        (r'The page says "(.+)"\.?', "step_says"),
        (r'The page does not say "(.+)"\.?', "step_does_not_say"),
    )

    def close(self):
        if self.server is not None:
            self.server.terminate()
            self.server.wait(10)
            self.server = None


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def reader(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    reader = Reader(folder)
    yield reader
    reader.close()


def test_tutorial_works_as_printed(reader):
    for part in read(TUTORIAL):
        if isinstance(part, Step):
            reader.step(part)
        elif part.language == "console":
            reader.console(part)
        elif part.caption.startswith(PRINTED_HOST):
            reader.html(part)
        else:
            assert part.caption, f"{part}: a file without a name"
            reader.file(part)
