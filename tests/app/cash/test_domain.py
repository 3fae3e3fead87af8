"""The rules of cash by themselves."""

from __future__ import annotations

import pytest

from app.cash.domain import Kind, Token, kind_of, persons_for
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
