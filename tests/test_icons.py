import cmath
import gzip
import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from hypothesis import given
from hypothesis import strategies as st

import django_trust
from django_trust.icon_shapes import SHAPES
from django_trust.icons import DIRECTIONAL, ICONS, LABELS, icon_choices, icon_for_tag, icon_svg
from tests.docs.markdown import DOCS

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

every_icon = pytest.mark.parametrize("name", list(ICONS))
STYLE_SHEET = Path(django_trust.__file__).parent / "static" / "django_trust" / "trust.css"
ALLOWED = {
    "path": {"d"},
    "circle": {"cx", "cy", "r"},
    "rect": {"x", "y", "width", "height", "rx"},
}
HALF_LINE = 1.75 / 2
STEP = re.compile(r"([a-zA-Z])|(-?(?:\d+\.?\d*|\.\d+))")
ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}


def drawing(name):
    return ElementTree.fromstring(icon_svg(name))


def points(element):
    """Points whose hull holds the whole shape."""
    number = {key: float(value) for key, value in element.attrib.items() if key != "d"}
    if element.tag == "circle":
        yield from around(complex(number["cx"], number["cy"]), number["r"])
    elif element.tag == "rect":
        corner = complex(number["x"], number["y"])
        yield from (corner, corner + complex(number["width"], number["height"]))
    else:
        yield from path_points(element.get("d"))


def around(centre, radius):
    return (centre + radius * side for side in (1, -1, 1j, -1j))


def path_points(d):
    """Ends and control points of a path; of its arcs, points all along."""
    here = start = 0j
    for command, values in steps(d):
        kind, base = command.lower(), (here if command.islower() else 0j)
        if kind == "z":
            here = start
        elif kind == "h":
            here = complex((base.real if command.islower() else 0) + values[0], here.imag)
        elif kind == "v":
            here = complex(here.real, (base.imag if command.islower() else 0) + values[0])
        elif kind == "a":
            end = base + complex(*values[5:])
            yield from arc_points(here, end, values)
            here = end
        else:
            ends = [base + complex(*pair) for pair in zip(values[::2], values[1::2], strict=True)]
            yield from ends
            here = ends[-1]
            start = here if kind == "m" else start
        yield here


def steps(d):
    """Commands with their arguments, the repeated ones written out."""
    command, values = "", []
    for letter, number in STEP.findall(d):
        if letter:
            assert not values, f"{command} has too few arguments"
            command, values = letter, []
            if letter in "zZ":
                yield letter, []
            continue
        values.append(float(number))
        if len(values) == ARGUMENTS[command.lower()]:
            yield command, values
            command, values = {"m": "l", "M": "L"}.get(command, command), []
    assert not values, f"{command} has too few arguments"


def arc_points(start, end, values):
    radius, other, _tilt, large, sweep = values[:5]
    assert radius == other, "the arcs of these icons are parts of circles"
    half = (end - start) / 2
    radius = max(radius, abs(half))
    side = 1 if large != sweep else -1
    centre = start + half + side * 1j * half / abs(half) * math.sqrt(max(radius**2 - abs(half) ** 2, 0))
    turn = cmath.phase((end - centre) / (start - centre))
    turn += 2 * math.pi * ((sweep == 1 and turn <= 0) - (sweep == 0 and turn >= 0))
    return (centre + (start - centre) * cmath.exp(1j * turn * n / 24) for n in range(25))


def test_the_walk_along_a_path_knows_circles():
    circle = list(path_points("M4 12a8 8 0 1 0 16 0 8 8 0 0 0-16 0z"))
    assert min(point.real for point in circle) == pytest.approx(4)
    assert max(point.imag for point in circle) == pytest.approx(20)
    assert min(point.imag for point in circle) == pytest.approx(4)


@every_icon
def test_an_icon_holds_shapes_and_nothing_else(name):
    for element in drawing(name):
        assert set(element.attrib) <= ALLOWED[element.tag]
        assert element.text is None
        assert len(element) == 0


@every_icon
def test_lines_end_inside_the_field(name):
    found = [point for element in drawing(name) for point in points(element)]
    across = [point.real for point in found]
    down = [point.imag for point in found]
    assert min(across + down) >= HALF_LINE, "a line is cut at the start or at the top"
    assert max(across + down) <= 24 - HALF_LINE, "a line is cut at the end or at the bottom"


@every_icon
def test_an_icon_fills_its_field_and_stands_in_the_middle(name):
    found = [point for element in drawing(name) for point in points(element)]
    for side in ([point.real for point in found], [point.imag for point in found]):
        assert max(side) - min(side) >= 12
        assert (max(side) + min(side)) / 2 == pytest.approx(12, abs=0.8)


@every_icon
def test_places_have_two_decimals_at_most(name):
    assert not re.search(r"\.\d{3}", SHAPES[name])


def test_all_icons_together_are_small():
    page = "".join(icon_svg(name) for name in ICONS).encode()
    assert len(gzip.compress("".join(SHAPES.values()).encode())) < 2 * 1024
    assert len(gzip.compress(page)) < 8 * 1024


def test_no_icon_is_like_another():
    assert len(set(SHAPES.values())) == len(SHAPES)
    assert len({str(label) for label in LABELS.values()}) == len(LABELS)


def test_names_are_fit_for_a_field_and_a_setting():
    assert [name for name in ICONS if not re.fullmatch(r"[a-z][a-z-]{1,39}", name)] == []


def test_an_icon_without_a_title_is_decoration():
    svg = icon_svg("lock")
    assert isinstance(svg, SafeString)
    assert svg.startswith(
        '<svg class="trust-glyph" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><rect '
    )
    assert "title" not in svg


def test_an_icon_with_a_title_is_a_picture_with_a_name():
    svg = icon_svg("lock", title="Encrypted connection")
    assert svg.startswith(
        '<svg class="trust-glyph" viewBox="0 0 24 24" role="img"><title>Encrypted connection</title><rect '
    )
    assert "aria-hidden" not in svg


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_blank_title_is_none(blank):
    assert icon_svg("lock", title=blank) == icon_svg("lock")


def test_a_title_is_plain_text_even_where_it_was_marked_as_safe():
    hostile = "</title><script>alert(1)</script>"
    for title in (mark_safe(hostile), hostile, mark_safe(hostile)):
        assert "<script" not in icon_svg("lock", title=title)


@given(
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("<>&\"'"),
        min_size=1,
        max_size=40,
    )
)
def test_any_title_is_read_as_it_was_written(title):
    element = ElementTree.fromstring(icon_svg("chat", title=title)).find("title")
    assert (element.text if element is not None else "") == title.strip()


@every_icon
def test_only_what_points_somewhere_is_mirrored(name):
    classes = drawing(name).get("class").split()
    assert classes == (["trust-glyph", "trust-flips"] if name in DIRECTIONAL else ["trust-glyph"])


def test_checks_clocks_and_letters_are_never_mirrored():
    assert {"check", "clock", "language", "phone", "certificate", "medal"}.isdisjoint(DIRECTIONAL)
    assert set(ICONS) >= DIRECTIONAL


def test_the_style_sheet_draws_and_mirrors_them():
    css = STYLE_SHEET.read_text()
    rule = re.search(r"\.trust-glyph \{(.*?)\}", css, flags=re.DOTALL)[1]
    for needed in ("fill: none", "var(--trust-icon", "stroke-linecap: round", "stroke-linejoin: round"):
        assert needed in rule
    assert re.search(r"rtl.*\.trust-flips|\.trust-flips:dir\(rtl\)", css)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("lokc", "There is no icon 'lokc'. Did you mean 'lock' or 'clock'?"),
        ("Shield", "There is no icon 'Shield'. Did you mean 'shield'?"),
        ("unicorn-99", "There is no icon 'unicorn-99'. There are lock, shield, key,"),
    ],
)
def test_an_unknown_name_is_answered_with_what_is_near(wrong, message):
    with pytest.raises(KeyError) as caught:
        icon_svg(wrong)
    assert caught.value.args[0].startswith(message)


def test_choices_are_labels_that_can_be_translated():
    assert icon_choices()[:2] == [("lock", "Padlock"), ("shield", "Shield")]
    assert [name for name, _label in icon_choices()] == list(ICONS)
    assert all(isinstance(icon.label, Promise) for icon in ICONS.values())


def test_the_tag_prints_an_icon():
    assert icon_for_tag("truck", "Delivery") == icon_svg("truck", "Delivery")
    assert icon_for_tag("truck", None) == icon_svg("truck")


@pytest.mark.parametrize("missing", [None, ""])
def test_the_tag_prints_nothing_for_a_missing_variable(missing):
    assert icon_for_tag(missing) == ""


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("lokc", "trust_icon: There is no icon 'lokc'. Did you mean 'lock' or 'clock'?"),
        (7, "trust_icon takes the name of an icon, not int (7)."),
        (["lock"], "trust_icon takes the name of an icon, not list (['lock'])."),
    ],
)
def test_the_tag_says_what_is_wrong(wrong, message):
    with pytest.raises(ValueError) as caught:
        icon_for_tag(wrong)
    assert str(caught.value) == message


def test_the_reference_lists_every_icon():
    lines = (DOCS / "reference" / "icons.md").read_text().splitlines()
    listed = [line.strip("| ").split(" | ") for line in lines if line.startswith("| `")]
    real = [
        [f"`{icon.name}`", str(icon.label), "yes" if icon.directional else "no"] for icon in ICONS.values()
    ]
    assert listed == real


def test_the_reference_counts_them():
    assert f"\n{len(ICONS)} icons, drawn for this library" in (DOCS / "reference" / "icons.md").read_text()
