"""What may be asked of cash, by the interface and by other slices."""

from app.cash.services.payments import freeze, mint, party_in, redeem, transfer, unfreeze
from app.cash.services.reading import balances, described, holdings, movement, movements
from app.cash.services.references import keep_reason, keep_uetr
from app.cash.services.reversing import force, payment, reverse
from app.cash.services.tokens import (
    issuer_of,
    keep_issuer,
    persons,
    standing_of,
    tell_issuer,
    token,
    token_of,
    tokens,
    tokens_page,
)

__all__ = [
    "balances",
    "described",
    "force",
    "freeze",
    "holdings",
    "issuer_of",
    "keep_issuer",
    "keep_reason",
    "keep_uetr",
    "mint",
    "movement",
    "movements",
    "party_in",
    "payment",
    "persons",
    "redeem",
    "reverse",
    "standing_of",
    "tell_issuer",
    "token",
    "token_of",
    "tokens",
    "tokens_page",
    "transfer",
    "unfreeze",
]
