"""The documentation builds without a warning, and none of its links leads nowhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.markdown import DOCS, ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
OUTSIDE = ("http://", "https://", "mailto:")


class Anchors(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.links, self.ids = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "id" in attrs:
            self.ids.add(attrs["id"])
        for name in ("href", "src"):
            if attrs.get(name):
                self.links.append(attrs[name])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--nitpicky", "--quiet"]
    done = subprocess.run(
        [*command, "--doctree-dir", out / "trees", DOCS, out / "html"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out / "html"


def test_links_of_the_built_pages(built):
    anchors = {path: Anchors(path.read_text()) for path in built.rglob("*.html")}
    assert len(anchors) > 30
    broken = []
    for path, found in anchors.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            ids = anchors[target].ids if target in anchors and parts.fragment else {parts.fragment}
            if not target.exists() or parts.fragment not in ids:
                broken.append((path.name, link))
    assert broken == []


def test_every_page_is_in_the_index():
    index = (DOCS / "index.md").read_text()
    for path in DOCS.rglob("*.md"):
        name = path.relative_to(DOCS).with_suffix("").as_posix()
        assert name == "index" or re.search(rf"^{name}$", index, flags=re.MULTILINE), name


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md"])
def test_links_of_the_repository_pages(name):
    links = [link for link in LINK.findall((ROOT / name).read_text()) if not link.startswith(OUTSIDE)]
    assert links
    assert [link for link in links if not (ROOT / link.partition("#")[0]).exists()] == []


def test_nothing_of_this_machine_is_printed():
    for path in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        assert not re.search(r"/(work|home|root|Users)/|pypi\.org|--index-url", path.read_text()), path
