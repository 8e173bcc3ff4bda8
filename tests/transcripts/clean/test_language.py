"""The content's language by its witnesses in order: address, switch, text, <html lang>; never by the path."""

import pytest

from transcripts.clean.language import guess

from .pages import page, reading_of

FRENCH = "<p>Le port est ouvert à tous les navires, et nous avons décidé que cela reste ainsi pour les pays.</p>"
SWITCH = (
    '<ul class="tongues"><li class="on"><a href="/es/1?lang=es">es</a></li><li><a href="/en/1?lang=en">en</a></li></ul>'
)


def test_the_address_counts_first_and_all_witnesses_are_kept() -> None:
    reading = reading_of(page(FRENCH, lang="en", more=SWITCH), url="https://harbour.example/de/1?lang=ru")
    assert reading.language == "ru"
    assert reading.language_evidence == (("address", "ru"), ("switch", "es"), ("text", "fr"), ("html", "en"))


def test_then_the_active_switch_then_the_text_then_the_frame() -> None:
    assert reading_of(page(FRENCH, lang="en", more=SWITCH)).language == "es"
    assert reading_of(page(FRENCH, lang="en")).language == "fr"
    assert reading_of(page("<p>Ok.</p>", title="Ok", lang="de-DE")).language == "de"


def test_the_path_never_counts() -> None:
    assert reading_of(page(FRENCH, lang=""), url="https://harbour.example/es/1").language == "fr"


def test_what_the_crawl_asked_for_without_a_parameter_is_the_weakest_witness() -> None:
    reading = reading_of(page(FRENCH, lang=""), url="https://harbour.example/es/1", asked_language="es")
    assert reading.language_evidence == (("text", "fr"), ("asked", "es"))


def test_what_the_crawl_asked_for_counts_when_no_address_is_known() -> None:
    assert reading_of(page(FRENCH, lang="en"), asked_language="pt").language == "pt"


def test_a_language_in_which_the_ministry_does_not_publish_is_evidence_only() -> None:
    reading = reading_of(page(FRENCH, lang="en"), url="https://harbour.example/1?lang=tlh")
    assert reading.language == "fr"
    assert ("address", "tlh") in reading.language_evidence


def test_a_page_that_says_nothing_is_undetermined() -> None:
    assert reading_of(page("<p>1</p>", title="2", lang="")).language == "und"


def test_languages_on_offer_by_switch_and_by_language_line() -> None:
    assert reading_of(page(more=SWITCH.replace(">es<", ' href="?lang=es">es<'))).languages == ("en", "es")
    line = '<p class="language-line">• de-DE1 en-GB1 es-ES1 ru-RU1 fr-FR1</p>'
    assert reading_of(page(more=line)).languages == ("de", "en", "es", "fr", "ru")
    assert reading_of(page()).languages == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We have agreed with the others that this is to be the end of it", "en"),
        ("Wir haben uns mit den anderen geeinigt, dass es nicht so ist", "de"),
        ("Nous avons décidé avec les autres que ce sera la fin des travaux", "fr"),
        ("Hemos decidido con los demás que por eso no se hace más en el puerto", "es"),
        ("Decidimos com os outros que não se faz mais no porto e que ao fim", "pt"),
        ("Мы договорились", "ru"),
        ("اتفقنا على أن يبدأ العمل في الميناء", "ar"),
        ("我们在港口的工作", "zh"),
        ("12 345", None),
        ("Xyzzy plugh", None),
    ],
)
def test_the_text_tells_its_language(text: str, language: str | None) -> None:
    if language == "ru":
        text += " об этом"
    assert guess(text)[0] == language
