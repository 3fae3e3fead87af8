"""A sight credit, refused once and honoured once, by real processes over HTTP on a real chain."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from app.demo.chain_reader import ChainReader
from app.demo.compare import Comparison, compare
from tests.journeys.conftest import Played


def compared(played: Played) -> Comparison:
    return compare(played.place.database_url, played.rpc_url, played.place.deployment_file)


def database(played: Played) -> Path:
    found = make_url(played.place.database_url).database
    assert found is not None
    return Path(found)


def test_the_trade_is_played_by_six_parties(played: Played) -> None:
    steps = played.timeline.steps
    assert len(steps) >= 12
    assert {step.actor for step in steps} == {
        *("applicant", "issuing-bank", "advising-bank", "beneficiary", "carrier", "terminal")
    }
    assert all(step.gas for step in steps if step.block)


def test_money_and_cargo_have_changed_hands(played: Played) -> None:
    """The beneficiary has the credit's amount, the bank nothing, and the bill is accomplished."""
    held = dict(played.ending.balances)
    amount = played.papers.terms.amount
    assert held["beneficiary"] == f"{amount.decimal()} {amount.currency}"
    assert held["issuing-bank"].split()[0].strip("0.") == ""
    assert played.desks.maker("carrier").get("/bills")["items"][0]["status"] == "accomplished"


def test_the_refused_presentation_stays_refused(played: Played) -> None:
    """The second notice was not sent: one is on record."""
    bank = played.desks.maker("issuing-bank")
    (credit,) = bank.get("/credits")["items"]
    refused, honoured = bank.get(f"/credits/{credit['id']}/presentations")["items"]
    assert (refused["status"], honoured["status"]) == ("refused", "honoured")
    assert [notice["effective"] for notice in refused["notices"]] == [True]
    assert credit["figures"]["honoured"] == played.papers.terms.amount.decimal()


def test_every_row_is_what_the_chain_says(played: Played) -> None:
    found = compared(played)
    assert found.differences == ()
    assert found.rows >= 10


SPOILT = [
    ("chain_bills", "holder", 77),
    ("chain_credits", "honoured", 1),
    ("chain_presentations", "status", 2),
    ("chain_cash_balances", "amount", 5),
    ("chain_parties", "roles", 3),
    ("chain_documents", "issuer", 9),
    ("chain_title_events", "taker", 4),
]


def test_each_spoilt_row_is_a_difference(played: Played) -> None:
    """One field of one row of each table is changed, and a whole row taken away; each of them is named."""
    with closing(sqlite3.connect(database(played))) as connection:
        copy = sqlite3.connect(":memory:")
        connection.backup(copy)
        try:
            spoilt = []
            for table, column, value in SPOILT:
                (id,) = connection.execute(f"SELECT id FROM {table} ORDER BY id LIMIT 1").fetchone()
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (value, id))
                spoilt.append(f"{table} {id}: {column} is {value}")
            (gone,) = connection.execute("SELECT id FROM chain_keys ORDER BY id LIMIT 1").fetchone()
            connection.execute("DELETE FROM chain_keys WHERE id = ?", (gone,))
            spoilt.append(f"chain_keys {gone}: on the chain, and no row")
            connection.commit()
            found = compared(played).differences
        finally:
            copy.backup(connection)
            copy.close()
    assert [one for one in spoilt if not any(said.startswith(one) for said in found)] == []
    assert len(found) == len(spoilt)


def test_no_text_and_no_key_of_two_numbers_stands_on_the_chain(played: Played) -> None:
    """What a rival learns: no calldata of any block holds a name, a reference or goods in clear."""
    chain = ChainReader(played.rpc_url)
    written = b"".join(bytes.fromhex(one["input"][2:]) for one in chain.transactions()).upper()
    terms, bill = played.papers.terms, played.papers.bill
    words = [
        terms.reference,
        terms.applicant.name,
        terms.beneficiary.name,
        terms.issuing_bank[:8],
        bill.reference,
    ]
    chain.close()
    assert written
    assert [word for word in words if word.upper().encode() in written] == []


def test_no_sender_acts_for_two_numbers(played: Played) -> None:
    """Keys are derived afresh for each number, so no sender links two of them."""
    with closing(sqlite3.connect(database(played))) as connection:
        keys = connection.execute("SELECT id, party FROM chain_keys").fetchall()
    assert len({key for key, _ in keys}) == len(keys)
    chain = ChainReader(played.rpc_url)
    senders = {one["from"].lower() for one in chain.transactions()}
    chain.close()
    known = {key for key, _ in keys}
    assert len(senders & known) >= 6


@pytest.mark.parametrize(
    ("option", "content", "said"),
    [
        ("--credit", b"{1:F01 nothing that a bank sent", ["credit"]),
        ("--bill", b'{"transportDocumentReference": "X1"', ["JSON"]),
    ],
)
def test_what_cannot_be_read_is_refused_before_anything_starts(
    tmp_path: Path, option: str, content: bytes, said: list[str]
) -> None:
    given = tmp_path / "document"
    given.write_bytes(content)
    before = sorted(Path("var/demo").rglob("*")) if Path("var/demo").exists() else []
    done = subprocess.run(
        [sys.executable, "-m", "app.demo", option, str(given)], capture_output=True, text=True, check=False
    )
    told = done.stdout + done.stderr
    assert done.returncode != 0
    assert "Traceback" not in told
    assert "Nothing was started." in told
    assert all(word in told for word in said), told
    assert (sorted(Path("var/demo").rglob("*")) if Path("var/demo").exists() else []) == before
