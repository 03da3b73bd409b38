"""A shop may have its own template for one message, or for all of them."""

import pytest

from tests.followups.messages.jobs import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop_templates(settings, tmp_path):
    folder = tmp_path / "django_trust/followups/email"
    folder.mkdir(parents=True)
    django, *others = settings.TEMPLATES
    settings.TEMPLATES = [{**django, "DIRS": [str(tmp_path)]}, *others]

    def make(name, source):
        (folder / name).write_text(source)

    return make


def test_one_message_may_look_different(shop_templates):
    shop_templates(
        "thank_you.html", "<p>{{ title }}</p>{% for block in blocks %}{{ block.kind }} {% endfor %}"
    )
    message = write("thank_you")
    assert message.html.startswith("<p>Thank you for your order <bdi>")
    assert "paragraph paragraph items facts button" in message.html
    assert "Hello Mari Kask," in message.text
    assert "<html" in write("shipped").html


def test_all_messages_may_look_different(shop_templates):
    shop_templates("message.txt", "{{ shop_name }}{% for block in blocks %}\n{{ block.text }}{% endfor %}")
    assert "Hello Mari Kask," in write("thank_you").text
    assert write("shipped").text.startswith("Poe & <Pood>\n")
