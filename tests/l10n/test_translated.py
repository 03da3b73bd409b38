import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from django_trust.badges.models import Badge
from django_trust.l10n.translated import TranslatedFormField, clean_texts, in_language


class Form(forms.Form):
    claim = TranslatedFormField(max_length=20)
    note = TranslatedFormField(max_length=50, multiline=True, required=False)


@pytest.mark.parametrize(
    ("reader", "words"),
    [
        ("et", ("Turvaline", "et")),
        ("pt-br", ("Seguro", "pt")),
        ("ar", ("Secure", "en")),
        ("zh-tw", ("Secure", "en")),
    ],
)
def test_the_fallback_chain_chooses_the_text(reader, words):
    texts = {"en": "Secure", "et": "Turvaline", "pt": "Seguro"}
    assert in_language(texts, reader) == words


def test_any_language_beats_none():
    assert in_language({"et": "Turvaline"}, "ar") == ("Turvaline", "et")
    assert in_language({}, "ar") == ("", "ar")


def test_words_know_how_html_names_their_language():
    assert (in_language({"ar": "آمن"}, "ar").lang, in_language({"ar": "آمن"}, "ar").dir) == ("ar", "rtl")
    assert in_language({"pt-br": "Seguro"}, "pt-br").lang == "pt-BR"


def test_texts_are_normalised_and_blank_ones_dropped():
    texts = clean_texts({"EN": " Safe\x00 \n", "et": "  "}, max_length=20, multiline=False, blank=False)
    assert texts == {"en": "Safe"}


@pytest.mark.parametrize("value", [{"en": 5}, {"en_US": "x"}, {"x" * 40: "x"}, ["x"], 7, {1: "x"}])
def test_what_is_no_such_text_is_refused(value):
    with pytest.raises(ValidationError):
        clean_texts(value, max_length=20, multiline=False, blank=True)


def test_a_text_that_is_too_long_names_its_language():
    with pytest.raises(ValidationError) as refused:
        clean_texts({"et": "x" * 21, "en": "x"}, max_length=20, multiline=False, blank=False)
    assert refused.value.messages[0].startswith("Estonian: ")


def test_the_shops_own_language_is_needed():
    with pytest.raises(ValidationError) as refused, override("et"):
        clean_texts({"ar": "آمن"}, max_length=20, multiline=False, blank=False)
    assert refused.value.code == "required"


def test_a_form_asks_in_each_language_in_its_direction():
    html = str(Form()["claim"])
    for code, direction in (("en", "ltr"), ("ar", "rtl"), ("pt-br", "ltr"), ("id", "ltr"), ("et", "ltr")):
        assert f'name="claim_{code}"' in html
        assert f'id="id_claim_{code}"' in html
        assert f'<label for="id_claim_{code}"' in html
        assert f'dir="{direction}"' in html
    assert 'lang="pt-BR"' in html


def test_a_form_returns_the_texts():
    form = Form({"claim_en": "Safe", "claim_et": "Turvaline", "claim_ar": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"claim": {"en": "Safe", "et": "Turvaline"}, "note": {}}


def test_a_form_with_an_error_shows_what_was_typed():
    form = Form({"claim_en": 'Safe "and" <b>sound</b> forever', "claim_et": "Turvaline"})
    assert not form.is_valid()
    html = str(form["claim"])
    assert 'value="Safe &quot;and&quot; &lt;b&gt;sound&lt;/b&gt; forever"' in html
    assert 'value="Turvaline"' in html


def test_a_language_the_shop_gave_up_stays_until_somebody_empties_it():
    form = Form(initial={"claim": {"en": "Safe", "fi": "Turvallinen"}})
    assert 'name="claim_fi"' in str(form["claim"])
    form = Form({"claim_en": "Safe", "claim_fi": "Turvallinen"})
    assert form.is_valid()
    assert form.cleaned_data["claim"]["fi"] == "Turvallinen"


def test_names_that_are_no_language_are_ignored():
    form = Form({"claim_en": "Safe", "claim_<script>": "x", "claim_" + "x" * 99: "y", "claim_en_us": "z"})
    assert form.is_valid()
    assert form.cleaned_data["claim"] == {"en": "Safe"}


def test_only_real_changes_count():
    field = Form().fields["claim"]
    assert not field.has_changed({"en": "Safe"}, {"en": "Safe", "et": ""})
    assert field.has_changed({"en": "Safe"}, {"en": "Safe", "et": "Turvaline"})


@pytest.mark.django_db
def test_a_plain_text_is_the_one_in_the_shops_language():
    badge = Badge.objects.create(claim="Family business since 1998")
    assert badge.claim == {"en": "Family business since 1998"}
    badge.refresh_from_db()
    assert badge.claim == {"en": "Family business since 1998"}
    assert Badge._meta.get_field("claim").clean("Safe", None) == {"en": "Safe"}


def test_a_migration_sees_a_plain_column():
    _, path, _, kwargs = Badge._meta.get_field("claim").deconstruct()
    assert path == "django.db.models.JSONField"
    assert not {"max_length", "multiline", "text_length"} & set(kwargs)
