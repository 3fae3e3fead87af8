"""The processes beside the interface; lists every projection and every table of refusals by name.

    python -m app.workers sender --kind maker
    python -m app.workers sender --kind checker
    python -m app.workers indexer

The makers' sender carries, too, what persons signed outside: with couriers' keys, that stand for nobody.
The indexer looks as well at what time alone makes due.
Each ends cleanly on SIGTERM or SIGINT, after the pass it is in, and lives through times without node or
database.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from app.bills import projection as bills_projection
from app.bills import refusals as bills_refusals
from app.cash import projection as cash_projection
from app.cash import refusals as cash_refusals
from app.chain.client import Chain, NodeDown, NodeError
from app.chain.deployments import Deployment, Event
from app.chain.indexer import Indexer
from app.chain.leader import Fenced, Leader, Led, Superseded
from app.chain.mirror import Handler, Mirror
from app.chain.projecting import Handlers
from app.chain.refusals import Refusals, RefusalTemplate
from app.chain.sender import Sender
from app.chain.sending.means import Aside, at_once, in_a_thread
from app.chain.signers import CHECKER, COURIER, MAKER, Signer
from app.chain.signers.local import LocalSigner
from app.clearing import projection as clearing_projection
from app.clearing import refusals as clearing_refusals
from app.clock import SystemClock
from app.collateral import projection as collateral_projection
from app.collateral import refusals as collateral_refusals
from app.config import CannotStart, Settings
from app.credits import projection as credits_projection
from app.credits import refusals as credits_refusals
from app.credits.services import covering, escalating
from app.db import Database, is_away
from app.documents import projection as documents_projection
from app.documents import refusals as documents_refusals
from app.ending import Ended
from app.escrow import projection as escrow_projection
from app.escrow import refusals as escrow_refusals
from app.exchange import projection as exchange_projection
from app.exchange import refusals as exchange_refusals
from app.logs import log_to
from app.mail import service as mail
from app.members import projection as members_projection
from app.members import refusals as members_refusals
from app.members.service import checker_key
from app.milestones import projection as milestones_projection
from app.milestones import refusals as milestones_refusals
from app.operating.heartbeats import WORKING, Heart
from app.operating.rounds import Look, Rounds
from app.receivables import projection as receivables_projection
from app.receivables import refusals as receivables_refusals
from app.standbys import projection as standbys_projection
from app.standbys import refusals as standbys_refusals
from app.stops import projection as stops_projection
from app.stops import refusals as stops_refusals
from app.surroundings import database_of

PROJECTIONS: tuple[dict[tuple[str, str], Handler], ...] = (
    members_projection.HANDLERS,
    documents_projection.HANDLERS,
    bills_projection.HANDLERS,
    cash_projection.HANDLERS,
    clearing_projection.HANDLERS,
    stops_projection.HANDLERS,
    escrow_projection.HANDLERS,
    exchange_projection.HANDLERS,
    milestones_projection.HANDLERS,
    credits_projection.HANDLERS,
    receivables_projection.HANDLERS,
    standbys_projection.HANDLERS,
    collateral_projection.HANDLERS,
)
IGNORED: tuple[dict[tuple[str, str], str], ...] = (
    members_projection.IGNORED,
    documents_projection.IGNORED,
    bills_projection.IGNORED,
    cash_projection.IGNORED,
    clearing_projection.IGNORED,
    stops_projection.IGNORED,
    escrow_projection.IGNORED,
    exchange_projection.IGNORED,
    milestones_projection.IGNORED,
    credits_projection.IGNORED,
    receivables_projection.IGNORED,
    standbys_projection.IGNORED,
    collateral_projection.IGNORED,
)
REFUSALS: tuple[dict[str, RefusalTemplate], ...] = (
    members_refusals.REFUSALS,
    documents_refusals.REFUSALS,
    bills_refusals.REFUSALS,
    cash_refusals.REFUSALS,
    clearing_refusals.REFUSALS,
    stops_refusals.REFUSALS,
    escrow_refusals.REFUSALS,
    exchange_refusals.REFUSALS,
    milestones_refusals.REFUSALS,
    credits_refusals.REFUSALS,
    receivables_refusals.REFUSALS,
    standbys_refusals.REFUSALS,
    collateral_refusals.REFUSALS,
)

# What time alone makes due. The indexer looks, before it asks the node anything.
LOOKS: Mapping[str, Look] = {
    "the clock of examinations": escalating.look,
    "the cover of maturities": covering.look,
}

# The keys that a sender of each kind opens. Who leads a member's makers' keys leads its couriers' as well.
KEYS_OF: Mapping[str, Sequence[str]] = {MAKER: (MAKER, COURIER), CHECKER: (CHECKER,)}

LONGEST_BACKOFF = 10.0
# Leases that a transaction of a sender may last: they take a fraction of one.
SENDERS_LONGEST = 4

log = logging.getLogger("app.workers")


def handlers() -> Handlers:
    """An event that several slices tell of goes to each of them, in the order of PROJECTIONS."""
    found: dict[tuple[str, str], list[Handler]] = {}
    for table in PROJECTIONS:
        for key, handler in table.items():
            found.setdefault(key, []).append(handler)
    return {key: one[0] if len(one) == 1 else _each(one) for key, one in found.items()}


def _each(several: Sequence[Handler]) -> Handler:
    def tell(mirror: Mirror, event: Event) -> None:
        for handler in several:
            handler(mirror, event)

    return tell


def ignored() -> Mapping[tuple[str, str], str]:
    return {key: reason for table in IGNORED for key, reason in table.items()}


def make_sender(
    settings: Settings,
    database: Database,
    chain: Chain,
    kind: str,
    steps: Callable[[str], None] | None = None,
    leader: Leader | None = None,
    signer: Signer | None = None,
    aside: Aside = at_once,
) -> Sender:
    """`steps` as `chain.sender` describes them, `aside` as `chain.sending.means`. Without a leader it takes
    itself for the only one; without a signer it opens the keys of its kind.
    """
    deployment: Deployment = database.surroundings["deployment"]
    signer = signer or LocalSigner(settings.keys_dir, kind)
    return Sender(
        Fenced(database, leader) if leader else database,
        chain,
        Led(signer, leader) if leader else signer,
        deployment,
        Refusals(deployment, *REFUSALS),
        settings,
        SystemClock(settings.clock_offset_seconds),
        checker_key,
        aside=aside,
        **({"steps": steps} if steps else {}),
    )


def make_indexer(
    settings: Settings,
    database: Database,
    chain: Chain,
    steps: Callable[[str], None] | None = None,
    leader: Leader | None = None,
) -> Indexer:
    """`steps` as `chain.indexer` describes them. Without a leader it takes itself for the only one."""
    deployment: Deployment = database.surroundings["deployment"]
    return Indexer(
        Fenced(database, leader) if leader else database,
        chain,
        deployment,
        handlers(),
        ignored(),
        Refusals(deployment, *REFUSALS),
        settings,
        ended=mail.release,
        **({"steps": steps} if steps else {}),
    )


def _no_beat(state: str) -> None:
    """Nobody watches."""


def _nothing() -> Sequence[str]:
    """Nothing is missing."""
    return ()


def run(
    one_pass: Callable[[], bool],
    pause: float,
    ended: Ended,
    beat: Callable[[str], None] = _no_beat,
    missing: Callable[[], Sequence[str]] = _nothing,
) -> None:
    """Pass after pass until `ended`; `one_pass` says whether there is more to do at once, `missing` what part
    of the work could not be done, and `beat` is told after each how it went.
    """
    backoff = pause
    while not ended.is_set():
        try:
            more = one_pass()
            backoff = pause
            left = missing()
            beat(f"waiting: {left[0]}" if left else WORKING)
            if not more:
                ended.wait(pause)
        except Superseded as reason:
            log.warning("superseded", extra={"why": str(reason)})
        except (NodeDown, NodeError, DBAPIError) as error:
            if isinstance(error, DBAPIError) and not is_away(error):
                raise
            log.warning("waiting", extra={"why": _first_line(error), "seconds": round(backoff, 1)})
            beat(f"waiting: {_first_line(error)}")
            ended.wait(backoff)
            backoff = min(backoff * 2, LONGEST_BACKOFF)


def require_same_chain(settings: Settings, chain: Chain, deployment: Deployment, ended: Ended) -> None:
    """Raises CannotStart where settings, deployment and node mean different chains; waits for a node that is
    down.
    """
    if deployment.chain_id != settings.chain_id:
        raise CannotStart(
            f"Cannot start: the deployment is of chain {deployment.chain_id}, not {settings.chain_id}."
        )
    while not ended.is_set():
        try:
            found = chain.chain_id()
        except (NodeDown, NodeError) as error:
            log.warning("waiting", extra={"why": _first_line(error)})
            ended.wait(1)
            continue
        if found != settings.chain_id:
            raise CannotStart(f"Cannot start: the node is of chain {found}, not {settings.chain_id}.")
        return


def _work(
    settings: Settings, database: Database, chain: Chain, kind: str | None
) -> tuple[Leader, Callable[[], bool], Callable[[], Sequence[str]]]:
    """What this process may lead, a pass of it, and what that cannot do; `kind` None is the indexer."""
    if kind is None:
        reader = Leader(database, "indexer", lambda: ["chain"], settings.lease_seconds)
        indexer = make_indexer(settings, database, chain, leader=reader)
        rounds = Rounds(Fenced(database, reader), LOOKS, settings.rounds_seconds)

        def one_turn() -> bool:
            rounds.go()
            return indexer.one_pass().moved

        return reader, one_turn, rounds.failed
    signer = LocalSigner(settings.keys_dir, kind)
    leader = Leader(database, kind, signer.members, settings.lease_seconds)
    signers = [signer if one == kind else LocalSigner(settings.keys_dir, one) for one in KEYS_OF[kind]]
    senders = [
        make_sender(settings, database, chain, one.kind, leader=leader, signer=one, aside=in_a_thread())
        for one in signers
    ]
    return leader, lambda: sum(sender.one_pass() for sender in senders) > 0, signer.shut


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.workers", description=__doc__.partition("\n")[0])
    kinds = parser.add_subparsers(dest="worker", required=True)
    sender = kinds.add_parser("sender", help="signs and sends; opens keys of one kind only")
    sender.add_argument("--kind", choices=(MAKER, CHECKER), required=True)
    kinds.add_parser("indexer", help="reads the chain")
    given = parser.parse_args(arguments)

    log_to(sys.stderr)
    ended = Ended.by_signal()
    settings = Settings.from_environment()
    # A leader that hangs in a transaction would keep its followers from the lease's row. The indexer's may
    # last: it builds the mirror again in one.
    longest = SENDERS_LONGEST * settings.lease_seconds if given.worker == "sender" else 0
    database, chain = database_of(settings, settings.lease_seconds, longest), Chain(settings)
    try:
        require_same_chain(settings, chain, database.surroundings["deployment"], ended)
        heart = Heart(database, getattr(given, "kind", "indexer"), settings.worker_missing_after_seconds / 6)
        log.info("started", extra={"worker": given.worker, "kind": getattr(given, "kind", None)})
        leader, one_pass, missing = _work(settings, database, chain, getattr(given, "kind", None))
        # Who leads nothing stands by.
        run(lambda: bool(leader.renew()) and one_pass(), settings.poll_interval, ended, heart.beat, missing)
        with suppress(OperationalError, InterfaceError):
            leader.resign()
        heart.stop()
        log.info("ended")
    finally:
        chain.close()
        database.close()
    return 0


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"


if __name__ == "__main__":
    sys.exit(main())
