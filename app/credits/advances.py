"""Words of advances under red and green clauses."""

from __future__ import annotations

from enum import IntEnum, StrEnum

MOST = 4
"""So many are outstanding at a time under one credit."""


class AdvanceStatus(IntEnum):
    UNKNOWN = 0
    ASKED = 1
    ADVANCED = 2
    SETTLED = 3


class AdvanceSide(StrEnum):
    BENEFICIARY = "beneficiary"
    BANK = "bank"
    ISSUING_BANK = "issuing bank"


ADVANCE_WORDS: dict[AdvanceStatus, str] = {
    AdvanceStatus.UNKNOWN: "not on chain, or taken back",
    AdvanceStatus.ASKED: "asked for; the bank judges the papers and advances, or does not",
    AdvanceStatus.ADVANCED: "advanced; it is taken off the first payments to the beneficiary",
    AdvanceStatus.SETTLED: "come back in full, from drawings or from the issuing bank",
}
