"""Recorded, handed on, and read again."""

from __future__ import annotations

import base64

import pytest
from eth_utils.crypto import keccak

from tests.app.documents.builders import LEI, Desk, a_body

NORTH = LEI["north"]


def test_salt_and_content_open_what_the_chain_holds(desk: Desk) -> None:
    """SDOCUMENTS-2"""
    content = bytes(range(256))
    document = desk.record(content)
    seen = desk.see(document)
    salt = bytes.fromhex(seen["salt"][2:])
    (on_chain,) = desk.world.view("DocumentRegistry", "documentOf", document)
    number = on_chain["issuer"].to_bytes(4, "big")
    assert "0x" + (keccak(salt + number + content)[:28] + number).hex() == document
    assert on_chain["status"] == 1
    assert (seen["status"], seen["finality"], seen["version"]) == ("recorded", "final", 1)
    assert seen["issuer"] == {
        "number": on_chain["issuer"],
        "lei": LEI["south"],
        "name": "Porto Azul Trading Lda",
    }
    assert desk.get(f"/documents/{document}/content").content == content


def test_the_same_content_twice_is_two_documents(desk: Desk) -> None:
    """SDOCUMENTS-2: what is recorded says nothing of what was recorded before."""
    assert desk.record(b"the same") != desk.record(b"the same")


def test_a_copy_goes_out_when_the_document_is_final_and_not_before(desk: Desk, other_desk: Desk) -> None:
    """SDOCUMENTS-3"""
    answer = desk.post("/documents", a_body(deal=desk.deal, send_to=[NORTH]))
    document = answer.json()["describes"]["document"]
    assert other_desk.get(f"/documents/{document}").status_code == 404
    desk.end(answer)
    mine, theirs = desk.see(document), other_desk.see(document)
    assert theirs["sender"]["lei"] == LEI["south"]
    assert theirs["issuer"]["lei"] == LEI["south"], "who recorded it was told and the chain bears it out"
    for name in ("id", "kind", "name", "media_type", "size", "sha256", "salt", "status", "deal"):
        assert theirs[name] == mine[name], name
    content = f"/documents/{document}/content"
    assert other_desk.get(content).content == desk.get(content).content


def test_nothing_goes_out_where_nothing_was_recorded(desk: Desk, other_desk: Desk) -> None:
    """SDOCUMENTS-3"""
    answer = desk.post("/documents", a_body(deal=desk.deal, send_to=[NORTH]))
    cancelled = desk.post(f"/operations/{answer.json()['id']}/cancel")
    assert cancelled.json()["status"] == "cancelled"
    desk.world.settle()
    document = answer.json()["describes"]["document"]
    assert other_desk.get(f"/documents/{document}").status_code == 404
    assert desk.see(document)["status"] == "unknown"


def test_who_was_not_sent_a_document_does_not_find_it(desk: Desk, other_desk: Desk) -> None:
    """SDOCUMENTS-4"""
    document = desk.record()
    for path in ("", "/content"):
        assert other_desk.get(f"/documents/{document}{path}").status_code == 404
    listed = {one["id"] for one in other_desk.get("/documents?limit=200").json()["items"]}
    assert document not in listed


def test_all_recipients_that_are_no_contacts_are_named_at_once(desk: Desk) -> None:
    """SDOCUMENTS-5"""
    strangers = ["549300MLUDYVRQOOXS22", "5493006MHB84DD0ZWV18"]
    answer = desk.post("/documents", a_body(send_to=[NORTH, *strangers]))
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/send_to/1", "#/send_to/2"]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"content": "not base64!"}, "#/content"),
        ({"content": ""}, "#/content"),
        ({"content": 7}, "#/content"),
        ({"kind": "Delivery Order"}, "#/kind"),
        ({"name": "a/b.txt"}, "#/name"),
        ({"media_type": "text"}, "#/media_type"),
        ({"deal": "ours"}, "#/deal"),
        ({"send_to": ["DE0001"]}, "#/send_to/0"),
        ({"surprise": 1}, "#/surprise"),
    ],
)
def test_what_cannot_be_read_is_told_by_field(desk: Desk, said: dict[str, object], pointer: str) -> None:
    """SDOCUMENTS-5"""
    answer = desk.post("/documents", a_body() | said)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


def test_a_document_that_is_too_large_is_refused(desk: Desk) -> None:
    """SDOCUMENTS-5"""
    answer = desk.post("/documents", a_body(b"x" * 10_000_001))
    assert answer.status_code == 422
    assert "1 to 10000000 are allowed" in answer.json()["errors"][0]["detail"]


def test_a_file_of_a_stranger_is_saved_and_not_opened(desk: Desk) -> None:
    """SDOCUMENTS-7"""
    document = desk.record(b"<script>1</script>", name="Gruß.html", media_type="text/html")
    answer = desk.get(f"/documents/{document}/content")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Gru%C3%9F.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_lists_are_by_kind_newest_first_and_in_pages(desk: Desk) -> None:
    """SDOCUMENTS-4"""
    made = [desk.record(kind="gate_out_receipt") for _ in range(3)]
    path, found = "/documents?kind=gate_out_receipt&limit=2", []
    page = desk.get(path).json()
    found += page["items"]
    found += desk.get(f"{path}&cursor={page['next']}").json()["items"]
    assert [one["id"] for one in found] == made[::-1]


@pytest.mark.parametrize(("content", "opens"), [(None, True), (b"Deliver the boxes.", True), (b"x", False)])
def test_a_check_compares_with_the_chain(desk: Desk, content: bytes | None, opens: bool) -> None:
    """SDOCUMENTS-8"""
    document = desk.record()
    body = {} if content is None else {"content": base64.b64encode(content).decode()}
    answer = desk.post(f"/documents/{document}/check", body)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["opens"], answer.json()["status"]) == (opens, "recorded")


def test_what_the_chain_does_not_hold_opens_nothing(desk: Desk) -> None:
    """SDOCUMENTS-8"""
    answer = desk.post("/documents", a_body(deal=desk.deal))
    checked = desk.post(f"/documents/{answer.json()['describes']['document']}/check", {})
    assert (checked.json()["opens"], checked.json()["status"]) == (False, "unknown")
    desk.end(answer)


def test_a_document_without_a_deal_is_recorded_under_a_number_of_its_own(desk: Desk) -> None:
    """SDOCUMENTS-9"""
    in_deal = desk.see(desk.record())
    alone = desk.see(desk.end(desk.post("/documents", a_body())))
    assert alone["deal"] != in_deal["deal"]
    assert alone["issuer"]["number"] != in_deal["issuer"]["number"]
