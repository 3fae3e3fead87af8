"""What nodes say when they are given a transaction: each row of the table, in the words of a real node.
SERVICE-41
"""

from __future__ import annotations

import re

import pytest

from app.chain.node_answers import ANSWERS, Outcome, outcome_of

SAID = [
    ("already known", Outcome.TAKEN),
    ("Known transaction", Outcome.TAKEN),
    ("transaction already imported", Outcome.TAKEN),
    ("VM Exception while processing transaction: revert", Outcome.TAKEN),
    ("replacement transaction underpriced", Outcome.LATER),
    ("nonce too low: next nonce 5, tx nonce 4", Outcome.USED),
    ("the tx doesn't have the correct nonce. account has nonce of: 3 tx has nonce of: 2", Outcome.USED),
    ("Nonce too high", Outcome.LATER),
    ("TRANSACTION_NONCE_TOO_DISTANT: nonce too distant from current sender nonce", Outcome.LATER),
    ("intrinsic gas too low: gas 21000, minimum needed 21064", Outcome.NEVER),
    ("exceeds block gas limit", Outcome.NEVER),
    ("oversized data: transaction size 150000, limit 131072", Outcome.NEVER),
    ("invalid sender", Outcome.NEVER),
    ("only replay-protected (EIP-155) transactions allowed over RPC", Outcome.NEVER),
    ("transaction underpriced: gas tip cap 0, minimum needed 1", Outcome.LATER),
    ("insufficient funds for gas * price + value", Outcome.LATER),
    ("txpool is full", Outcome.LATER),
    ("request timed out", Outcome.LATER),
    ("Internal error", Outcome.LATER),
    ("the moon is in the wrong quarter", Outcome.UNKNOWN),
]


@pytest.mark.parametrize(("message", "outcome"), SAID)
def test_an_answer_means(message: str, outcome: Outcome) -> None:
    assert outcome_of(message) is outcome


def test_each_row_is_tried() -> None:
    rows = {
        next((i for i, (p, _) in enumerate(ANSWERS) if _matches(p, message)), None) for message, _ in SAID
    }
    assert rows >= set(range(len(ANSWERS)))


def _matches(pattern: str, message: str) -> bool:
    return re.search(pattern, message, re.IGNORECASE) is not None
