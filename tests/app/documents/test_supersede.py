"""A newer version, and taking a document back."""

from __future__ import annotations

import pytest

from tests.app.documents.builders import LEI, Desk, a_body


def test_a_newer_version_takes_its_place_and_both_stay(desk: Desk) -> None:
    """SDOCUMENTS-10"""
    first = desk.record(b"one", kind="invoice")
    second = desk.supersede(first, b"two", name="second.txt")
    old, new = desk.see(first), desk.see(second)
    assert (old["status"], old["successor"], old["version"]) == ("superseded", second, 1)
    assert (new["status"], new["predecessor"], new["version"]) == ("recorded", first, 2)
    assert (new["kind"], new["deal"], new["name"]) == ("invoice", old["deal"], "second.txt")
    assert desk.get(f"/documents/{first}/content").content == b"one"


def test_who_has_a_copy_of_the_old_one_sees_that_it_gave_way(desk: Desk, other_desk: Desk) -> None:
    """SDOCUMENTS-10"""
    first = desk.record(send_to=[LEI["north"]])
    second = desk.supersede(first, b"two", send_to=[LEI["north"]])
    assert other_desk.see(first)["status"] == "superseded"
    assert other_desk.see(second)["predecessor"] == first


def test_revoked_is_seen_by_all_who_have_a_copy(desk: Desk, other_desk: Desk) -> None:
    """SDOCUMENTS-11"""
    document = desk.record(send_to=[LEI["north"]])
    desk.end(desk.post(f"/documents/{document}/revoke"))
    assert desk.see(document)["status"] == other_desk.see(document)["status"] == "revoked"
    checked = other_desk.post(f"/documents/{document}/check", {}).json()
    assert (checked["opens"], checked["status"]) == (True, "revoked")


@pytest.mark.parametrize("act", ["supersede", "revoke"])
def test_only_its_issuer_changes_it(desk: Desk, other_desk: Desk, act: str) -> None:
    """SDOCUMENTS-6"""
    document = desk.record(send_to=[LEI["north"]])
    answer = other_desk.post(f"/documents/{document}/{act}", newer() if act == "supersede" else None)
    assert (answer.status_code, answer.json()["code"]) == (403, "document-of-another")


@pytest.mark.parametrize("act", ["supersede", "revoke"])
def test_what_was_revoked_is_not_changed_again(desk: Desk, act: str) -> None:
    """SDOCUMENTS-6"""
    document = desk.record()
    desk.end(desk.post(f"/documents/{document}/revoke"))
    answer = desk.post(f"/documents/{document}/{act}", newer() if act == "supersede" else None)
    assert (answer.status_code, answer.json()["code"]) == (409, "document-not-standing")
    assert "revoked" in answer.json()["found"]


def test_of_two_changes_at_once_the_chain_takes_one_and_says_why_not_the_other(desk: Desk) -> None:
    """SDOCUMENTS-12"""
    document = desk.record()
    first = desk.post(f"/documents/{document}/revoke")
    second = desk.post(f"/documents/{document}/supersede", newer())
    desk.end(first)
    failed = desk.get(f"/operations/{second.json()['id']}").json()
    assert (failed["status"], failed["refusal"]["code"]) == ("failed", "document-not-standing")


def newer() -> dict[str, object]:
    return {name: value for name, value in a_body(b"newer").items() if name != "kind"}
