"""The key of the fingerprints, dealt once by its evaluators."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.members.store import Member
from app.operating.desk import Desk, Refused, counted
from app.receivables.services import evaluators


def deal_lines(desk: Desk, chosen: Sequence[str], threshold: int) -> str:
    """Among `chosen` members of this deployment, of whom `threshold` have to answer; every member may ask.
    Raises Refused of a member that is not here, Conflict where there is a key.
    """
    with desk.database.writing() as session:
        hosted = list(session.scalars(select(Member.id)))
        missing = sorted(set(chosen) - set(hosted))
        if missing or len(set(chosen)) != len(chosen):
            raise Refused(f"Not members of this deployment, or named twice: {', '.join(missing or chosen)}.")
        evaluators.found_key(session, chosen, threshold, hosted)
    who = counted(len(chosen), "evaluator")
    return f"{who} dealt a key, {threshold} of whom answer; {counted(len(hosted), 'member')} may ask."
