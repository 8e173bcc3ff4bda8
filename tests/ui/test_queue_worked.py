"""A queue worked through by keyboard: from page to page, narrowed by filters, many of one reason at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.scraper.tiny_site import document, html
from tests.transcripts.reviewing import Reviewing, reviewing
from transcripts import quarantine
from transcripts.correct import say
from transcripts.corrections.model import Correction, now
from transcripts.decide import decide
from transcripts.decisions import Decision

pytestmark = pytest.mark.database
OURS = {"sec-fetch-site": "same-origin"}
DOUBTFUL = ("Question: Why?", "Sergey Lavrov: So.", "Quesiton: When?", "Sergey Lavrov: Soon.")
PAGES = (21, 22, 23, 24, 25)


@pytest.fixture(scope="module")
def house(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewing]:
    """Five pages that cannot be read and five documents in doubt."""
    with (
        reviewing(database_url, tmp_path_factory.mktemp("worked"), (1,)) as it,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TRANSCRIPTS_ARCHIVE", it.archive)
        it.publish(dict.fromkeys(range(11, 16), DOUBTFUL))
        for number in PAGES:
            it.site.pages[f"/doc/{number}"] = html(f"<p>Nothing {number}.</p>")
        it.site.publish(1, *range(11, 16), *PAGES)
        it.collect(it.site)
        it.process()
        yield it


def queue(operator: Any, path: str, item: str, **asked: str) -> list[str]:
    """The items that the list links to, in its order."""
    return list(
        dict.fromkeys(re.findall(rf"{item}/([a-z2-7]{{16}}|[0-9a-f-]{{36}})", operator.get(path, params=asked).text))
    )


def post(operator: Any, path: str, **data: Any) -> Any:
    return operator.post(path, data=data, headers=OURS, follow_redirects=False)


def reason_of(house: Reviewing) -> str:
    return str(house.rows("SELECT DISTINCT reason FROM pipeline.quarantine_queue")[0][0])


def test_a_page_leads_to_those_before_and_after_it_in_the_part_that_is_worked(house: Reviewing, operator: Any) -> None:
    keys = queue(operator, "/quarantine", "/quarantine")
    assert len(keys) == 5
    second = operator.get(f"/quarantine/{keys[1]}", params={"of_reason": reason_of(house), "of_ministry": "tiny"}).text
    assert "2 of 5" in second
    for key, rel, accesskey in ((keys[0], "prev", "p"), (keys[2], "next", "n")):
        link = re.search(rf'<a href="([^"]+)" rel="{rel}" accesskey="{accesskey}">', second)[1]
        assert link.split("?")[0].endswith(key) and "of_ministry=tiny" in link and "of_reason=" in link, (
            "the filters go along"
        )
    assert 'rel="prev"' not in operator.get(f"/quarantine/{keys[0]}").text
    assert 'rel="next"' not in operator.get(f"/quarantine/{keys[4]}").text


def test_a_decision_leads_on_to_the_next_and_at_the_end_to_the_list(house: Reviewing, operator: Any) -> None:
    keys, filters = queue(operator, "/quarantine", "/quarantine"), {"of_ministry": "tiny"}
    done = post(operator, f"/quarantine/{keys[3]}/aside", reason="a form", then="next", **filters)
    assert done.status_code == 303 and f"/quarantine/{keys[4]}?" in done.headers["location"]
    page = operator.get(done.headers["location"]).text
    assert f"/quarantine/{keys[3]}" in page and "It is set aside" in page and "4 of 4" in page
    last = post(operator, f"/quarantine/{keys[4]}/aside", reason="a form", then="next", **filters)
    assert last.status_code == 303 and last.headers["location"].endswith("/quarantine?ministry=tiny")
    stays = post(operator, f"/quarantine/{keys[4]}/back", reason="it is one")
    assert stays.headers["location"].endswith(f"/quarantine/{keys[4]}?done=back")
    refused = post(operator, f"/quarantine/{keys[0]}/aside", reason=" ", then="next", **filters)
    assert refused.status_code == 422 and 'name="of_ministry" value="tiny"' in refused.text, "the way on is kept"


def test_many_of_one_reason_are_set_aside_at_once_each_with_a_decision_of_its_own(
    house: Reviewing, operator: Any
) -> None:
    keys = queue(operator, "/quarantine", "/quarantine")
    page = operator.get("/quarantine").text
    assert page.count('type="checkbox" name="record"') == len(keys) == 4
    answer = post(operator, "/quarantine/aside", record=keys[:2], reason="menus", of_reason=reason_of(house))
    assert answer.status_code == 303 and "put_aside=2" in answer.headers["location"]
    assert "2 set aside" in operator.get(answer.headers["location"]).text
    found = house.rows(
        "SELECT count(*), count(DISTINCT key) FROM pipeline.decision_standing WHERE reason = 'menus' AND by = 'ada'"
    )
    assert found == [(2, 2)]
    assert queue(operator, "/quarantine", "/quarantine") == keys[2:]


def test_what_of_many_could_not_be_is_named_and_the_others_are_done(house: Reviewing, operator: Any) -> None:
    aside = queue(operator, "/quarantine", "/quarantine", aside="1")[0]
    waits = queue(operator, "/quarantine", "/quarantine")[0]
    answer = post(operator, "/quarantine/aside", record=[aside, waits, "nothing"], reason="a menu")
    assert answer.status_code == 409 and "1 set aside" in answer.text
    assert f"{aside[:8]}: ada set it aside as no transcript on" in answer.text and "nothing: record" in answer.text
    for data, told in (({"reason": "x"}, "No page was chosen"), ({"record": waits, "reason": " "}, "Say why")):
        refused = post(operator, "/quarantine/aside", **data)
        assert refused.status_code == 422 and told in refused.text


def test_documents_in_doubt_are_worked_in_the_same_way(house: Reviewing, operator: Any) -> None:
    keys = queue(operator, "/review", "/review")
    assert len(keys) == 5
    page = operator.get(f"/review/{keys[0]}", params={"of_reason": "doubtful_marker"}).text
    assert "1 of 5 doubtful_marker" in page and f"/review/{keys[1]}?of_reason=doubtful_marker" in page
    done = post(operator, f"/review/{keys[0]}", action="confirm", reason="so", then="next", of_reason="doubtful_marker")
    assert done.status_code == 303 and f"/review/{keys[1]}?" in done.headers["location"]
    after = operator.get(done.headers["location"]).text
    assert "1 of 4" in after and "It is confirmed as it is" in after and keys[0] in after
    many = post(operator, "/review", document=keys[1:3], reason="read them", of_reason="doubtful_marker")
    assert many.status_code == 303 and "done=2" in many.headers["location"]
    assert queue(operator, "/review", "/review") == keys[3:]
    again = post(operator, "/review", document=[keys[1], keys[3], "a" * 16], reason="of another mind")
    assert (
        again.status_code == 409
        and "1 confirmed" in again.text
        and f"{keys[1]}: ada has said the same already" in again.text
    )
    refused = post(operator, "/review", document=keys[4], reason="")
    assert (
        refused.status_code == 422
        and "Say why" in refused.text
        and re.search(f'value="{keys[4]}:[0-9a-f]{{16}}" form="many" checked', refused.text)
    )


def test_a_stored_page_opens_at_the_text_that_was_read(house: Reviewing, operator: Any) -> None:
    record = house.rows("SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/11' LIMIT 1")[0][0]
    stored = operator.get(f"/stored/{record}").text
    assert [stored.count(f'id="transcripts-paragraph-{n}"') for n in (1, 2, 3, 4, 5, 6)] == [1, 1, 1, 1, 1, 0]
    assert re.search(r'<p id="transcripts-paragraph-4">\s*Quesiton', stored)
    bytes_of = operator.get(f"/stored/{record}?as=bytes").content
    assert b"transcripts-paragraph" not in bytes_of and b"<p>Quesiton" in bytes_of, "the bytes are those that came"
    review = operator.get(f"/review/{house.id(14)}").text
    assert re.search(r'<iframe[^>]*src="[^"]*/stored/[^"]+#transcripts-paragraph-3"', review), (
        "at the first turn that is shown"
    )
    assert 'target="stored" href="' in review
    turn = house.turn_id(11, 3)
    reader = operator.get(f"/documents/{house.id(11)}", params={"turn": turn}).text
    assert re.search(r'<iframe name="original" src="[^"]+#transcripts-paragraph-4"', reader)
    assert re.search(r'<a class="link" target="original" href="[^"]+#transcripts-paragraph-5"', reader)
    assert operator.get(f"/id/{turn}", follow_redirects=False).headers["location"].endswith(f"?turn={turn}#{turn}")


def marked(operator: Any, path: str, name: str) -> dict[str, str]:
    """What the list's boxes send, by the item that each is of."""
    found = re.findall(rf'type="checkbox" name="{name}" value="([^"]+)"', operator.get(path).text)
    return {value.partition(":")[0]: value for value in found}


@pytest.fixture(scope="module")
def more(house: Reviewing) -> None:
    """Two more pages and two more documents, that nobody has decided about."""
    for number in (41, 42):
        house.site.pages[f"/doc/{number}"] = html(f"<p>Nothing {number}.</p>")
    for number in (31, 32):
        house.site.pages[f"/doc/{number}"] = document(number, "".join(f"<p>{line}</p>" for line in DOUBTFUL))
    house.site.publish(1, *range(11, 16), *PAGES, 31, 32, 41, 42)
    house.collect(house.site)
    house.process()


def test_a_page_that_another_looked_at_meanwhile_is_named_and_not_set_aside(
    house: Reviewing, operator: Any, more: None
) -> None:
    boxes = marked(operator, "/quarantine", "record")
    first, second = (
        str(house.rows(f"SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/{number}'")[0][0])
        for number in (41, 42)
    )
    quarantine.set_aside(house.url, house.archive, first, "bob", "a form")
    quarantine.undo(house.url, house.archive, first, "bob", "it is one")
    [(back,)] = house.rows("SELECT at::text FROM pipeline.decision WHERE kind = 'undo' AND by = 'bob'")
    answer = post(operator, "/quarantine/aside", record=[boxes[first], boxes[second]], reason="a form of many")
    assert answer.status_code == 409 and "1 set aside" in answer.text and "a form of many" in answer.text
    assert f"{first[:8]}: bob took something back about this page on {back[:10]} at {back[11:19]} UTC" in answer.text
    assert house.rows("SELECT count(*) FROM pipeline.decision_standing WHERE reason = 'a form of many'") == [(1,)]
    assert boxes[first] not in answer.text, "the list shows it as it is now"


def test_a_page_that_was_set_aside_in_all_languages_and_in_its_own_comes_back_at_once(
    house: Reviewing, operator: Any, more: None
) -> None:
    [(one,)] = house.rows("SELECT record_id::text FROM archive.snapshot WHERE site_id = 'tiny/41'")
    for language in ("", "en"):
        said = Decision("not_transcript", "tiny", "document", "bob", "a form", now(), key="tiny/41", language=language)
        decide(house.url, house.archive, said)
    seen = re.search(r'name="seen" value="(\w+)"', operator.get(f"/quarantine/{one}").text)[1]
    assert post(operator, f"/quarantine/{one}/back", reason="it is one", seen=seen).status_code == 303
    assert house.rows("SELECT FROM pipeline.decision_standing WHERE key = 'tiny/41'") == []


def test_a_document_that_another_corrected_meanwhile_is_named_and_not_confirmed(
    house: Reviewing, operator: Any, more: None
) -> None:
    boxes = marked(operator, "/review", "document")
    first, second = (house.id(number) for number in (31, 32))
    at = now()
    say(house.url, house.archive, [Correction(first, "title", "bob", "a slip", at, changes={"title": "Another"})])
    answer = post(operator, "/review", document=[boxes[first], boxes[second]], reason="read both")
    assert answer.status_code == 409 and "1 confirmed" in answer.text and "read both" in answer.text
    assert (
        f"{first}: bob said &#39;title&#39; of it" in answer.text
        and f"at {at[11:19]} UTC: &#39;a slip&#39;" in answer.text
    )
    found = house.rows("SELECT document_id FROM corpus.correction_standing WHERE reason = 'read both'")
    assert found == [(second,)]
    again = marked(operator, "/review", "document")[first]
    assert post(operator, "/review", document=[again], reason="read it again").status_code == 303
