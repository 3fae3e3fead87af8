"""Who may join follows from who is a member."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.local.trouble import Trouble
from app.members.domain import commitment_of
from app.network.allowlist import derive, drift, read_list, short, written

HARBOUR, CLEARING = "00000000000000000098", "00000000000000000195"
SALT = bytes(range(32))


def a_node(sign: str) -> str:
    return f"enode://{sign * 128}@{sign}.example:30303"


def an_entry(organisation: str, party: int, *nodes: str, salt: bytes = SALT) -> dict[str, Any]:
    return {"organisation": organisation, "party": party, "salt": salt.hex(), "nodes": list(nodes)}


class Members:
    """A registry with two members; `suspended` are numbers."""

    def __init__(self, *suspended: int) -> None:
        self.suspended = suspended

    def party(self, number: int) -> tuple[int, str]:
        owners = {17: HARBOUR, 18: CLEARING}
        if number not in owners:
            return 0, "0x" + bytes(32).hex()
        return (2 if number in self.suspended else 1), commitment_of(number, owners[number], SALT)


BOTH = [an_entry(HARBOUR, 17, a_node("1")), an_entry(CLEARING, 18, a_node("2"), a_node("3"))]


def test_a_written_list_differs_in_nothing(tmp_path: Path) -> None:
    """NETWORK-6"""
    derived = derive(BOTH, Members())
    file = tmp_path / "permissions_config.toml"
    file.write_text(written(derived.nodes))
    assert sorted(read_list(file)) == [a_node("1"), a_node("2"), a_node("3")]
    assert drift(derived, {"validator 1": read_list(file)}) == []


def test_a_stranger_in_a_list_and_a_member_who_is_not_are_named() -> None:
    """NETWORK-6: each list by itself."""
    derived = derive(BOTH, Members())
    whole = list(derived.nodes)
    assert drift(derived, {"one": [*whole, a_node("9")], "two": whole[1:]}) == [
        f"one lets {short(a_node('9'))} in, which is no active member's",
        f"two keeps {short(a_node('1'))} of {HARBOUR} out",
    ]


@pytest.mark.parametrize(
    ("entry", "members", "said"),
    [
        (an_entry(CLEARING, 18, a_node("2")), Members(18), "its number 18 is suspended"),
        (an_entry(CLEARING, 19, a_node("2")), Members(), "its number 19 is never admitted"),
        (an_entry(CLEARING, 17, a_node("2")), Members(), "number 17 is not its own, or the salt is wrong"),
        (
            an_entry(CLEARING, 18, a_node("2"), salt=bytes(32)),
            Members(),
            "number 18 is not its own, or the salt is wrong",
        ),
    ],
)
def test_only_an_active_number_that_opens_to_its_organisation_lends_a_right(
    entry: dict[str, Any], members: Members, said: str
) -> None:
    """NETWORK-6: and a list that still has its node is told."""
    derived = derive([BOTH[0], entry], members)
    assert set(derived.nodes) == {a_node("1")}
    assert drift(derived, {"one": [a_node("1"), a_node("2")]}) == [
        f"{CLEARING}: {said}",
        f"one lets {short(a_node('2'))} in, which is no active member's",
    ]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([{"organisation": HARBOUR}], "cannot be used: KeyError"),
        ([an_entry(HARBOUR, 17, "enode://12@host:1")], "is not of the form"),
        ([*BOTH, an_entry(HARBOUR, 17, a_node("3"))], "both name the node"),
        ([an_entry(HARBOUR, 17) | {"salt": "xyz"}], "cannot be used: ValueError"),
    ],
)
def test_a_faulty_file_is_one_sentence(entries: list[dict[str, Any]], said: str) -> None:
    """NETWORK-6"""
    with pytest.raises(Trouble, match=said):
        derive(entries, Members())


@pytest.mark.parametrize("content", ["", "nodes-allowlist = 3", "[", json.dumps({})])
def test_what_is_no_list_is_one_sentence(tmp_path: Path, content: str) -> None:
    """NETWORK-6"""
    file = tmp_path / "permissions_config.toml"
    with pytest.raises(Trouble, match="cannot be read"):
        read_list(file)
    file.write_text(content)
    with pytest.raises(Trouble, match=r"is no permissions_config\.toml"):
        read_list(file)
