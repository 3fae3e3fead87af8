"""Words and rules of a pledge: a bill in a bank's control until it is paid, as PledgeBook has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from app.days import moment_of
from app.errors import Conflict, DomainError, Forbidden, Refusal
from app.members.domain import Named


class PledgeStatus(IntEnum):
    """ON_TRUST gave the bill to the pledgor against a trust receipt; the bank's interest goes on."""

    UNKNOWN = 0
    PLEDGED = 1
    ON_TRUST = 2
    RELEASED = 3
    ENDORSED = 4
    ENFORCED = 5


STATUSES = tuple(status.name.lower() for status in PledgeStatus)


def _named(statuses: Iterable[PledgeStatus]) -> str:
    return " or ".join(STATUSES[status].replace("_", " ") for status in statuses)


SETS = tuple(_named(s for s in PledgeStatus if bits >> s & 1) for bits in range(1 << len(PledgeStatus)))
"""The words for every set of statuses, by its bitmap."""

Clauses = tuple[str, str, str, str]
WRONG_STATUS: Clauses = (
    "pledge-status",
    "the pledge of the bill is {status}",
    "a pledge that is {allowed}",
    "look at the pledge again",
)
NOT_PLEDGOR: Clauses = (
    "pledge-of-another",
    "the bill was pledged by number {pledgor}",
    "the pledgor alone",
    "ask the pledgor",
)
NOT_PLEDGEE: Clauses = (
    "pledged-to-another",
    "the bill is pledged to number {pledgee}",
    "that bank alone, until it releases its pledge",
    "ask that bank",
)
NOT_DUE: Clauses = (
    "pledge-not-due",
    "what is owed is due on {due}, and it is {time}",
    "enforcement from that moment on",
    "wait for it, or agree with the pledgor that it endorses the bill",
)
NOT_AGREED: Clauses = (
    "endorsement-not-agreed",
    "the bank agreed to an endorsement to number {endorsee}, not to number {to}",
    "the endorsee to whom the bank agreed",
    "ask the bank to agree to this endorsee",
)


class Side(StrEnum):
    PLEDGOR = "pledgor"
    PLEDGEE = "pledgee"


@dataclass(frozen=True)
class Pledge:
    """The last pledge of a bill, as the chain has it. `instrument` is the address of its contract; `endorsee`
    the number to which the bank agreed, 0 for none; `due` in seconds since 1970; `agreement` commits to the
    pledge agreement.
    """

    bill: str
    instrument: str
    pledgor: int
    pledgee: int
    endorsee: int
    due: int
    status: PledgeStatus
    agreement: str
    block: int

    @property
    def parties(self) -> set[int]:
        """Who has a part in it; an endorsee has none before it has the bill."""
        return {self.pledgor, self.pledgee}

    def number_of(self, side: Side) -> int:
        return self.pledgor if side is Side.PLEDGOR else self.pledgee


@dataclass(frozen=True)
class SeenPledge:
    """As one member sees it: whom it knows behind the numbers, and what it may do now."""

    pledge: Pledge
    final: bool
    named: dict[int, Named]
    you_are: list[Side]
    may: list[str]


def may_release(pledge: Pledge, party: int, now: int) -> None:
    _by(pledge, Side.PLEDGEE, party, PledgeStatus.PLEDGED, PledgeStatus.ON_TRUST)


def may_release_on_trust(pledge: Pledge, party: int, now: int) -> None:
    _by(pledge, Side.PLEDGEE, party, PledgeStatus.PLEDGED)


def may_agree(pledge: Pledge, party: int, now: int) -> None:
    _by(pledge, Side.PLEDGEE, party, PledgeStatus.PLEDGED)


def may_endorse(pledge: Pledge, party: int, now: int) -> None:
    _by(pledge, Side.PLEDGOR, party, PledgeStatus.PLEDGED)
    if not pledge.endorsee:
        raise _refused(Conflict, NOT_AGREED, bill=pledge.bill, endorsee=0, to="another")


def may_enforce(pledge: Pledge, party: int, now: int) -> None:
    _by(pledge, Side.PLEDGEE, party, PledgeStatus.PLEDGED)
    if now < pledge.due:
        raise _refused(Conflict, NOT_DUE, bill=pledge.bill, due=moment(pledge.due), time=moment(now))


def require_agreed(pledge: Pledge, to: int) -> None:
    if to != pledge.endorsee:
        raise _refused(Conflict, NOT_AGREED, bill=pledge.bill, endorsee=pledge.endorsee, to=to)


def require_pledgeable(pledge: Pledge | None, pledgee: int) -> None:
    """Given out on trust, a bill is pledged to the same bank again, or to nobody."""
    if pledge and pledge.status is PledgeStatus.ON_TRUST and pledge.pledgee != pledgee:
        raise _refused(Forbidden, NOT_PLEDGEE, bill=pledge.bill, pledgee=pledge.pledgee, party=pledgee)


Rule = Callable[[Pledge, int, int], None]
ACTS: dict[str, tuple[Side, Rule]] = {
    "release": (Side.PLEDGEE, may_release),
    "release-on-trust": (Side.PLEDGEE, may_release_on_trust),
    "agree": (Side.PLEDGEE, may_agree),
    "endorse": (Side.PLEDGOR, may_endorse),
    "enforce": (Side.PLEDGEE, may_enforce),
}
"""Each act by its route below the bill's pledge, with who acts and the rule."""


def open_acts(pledge: Pledge, own: Collection[int], now: int) -> list[str]:
    """What the organisation with these numbers may do with the pledge at `now`, seconds since 1970."""
    return [
        act for act, (side, rule) in ACTS.items() if _passes(rule, pledge, acting(pledge, side, own), now)
    ]


def acting(pledge: Pledge, side: Side, own: Collection[int]) -> int:
    """The number of `own` that would act: the right one, or the one that will be refused."""
    right = pledge.number_of(side)
    return right if right in own else min(pledge.parties & set(own), default=0)


def moment(seconds: int) -> str:
    return moment_of(seconds).isoformat(timespec="seconds")


def _passes(rule: Rule, pledge: Pledge, party: int, now: int) -> bool:
    try:
        rule(pledge, party, now)
    except DomainError:
        return False
    return True


def _by(pledge: Pledge, side: Side, party: int, *allowed: PledgeStatus) -> None:
    if pledge.status not in allowed:
        raise _refused(
            Conflict,
            WRONG_STATUS,
            bill=pledge.bill,
            status=STATUSES[pledge.status],
            allowed=_named(allowed),
        )
    if party != pledge.number_of(side):
        clauses = NOT_PLEDGOR if side is Side.PLEDGOR else NOT_PLEDGEE
        raise _refused(
            Forbidden, clauses, bill=pledge.bill, **{side.value: pledge.number_of(side), "party": party}
        )


def _refused(kind: type[DomainError], clauses: Clauses, **values: Any) -> DomainError:
    code, found, allowed, following = (clause.format(**values) for clause in clauses)
    return kind.of(Refusal(code, found, allowed, following, values))
