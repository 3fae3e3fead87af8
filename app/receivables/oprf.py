"""A keyed function of content that neither side sees whole: 2HashDH, its key shared by evaluators.

Whoever asks hides the point that its content hashes to behind a number of its own, so an evaluator sees a
random point and learns nothing; the key is shared by Shamir's scheme, so fewer evaluators than the threshold
cannot compute the function, not even together. Each answer carries a proof that it was made with the share
that its evaluator is known for. After RFC 9497, with secp256k1 for the group and SHA-256 for the hash.

    blind(content) -> Blinding            by who asks; only `element` is sent
    evaluate(share, element) -> Evaluation     by each evaluator
    combine(blinding, evaluations, key) -> 32 bytes     by who asks
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from app.curve import (
    ORDER,
    NotAPoint,
    added,
    generated,
    hashed_to_point,
    hashed_to_scalar,
    multiplied,
    random_scalar,
    require_point,
)
from app.errors import Conflict

_SUITE = b"Entrepot-fingerprint-1-secp256k1-SHA256"
_TO_POINT = b"HashToGroup-" + _SUITE
_TO_SCALAR = b"HashToScalar-" + _SUITE
_TO_FINGERPRINT = b"Finalize-" + _SUITE


@dataclass(frozen=True)
class Blinding:
    """One question: its content, the number it is hidden behind, and the element that is sent (33 bytes)."""

    content: bytes
    secret: int = field(repr=False)
    element: bytes


@dataclass(frozen=True)
class Share:
    """One evaluator's part of the key; evaluators are numbered from 1."""

    evaluator: int
    scalar: int = field(repr=False)


@dataclass(frozen=True)
class Evaluation:
    """An answer: the element times the share, and a proof (challenge and response) that it is."""

    evaluator: int
    element: bytes
    challenge: int
    response: int


@dataclass(frozen=True)
class Key:
    """What everybody knows of a key: how many answers are needed, and each evaluator's share times the
    generator, evaluator 1 first.
    """

    threshold: int
    shares: tuple[bytes, ...]


def blind(content: bytes) -> Blinding:
    secret = random_scalar()
    return Blinding(content, secret, multiplied(hashed_to_point(content, _TO_POINT), secret))


def evaluate(share: Share, element: bytes) -> Evaluation:
    """Conflict where `element` is no point: nothing is computed on what the curve does not hold."""
    try:
        require_point(element)
    except NotAPoint as wrong:
        raise Conflict("element-unreadable", str(wrong), allowed="an element of 33 bytes") from None
    answer = multiplied(element, share.scalar)
    nonce = random_scalar()
    challenge = _challenge(
        share.evaluator,
        generated(share.scalar),
        element,
        answer,
        generated(nonce),
        multiplied(element, nonce),
    )
    return Evaluation(share.evaluator, answer, challenge, (nonce - challenge * share.scalar) % ORDER)


def combine(blinding: Blinding, evaluations: Iterable[Evaluation], key: Key) -> bytes:
    """The fingerprint: 32 bytes, the same whoever answers and however the content was blinded.

    Conflict names the evaluators whose answer is not that of their share, or says that too few answered.
    """
    answers = {answer.evaluator: answer for answer in evaluations}
    wrong = [number for number, answer in answers.items() if not _proven(answer, blinding.element, key)]
    if wrong:
        raise Conflict(
            "evaluation-wrong",
            f"evaluators {', '.join(map(str, sorted(wrong)))} did not answer with their share of the key",
            allowed="answers whose proof holds",
            next="leave them out or ask them again, and tell the consortium",
            evaluators=sorted(wrong),
        )
    if len(answers) < key.threshold:
        raise Conflict(
            "evaluations-too-few",
            f"{len(answers)} evaluators answered",
            allowed=f"{key.threshold} or more",
            next="ask others",
            answered=sorted(answers),
            threshold=key.threshold,
        )
    chosen = sorted(answers)[: key.threshold]
    weighed = (multiplied(answers[number].element, weight(number, chosen)) for number in chosen)
    result = multiplied(added(weighed), pow(blinding.secret, -1, ORDER))
    return sha256(_joined(_TO_FINGERPRINT, blinding.content, result)).digest()


def weight(number: int, chosen: Sequence[int]) -> int:
    """Lagrange's coefficient of `number` at 0 among `chosen`, modulo the order of the curve."""
    over = under = 1
    for other in chosen:
        if other != number:
            over = over * other % ORDER
            under = under * (other - number) % ORDER
    return over * pow(under, -1, ORDER) % ORDER


def _proven(answer: Evaluation, element: bytes, key: Key) -> bool:
    """Chaum and Pedersen: one number takes the generator to the share's point and `element` to the answer."""
    if not 1 <= answer.evaluator <= len(key.shares):
        return False
    known = key.shares[answer.evaluator - 1]
    try:
        commitments = (
            added([generated(answer.response), multiplied(known, answer.challenge)]),
            added([multiplied(element, answer.response), multiplied(answer.element, answer.challenge)]),
        )
    except (NotAPoint, ValueError, OverflowError):
        return False
    return answer.challenge == _challenge(answer.evaluator, known, element, answer.element, *commitments)


def _challenge(evaluator: int, *points: bytes) -> int:
    return hashed_to_scalar(_joined(evaluator.to_bytes(4, "big"), *points), _TO_SCALAR)


def _joined(*parts: bytes) -> bytes:
    """Each part behind its length, so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
