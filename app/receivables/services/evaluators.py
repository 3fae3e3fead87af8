"""The key of the fingerprints: dealt by its evaluators, asked by mail, and how often somebody may ask.

A question is a random point and an answer a number times that point, so what is kept of the mail tells
nothing of a document (docs/decisions/0013).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import now_of
from app.errors import Conflict, NotFound, TooMany
from app.mail import service as mail
from app.mail.domain import Message
from app.members import service as members
from app.receivables import dealing, oprf
from app.receivables.documents import Document
from app.receivables.fingerprints import combinations
from app.receivables.oprf import Evaluation, Key, Share
from app.receivables.store import Answer, Asked, EvaluatorShare, FingerprintKey

WANTED, GIVEN = "fingerprint-wanted", "fingerprint-given"
MOST_A_DAY = 4_000
"""Combinations that one organisation may have evaluated: hundreds of documents, no catalogue of guesses."""


def found_key(session: Session, evaluators: Sequence[str], threshold: int, holders: Sequence[str]) -> None:
    """Deal a key among `evaluators`, members of this deployment, and tell `holders` what all may know of it.
    What a dealer gives an evaluator is used once and not kept. Raises Conflict where there is a key:
    another one would lose every fingerprint.
    """
    if any(session.get(FingerprintKey, member_id) for member_id in {*evaluators, *holders}):
        raise Conflict(
            "fingerprint-key-there",
            "there is a key already",
            allowed="one key, for as long as its fingerprints are compared",
        )
    count = len(evaluators)
    deals = [dealing.deal(number, threshold, count) for number in range(1, count + 1)]
    for number, member_id in enumerate(evaluators, start=1):
        given = [dealing.Dealt(deal.dealer, deal.commitments, deal.parts[number - 1]) for deal in deals]
        share = dealing.share_of(number, given)
        session.add(
            EvaluatorShare(member_id=member_id, evaluator=number, scalar=share.scalar.to_bytes(32, "big"))
        )
    key = dealing.key_of([deal.commitments for deal in deals], count)
    leis = [members.member(session, member_id).lei for member_id in evaluators]
    for member_id in {*evaluators, *holders}:
        session.add(
            FingerprintKey(
                member_id=member_id,
                threshold=key.threshold,
                evaluators=leis,
                points=[point.hex() for point in key.shares],
            )
        )
    session.flush()


def fingerprints_of(session: Session, member_id: str, document: Document) -> tuple[str, ...]:
    """The document's fingerprints, ascending. Raises Conflict where too few evaluators have answered, or one
    with something else than its share.
    """
    # What everybody may know of it: a member that came later takes another's.
    row = session.get(FingerprintKey, member_id) or session.scalars(select(FingerprintKey)).first()
    if row is None:
        raise Conflict(
            "fingerprint-key-missing",
            "your organisation knows no key for fingerprints",
            next="ask the operator of the service to have it dealt by the evaluators",
        )
    key = Key(row.threshold, tuple(bytes.fromhex(point) for point in row.points))
    blinded = [oprf.blind(content) for content in combinations(document)]
    elements = [blinding.element for blinding in blinded]
    answers = _answers(session, member_id, row.evaluators, elements, row.threshold)
    found = (
        oprf.combine(blinding, [answer[place] for answer in answers], key)
        for place, blinding in enumerate(blinded)
    )
    return tuple(sorted("0x" + fingerprint.hex() for fingerprint in found))


def answer_wanted(session: Session, member_id: str, message: Message) -> None:
    """An evaluator's part, by machine: it learns nothing but how often it was asked. Raises TooMany."""
    share = session.get(EvaluatorShare, member_id)
    if share is None:
        raise NotFound("not-an-evaluator", "this organisation holds no part of the key")
    elements = [bytes.fromhex(str(element)) for element in message.body["elements"]]
    _count(session, member_id, message.sender, len(elements))
    mine = Share(share.evaluator, int.from_bytes(share.scalar, "big"))
    mail.send(
        session,
        member_id=member_id,
        to=message.sender,
        kind=GIVEN,
        body={
            "question": str(message.body["question"]),
            "evaluations": [_written(oprf.evaluate(mine, element)) for element in elements],
        },
    )


def keep_given(session: Session, member_id: str, message: Message) -> None:
    session.merge(
        Answer(
            member_id=member_id,
            question=str(message.body["question"])[:32],
            organisation=message.sender,
            body=list(message.body["evaluations"]),
        )
    )


def _answers(
    session: Session, member_id: str, evaluators: Sequence[str], elements: Sequence[bytes], threshold: int
) -> list[list[Evaluation]]:
    """Of as many evaluators as it takes, ourselves first where we are one: it is asked of nobody else."""
    own = members.member(session, member_id).lei
    question, answers = uuid4().hex, []
    body = {"question": question, "elements": [element.hex() for element in elements]}
    mine = session.get(EvaluatorShare, member_id)
    if mine is not None:
        share = Share(mine.evaluator, int.from_bytes(mine.scalar, "big"))
        answers.append([oprf.evaluate(share, element) for element in elements])
    for organisation in evaluators:
        if len(answers) >= threshold:
            break
        if organisation == own:
            continue
        mail.send(session, member_id=member_id, to=organisation, kind=WANTED, body=body)
        given = session.get(Answer, (member_id, question, organisation))
        if given is not None and len(given.body) == len(elements):
            answers.append([_read(one) for one in given.body])
            session.delete(given)
    if len(answers) < threshold:
        raise Conflict(
            "fingerprints-awaited",
            f"{len(answers)} evaluators have answered",
            allowed=f"{threshold} of them",
            next="try again; ask the operator where it stays so",
            answered=len(answers),
            threshold=threshold,
        )
    return answers


def _count(session: Session, member_id: str, organisation: str, more: int) -> None:
    day = now_of(session).date()
    row = session.get(Asked, (member_id, organisation, day))
    if row is None:
        row = Asked(member_id=member_id, organisation=organisation, day=day, count=0)
        session.add(row)
    if row.count + more > MOST_A_DAY:
        raise TooMany(
            "evaluations-used-up",
            f"{organisation} has had {row.count} combinations evaluated today",
            allowed=f"{MOST_A_DAY} a day",
            next="go on tomorrow, or tell the evaluators why it takes more",
            asked=row.count,
            most=MOST_A_DAY,
        )
    row.count += more
    session.flush()


def _written(answer: Evaluation) -> dict[str, Any]:
    return {
        "evaluator": answer.evaluator,
        "element": answer.element.hex(),
        "challenge": f"{answer.challenge:064x}",
        "response": f"{answer.response:064x}",
    }


def _read(told: dict[str, Any]) -> Evaluation:
    return Evaluation(
        int(told["evaluator"]),
        bytes.fromhex(str(told["element"])),
        int(str(told["challenge"]), 16),
        int(str(told["response"]), 16),
    )
