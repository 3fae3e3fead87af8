"""The evidence pack: whole, of one member alone, and checked by a program that knows nothing of us."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.credits import verify
from app.credits.domain import canonical
from app.hashes import keccak
from tests.app.credits.builders import (
    ADVISER,
    AMOUNT,
    BANK,
    BENEFICIARY,
    BUYER,
    LEI,
    NAME,
    NEGOTIABLE,
    STRANGER,
    WRONG,
    Desk,
    a_message,
)
from tests.app.credits.test_assign import assigned
from tests.app.credits.transfers import transfer, transferable

BETWEEN_BANKS = "PAY WITHOUT RECOURSE"
QUESTION, ANSWER = "Do you accept a missing packing list?", "We accept nothing of the kind."
EVERYBODY = (BUYER, BANK, ADVISER, BENEFICIARY)


@pytest.fixture(scope="module")
def credit(desk: Desk) -> str:
    """One with a text between banks, amended, refused once and paid once."""
    message = a_message(desk.today, f49H=BETWEEN_BANKS, f43P="ALLOWED")
    credit = desk.advise(message)
    amendment = desk.propose(credit, wording="Ten days more to present.", presentation_days=25)
    assert desk.ask(ADVISER, f"{amendment}/advice").status_code == 201
    desk.done(BENEFICIARY, f"{amendment}/answer", {"accepts": "whole"})
    first = desk.present(credit)
    named = desk.ask(BANK, f"/desk/examinations/{first.rpartition('/')[2]}/examiner", {"examiner": "L. Kask"})
    assert named.status_code == 201
    desk.examine(first, complies=False)
    path = f"{first}/waiver-requests"
    assert desk.ask(BANK, path, {"question": QUESTION}).status_code == 201
    (asked,) = desk.see(BUYER, first)["waiver_requests"]
    said = {"accepts": False, "answer": ANSWER}
    assert desk.ask(BUYER, f"{path}/{asked['id']}/answer", said).status_code == 201
    desk.refuse(first)
    second = desk.present(credit)
    desk.examine(second, complies=True)
    desk.mint(credit)
    desk.done(BANK, f"{second}/honour")
    return credit


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


def pack_of(desk: Desk, credit: str, member: str) -> tuple[bytes, str]:
    answer = desk.interface.ask("GET", f"/credits/{credit}/evidence", member=member)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    return answer.content, str(answer.headers["evidence-seal"])


def entries_of(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def zipped(entries: dict[str, bytes], file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return file


def resealed(entries: dict[str, bytes]) -> dict[str, bytes]:
    """By a forger who knows how packs are sealed."""
    manifest = json.loads(entries["manifest.json"])
    manifest["entries"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in entries.items()
        if name != "manifest.json"
    }
    manifest["seal"] = verify.sealed_as(manifest)
    return entries | {"manifest.json": canonical(manifest)}


def checked(program: Path, pack: Path, *words: str) -> tuple[int, str]:
    """As a court's expert would: another process, without any package and without our code."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), str(pack), *words],
        cwd=program.parent,
        env={},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def faults(pack: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert verify.main([str(pack), *words]) != 0
    return capsys.readouterr().out


def test_an_expert_checks_it_with_nothing_but_python_and_a_node(
    desk: Desk, credit: str, tmp_path: Path
) -> None:
    """SCREDITS-67"""
    for member in EVERYBODY:
        pack, seal = pack_of(desk, credit, member)
        file = tmp_path / f"{member}.zip"
        file.write_bytes(pack)
        with zipfile.ZipFile(file) as opened:
            opened.extractall(tmp_path / member)
        program = tmp_path / member / "verify.py"
        code, said = checked(program, file, "--seal", seal)
        assert code == 0, said
        assert f"as {NAME[member]} holds it" in said
        assert "the chain was not asked" in said
        code, said = checked(program, tmp_path / member, "--seal", seal, "--rpc", desk.world.node.url)
        assert code == 0, said
        assert "are what the chain has" in said


def test_every_changed_byte_is_found_in_its_entry(
    desk: Desk, credit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SCREDITS-67"""
    pack, seal = pack_of(desk, credit, BANK)
    entries = entries_of(pack)
    assert len(entries) >= 14
    for name, content in entries.items():
        place = len(content) // 2
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        said = faults(zipped(entries | {name: changed}, tmp_path / "changed.zip"), capsys)
        assert [line.split()[1] for line in said.splitlines()] == [f"{name}:"], said
    said = faults(
        zipped({k: v for k, v in entries.items() if k != "events.json"}, tmp_path / "less.zip"), capsys
    )
    assert "events.json: is missing" in said
    said = faults(zipped(entries | {"more.txt": b"more"}, tmp_path / "more.zip"), capsys)
    assert "more.txt: is no part of the pack" in said

    # In a process of its own, on the very file: a byte in the middle of its longest entry.
    program = zipped(entries, tmp_path / "whole.zip").parent / "verify.py"
    program.write_bytes(entries["verify.py"])
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        longest = max(opened.infolist(), key=lambda entry: entry.compress_size)
    middle = longest.header_offset + 30 + len(longest.filename) + longest.compress_size // 2
    spoilt = tmp_path / "spoilt.zip"
    spoilt.write_bytes(pack[:middle] + bytes([pack[middle] ^ 1]) + pack[middle + 1 :])
    code, said = checked(program, spoilt)
    assert code == 1
    assert f"{longest.filename}: was changed" in said

    assert "another pack" in faults(zipped(entries, tmp_path / "whole.zip"), capsys, "--seal", "0" * 64)
    code, said = checked(program, tmp_path / "whole.zip", "--seal", seal)
    assert code == 0, said


def test_who_seals_a_forged_pack_anew_is_found_out_by_salt_and_chain(
    desk: Desk, credit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SCREDITS-67"""
    entries = entries_of(pack_of(desk, credit, BANK)[0])
    program = tmp_path / "verify.py"
    program.write_bytes(entries["verify.py"])

    def forged(name: str, old: bytes, new: bytes) -> Path:
        assert old in entries[name], name
        return zipped(resealed(entries | {name: entries[name].replace(old, new, 1)}), tmp_path / "forged.zip")

    amount = AMOUNT.replace(".", ",").encode()
    said = faults(forged("texts/credit.txt", amount, b"9" + amount[1:]), capsys)
    assert "the text of the credit does not open" in said
    document = next(name for name in entries if name.endswith("invoice.txt"))
    assert f"{document}: is not what" in faults(forged(document, b"INVOICE", b"INVOISE"), capsys)
    wrong = WRONG[0]["text"].encode()
    said = faults(forged("openings.json", wrong, b"Another thing is wrong."), capsys)
    assert "a notice of refusal" in said
    said = faults(forged("operations.json", b'"raw": "0x', b'"raw": "0x00'), capsys)
    assert "is not the hash of its signed bytes" in said
    steps = json.loads(entries["timeline.json"])
    steps[0], steps[1] = steps[1] | {"at": "2999-01-01T00:00:00+00:00"}, steps[0]
    turned = resealed(entries | {"timeline.json": json.dumps(steps).encode()})
    assert "stands after a later one" in faults(zipped(turned, tmp_path / "turned.zip"), capsys)

    # A whole event of the forger's making hangs together; the chain does not have it.
    events = json.loads(entries["events.json"])
    refused = next(one for one in events if one["name"] == "Refused")
    rpc = ("--rpc", desk.world.node.url)
    for part, value in (
        ("data", refused["log"]["data"][:-1] + "3"),
        ("blockHash", "0x" + "7" * 64),
        ("transactionHash", "0x" + "7" * 64),
    ):
        made = [one | {"log": one["log"] | {part: value}} if one is refused else one for one in events]
        file = zipped(resealed(entries | {"events.json": json.dumps(made).encode()}), tmp_path / "event.zip")
        code, said = checked(program, file, *rpc)
        assert code == 1
        assert f"event {refused['id']}" in said
    later = [one | {"second": one["second"] + 1} if one is refused else one for one in events]
    file = zipped(resealed(entries | {"events.json": json.dumps(later).encode()}), tmp_path / "event.zip")
    assert f"event {refused['id']} is not in the block" in faults(file, capsys, *rpc)
    operations = json.loads(entries["operations.json"])
    receipt = next(one["receipt"] for one in operations if one["receipt"])
    receipt["gas_used"] += 1
    file = zipped(
        resealed(entries | {"operations.json": json.dumps(operations).encode()}), tmp_path / "receipt.zip"
    )
    assert f"no such receipt of {receipt['transaction']}" in faults(file, capsys, *rpc)


def test_it_tells_the_whole_story_in_order(desk: Desk, credit: str) -> None:
    """SCREDITS-66"""
    entries = entries_of(pack_of(desk, credit, BANK)[0])
    steps = json.loads(entries["timeline.json"])
    assert [step["step"] for step in steps] == list(range(1, len(steps) + 1))
    events = json.loads(entries["events.json"])
    history = desk.see(BANK, f"/credits/{credit}/history?limit=200")["items"]
    told = [event["name"] for event in events]
    assert [name for name in told if name in {line["what"] for line in history}] == [
        line["what"] for line in history
    ]
    assert "CreditAmended" in told
    assert all(event["log"]["blockHash"].startswith("0x") for event in events)
    maker, checker = (desk.world.callers[BANK, role].name for role in ("maker", "checker"))
    story = entries["narrative.txt"].decode()
    for part in (
        f"{NAME[BANK]}, {maker}, asked to issue a credit",
        f"{NAME[BANK]}, {checker}, approved it: issue a credit",
        f"{NAME[BANK]} issued the credit",
        f"{NAME[BANK]}, {maker}, named L. Kask to examine presentation 1",
        "examined presentation 1 and found it discrepant",
        f"1. {WRONG[0]['text']} ({WRONG[0]['article']})",
        "The documents are being returned.",
        QUESTION,
        ANSWER,
        f"{NAME[BANK]} refused the documents",
        f"{NAME[BANK]}, {checker}, approved it: refuse documents",
        f"{NAME[BANK]} honoured",
    ):
        assert part in story, part
    operations = json.loads(entries["operations.json"])
    refusal = next(one for one in operations if one["describes"]["action"] == "refuse documents")
    assert (refusal["asked_by"]["name"], refusal["checked_by"]["name"]) == (maker, checker)
    assert refusal["receipt"]["succeeded"] is True
    assert refusal["signed"][-1]["hash"] == refusal["receipt"]["transaction"]
    openings = [one["what"] for one in json.loads(entries["openings.json"])]
    assert sorted(openings) == sorted(
        [
            "the text of the credit",
            "amendment 1",
            *(f"the {what} of presentation {place}" for place in (1, 2) for what in ("documents", "amount")),
            *(f"the calendar of the examination of presentation {place}" for place in (1, 2)),
            "a notice of refusal of presentation 1",
        ]
    )
    (first, _) = json.loads(entries["examinations.json"])
    (finding,) = first["findings"]
    assert finding["calendar"]["version"]
    assert finding["clock"]["deadline"]


def test_nobody_s_pack_holds_what_is_between_others(desk: Desk, credit: str) -> None:
    """SCREDITS-68"""
    packs = {member: entries_of(pack_of(desk, credit, member)[0]) for member in EVERYBODY}
    whole = {member: b"".join(entries.values()) for member, entries in packs.items()}

    def knows(text: str) -> set[str]:
        return {member for member, content in whole.items() if text.encode() in content}

    assert knows(BETWEEN_BANKS) == {BUYER, BANK, ADVISER}
    assert knows(WRONG[0]["text"]) == {BUYER, BANK, BENEFICIARY}, "asked to waive, examined, refused"
    assert knows(QUESTION) == knows(ANSWER) == {BUYER, BANK}
    assert knows("L. Kask") == {BANK}
    assert knows("the calendar of the examination") == {BANK}
    for member, entries in packs.items():
        has_documents = any(name.startswith("texts/presentation-") for name in entries)
        assert has_documents == (member in (BANK, BENEFICIARY)), member
        own = {desk.world.callers[member, role].user_id for role in ("maker", "checker")}
        for one in json.loads(entries["operations.json"]):
            assert one["asked_by"]["user"] in own
        others = {desk.world.callers[other, "maker"].user_id for other in EVERYBODY if other != member}
        assert not any(user.encode() in whole[member] for user in others)
    path = f"/credits/{credit}/evidence"
    assert desk.interface.ask("GET", path, member=STRANGER).status_code == 404


def test_what_was_transferred_and_assigned_is_in_the_packs_of_who_has_a_part(
    desk: Desk, tmp_path: Path
) -> None:
    """SCREDITS-66, SCREDITS-68"""
    credit = transferable(desk)
    made, deed = transfer(desk, credit), assigned(desk, credit, "1000.00")
    desk.done(ADVISER, f"{deed}/acknowledgement")
    books = {"transfers": ("TransferBook", id_of(made)), "assignments": ("AssignmentBook", id_of(deed))}
    for member in (BENEFICIARY, ADVISER, BUYER):
        content, _ = pack_of(desk, credit, member)
        entries = entries_of(content)
        events = json.loads(entries["events.json"])
        for kind, (book, id) in books.items():
            shown = [one["id"] for one in json.loads(entries[f"{kind}.json"])]
            told = [one for one in events if one["contract"] == book and one["args"] is not None]
            assert (shown, len(told)) == (([], 0) if member == BUYER else ([id], 2)), (member, kind)
            assert all(id in one["args"].values() for one in told)
        pack = zipped(entries, tmp_path / f"{member}.zip")
        program = tmp_path / "verify.py"
        program.write_bytes(entries["verify.py"])
        assert checked(program, pack, "--rpc", desk.world.node.url)[0] == 0


def test_a_negotiation_s_price_is_in_the_packs_of_its_two_sides_alone(desk: Desk, tmp_path: Path) -> None:
    """SCREDITS-68"""
    credit = desk.advise(a_message(desk.today, **NEGOTIABLE))
    place = desk.present(credit, bank=LEI[ADVISER])
    desk.examine(place, complies=True, by=ADVISER)
    desk.mint(credit, to=ADVISER)
    desk.done(ADVISER, f"{place}/negotiation", {"price": "180000.01"})

    def negotiated(member: str) -> dict[str, Any]:
        file = tmp_path / f"{member}.zip"
        file.write_bytes(pack_of(desk, credit, member)[0])
        assert verify.main([str(file), "--rpc", desk.world.node.url]) == 0
        events = json.loads(entries_of(file.read_bytes())["events.json"])
        return dict(next(one for one in events if one["name"] == "Negotiated"))

    for member in (ADVISER, BENEFICIARY):
        assert negotiated(member)["args"]["price"] == 18_000_001
    for member in (BUYER, BANK):
        found = negotiated(member)
        assert (found["args"], found["log"]["data"]) == (None, None)


def test_what_one_owes_at_maturity_is_told_to_debtor_and_creditor(desk: Desk) -> None:
    """SCREDITS-68"""
    later = {"f41A": "KADREE2XXXX\nBY DEF PAYMENT", "f42C": "", "f42A": ""}
    credit = desk.advise(a_message(desk.today, **later, f42P="90 DAYS AFTER BILL OF LADING DATE"))
    place = desk.present(credit)
    desk.examine(place, complies=True)
    desk.done(BANK, f"{place}/honour")
    (obligation,) = desk.see(BANK, place)["obligations"]
    offer = {"buyer": LEI[ADVISER], "price": "183000.00"}
    desk.done(BENEFICIARY, f"/credits/obligations/{obligation}/offer", offer)

    def told(member: str) -> set[str]:
        return {
            one["name"] for one in json.loads(entries_of(pack_of(desk, credit, member)[0])["events.json"])
        }

    assert "Incurred" not in told(BUYER)
    assert "Incurred" in told(BANK)
    assert "ObligationOffered" not in told(BANK)
    assert {"Incurred", "ObligationOffered"} <= told(BENEFICIARY)
    entries = entries_of(pack_of(desk, credit, BENEFICIARY)[0])
    desk.done(BENEFICIARY, f"/credits/obligations/{obligation}/withdraw-offer")
    actions = [one["describes"]["action"] for one in json.loads(entries["operations.json"])]
    assert any("offer" in action for action in actions)


def test_the_verifier_hashes_as_the_chain_does() -> None:
    for length in (0, 1, 135, 136, 137, 271, 272, 273, 1000):
        content = bytes(range(256)) * 4
        assert verify.keccak(content[:length]) == keccak(content[:length])
