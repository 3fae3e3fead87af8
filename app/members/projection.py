"""Events of MemberRegistry and Consortium -> who is admitted, with which keys, instruments and limits."""

from __future__ import annotations

from collections.abc import Callable

from app.chain.deployments import Event
from app.chain.mirror import Mirror
from app.members.domain import PartyStatus
from app.members.store import InstrumentRow, KeyRow, LimitRow, PartyRow


def admitted(mirror: Mirror, event: Event) -> None:
    party = event.args
    mirror.insert(
        PartyRow,
        event.address,
        str(party["party"]),
        status=PartyStatus.ACTIVE,
        roles=party["roles"],
        organisation=party["organisation"],
    )


def suspended(mirror: Mirror, event: Event) -> None:
    mirror.update(PartyRow, event.address, str(event.args["party"]), status=PartyStatus.SUSPENDED)


def reinstated(mirror: Mirror, event: Event) -> None:
    mirror.update(PartyRow, event.address, str(event.args["party"]), status=PartyStatus.ACTIVE)


def key_added(mirror: Mirror, event: Event) -> None:
    given = event.args
    mirror.insert(
        KeyRow,
        event.address,
        given["key"],
        party=given["party"],
        person=given["person"],
        may_make=given["mayMake"],
        may_check=given["mayCheck"],
    )


def key_removed(mirror: Mirror, event: Event) -> None:
    mirror.delete(KeyRow, event.address, event.args["key"])


def instrument_set(mirror: Mirror, event: Event) -> None:
    given = event.args
    mirror.put(
        InstrumentRow,
        event.address,
        given["instrument"],
        number=given["number"],
        status=given["status"],
        capabilities=given["capabilities"],
    )


def ceiling_set(mirror: Mirror, event: Event) -> None:
    _limit(mirror, event, ceiling=event.args["ceiling"])


def limit_set(mirror: Mirror, event: Event) -> None:
    _limit(mirror, event, own=event.args["limit"])


def _limit(mirror: Mirror, event: Event, **changed: int) -> None:
    party, asset = event.args["party"], event.args["asset"]
    id = f"{party}:{asset}"
    known = mirror.get(LimitRow, event.address, id)
    before = {"ceiling": known.ceiling, "own": known.own} if known else {"ceiling": 0, "own": 0}
    mirror.put(LimitRow, event.address, id, party=party, asset=asset, **(before | changed))


HANDLERS: dict[tuple[str, str], Callable[[Mirror, Event], None]] = {
    ("MemberRegistry", "PartyAdmitted"): admitted,
    ("MemberRegistry", "PartySuspended"): suspended,
    ("MemberRegistry", "PartyReinstated"): reinstated,
    ("MemberRegistry", "KeyAdded"): key_added,
    ("MemberRegistry", "KeyRemoved"): key_removed,
    ("MemberRegistry", "InstrumentSet"): instrument_set,
    ("MemberRegistry", "CeilingSet"): ceiling_set,
    ("MemberRegistry", "LimitSet"): limit_set,
}

_ADMINISTRATION = "the consortium's administration is done and read with the operators' scripts"

IGNORED: dict[tuple[str, str], str] = {
    (
        "MemberRegistry",
        "PartyRecovered",
    ): "the keys that a recovery takes and gives come as events of their own",
    (
        "MemberRegistry",
        "NonceCancelled",
    ): "an order that was cancelled is refused by the chain when it is tried",
    ("MemberRegistry", "ItemDone"): "the receipt of our own batch tells its operations' end",
    ("MemberRegistry", "ItemRefused"): "the receipt of our own batch tells its operations' end",
    ("MemberRegistry", "EIP712DomainChanged"): "declared by the library and never emitted",
    ("Consortium", "Proposed"): _ADMINISTRATION,
    ("Consortium", "Approved"): _ADMINISTRATION,
    ("Consortium", "Carried"): _ADMINISTRATION,
    ("Consortium", "Executed"): _ADMINISTRATION,
    ("Consortium", "Objected"): _ADMINISTRATION,
    ("Consortium", "Cancelled"): _ADMINISTRATION,
    ("Consortium", "SeatsSet"): _ADMINISTRATION,
}
