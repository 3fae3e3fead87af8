"""The rules of cash by themselves."""

from __future__ import annotations

from uuid import UUID

import pytest
from eth_utils.crypto import keccak

from app.cash.domain import Kind, Token, kind_of, orderer_of, persons_for, reference_of, uetr_of
from app.identifiers import uetr
from app.money import NotMoney, currency

USD, KWD, JPY = (Token("0x" + "1" * 40, 7, currency(alpha)) for alpha in ("USD", "KWD", "JPY"))


@pytest.mark.parametrize(
    ("amount", "alone_up_to", "persons"),
    [(1, 0, 2), (0, 0, 2), (100, 100, 1), (101, 100, 2), (1, 100, 1), (2**64 - 1, 2**64 - 1, 1)],
)
def test_two_persons_pay_what_one_may_not_pay_alone(amount: int, alone_up_to: int, persons: int) -> None:
    """SCASH-5: a limit of zero lets nobody pay alone."""
    assert persons_for(amount, alone_up_to) == persons


@pytest.mark.parametrize(
    ("token", "text", "minor"), [(USD, "12.5", 1250), (KWD, "12.345", 12345), (JPY, "12", 12)]
)
def test_an_amount_is_read_in_the_tokens_currency(token: Token, text: str, minor: int) -> None:
    """SCASH-6"""
    assert token.amount(text) == minor


@pytest.mark.parametrize(
    ("token", "text"), [(USD, "0.00"), (USD, "0.001"), (JPY, "1.5"), (USD, "-1"), (USD, "1e3"), (USD, "")]
)
def test_what_the_currency_cannot_pay_is_no_amount(token: Token, text: str) -> None:
    """SCASH-6"""
    with pytest.raises(NotMoney):
        token.amount(text)


@pytest.mark.parametrize(
    ("payer", "payee", "payment", "kind"),
    [
        (None, "b", None, Kind.MINTED),
        ("a", None, None, Kind.REDEEMED),
        ("a", "b", None, Kind.TRANSFERRED),
        ("a", "b", "0x01", Kind.SETTLED),
    ],
)
def test_a_movement_is_named_by_its_ends_and_by_what_it_pays(
    payer: str | None, payee: str | None, payment: str | None, kind: Kind
) -> None:
    """SCASH-9"""
    assert kind_of(payer, payee, payment) is kind


def test_a_reference_is_of_a_uetr_and_of_who_orders() -> None:
    """SERVICE-135: by other code than the service's. Another number has another reference, and not by its end
    alone: who saw one makes none of the same UETR.
    """
    known, number = "eb6305c9-1f7f-49de-aed0-16487c27b42d", 2_718_281_828
    hashed = keccak(b"entrepot.payment.uetr" + number.to_bytes(4, "big") + UUID(known).bytes).hex()
    assert reference_of(known, number) == "0x" + hashed[:56] + f"{number:08x}"
    assert orderer_of(reference_of(known, number)) == number
    assert reference_of(known, 1)[:58] != reference_of(known, number)[:58]


def test_what_a_deal_pays_has_a_uetr_that_follows_from_its_id() -> None:
    """SERVICE-137: a UUID of version 4 in lower case, the same whoever computes it, and for ever."""
    ids = [f"0x{place:064x}" for place in range(1_000)]
    assert len({uetr(uetr_of(payment)) for payment in ids}) == len(ids)
    hashed = bytearray(keccak(b"entrepot.payment.of.a.deal" + bytes.fromhex(ids[7][2:]))[:16])
    hashed[6], hashed[8] = hashed[6] & 0x0F | 0x40, hashed[8] & 0x3F | 0x80
    assert uetr_of(ids[7]) == str(UUID(bytes=bytes(hashed)))
