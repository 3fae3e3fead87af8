"""A key that nobody ever holds: each evaluator deals a part of it to all, by Feldman's verifiable sharing.

Every dealer draws a polynomial, publishes its coefficients times the generator, and gives each evaluator
the value at that evaluator's number, in secret. What an evaluator was given by all dealers adds up to its
share; the key is the sum of the constant terms, which nobody computes. Dealers publish a hash of their
commitments before any of them shows its own, so that the last one cannot choose by what the others chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.curve import ORDER, added, generated, multiplied, random_scalar
from app.errors import Conflict
from app.receivables.oprf import Key, Share


@dataclass(frozen=True)
class Deal:
    """What one dealer made: `commitments` are for all, constant term first; `parts[n - 1]` is for evaluator n
    alone.
    """

    dealer: int
    commitments: tuple[bytes, ...]
    parts: tuple[int, ...] = field(repr=False)


@dataclass(frozen=True)
class Dealt:
    """What one evaluator sees of one deal."""

    dealer: int
    commitments: tuple[bytes, ...]
    part: int = field(repr=False)


def deal(dealer: int, threshold: int, evaluators: int) -> Deal:
    if not 1 <= threshold <= evaluators:
        raise Conflict(
            "threshold-out-of-range",
            f"{threshold} of {evaluators} evaluators",
            allowed=f"1 to {evaluators}",
            threshold=threshold,
            evaluators=evaluators,
        )
    polynomial = [random_scalar() for _ in range(threshold)]
    parts = (
        sum(coefficient * number**power for power, coefficient in enumerate(polynomial)) % ORDER
        for number in range(1, evaluators + 1)
    )
    return Deal(dealer, tuple(generated(coefficient) for coefficient in polynomial), tuple(parts))


def share_of(evaluator: int, given: Sequence[Dealt]) -> Share:
    """The evaluator's share. Conflict names the dealers whose part is not what they committed to."""
    wrong = [
        dealt.dealer
        for dealt in given
        if not 0 < dealt.part < ORDER or generated(dealt.part) != _at(evaluator, dealt.commitments)
    ]
    if wrong:
        raise Conflict(
            "part-wrong",
            f"the parts of dealers {', '.join(map(str, sorted(wrong)))} are not what they committed to",
            allowed="parts that fit the commitments",
            next="leave out those dealers, all evaluators alike, or begin anew",
            dealers=sorted(wrong),
        )
    return Share(evaluator, sum(dealt.part for dealt in given) % ORDER)


def key_of(commitments: Sequence[tuple[bytes, ...]], evaluators: int) -> Key:
    """What everybody knows of the key, from the commitments of all dealers."""
    thresholds = {len(one) for one in commitments}
    if len(thresholds) != 1:
        raise Conflict(
            "thresholds-differ",
            f"deals for {sorted(thresholds)} answers",
            allowed="deals of one threshold",
            thresholds=sorted(thresholds),
        )
    shares = (added(_at(number, one) for one in commitments) for number in range(1, evaluators + 1))
    return Key(thresholds.pop(), tuple(shares))


def _at(number: int, commitments: tuple[bytes, ...]) -> bytes:
    """The dealer's polynomial at `number`, times the generator."""
    return added(multiplied(point, number**power % ORDER) for power, point in enumerate(commitments))
