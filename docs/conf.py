"""Sphinx configuration: ``make docs``."""

import re
from pathlib import Path

VERSION = re.search(
    r'__version__ = "(.+?)"', (Path(__file__).parent.parent / "django_trust" / "__init__.py").read_text()
)

project = "django-trust"
copyright = "the django-trust authors"
version = release = VERSION[1] if VERSION else ""
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

html_theme = "alabaster"
html_theme_options = {
    "description": "Reviews, ratings and other trust widgets for Django shops",
    "page_width": "64rem",
    "sidebar_width": "15rem",
}
html_copy_source = False
html_show_sphinx = False
