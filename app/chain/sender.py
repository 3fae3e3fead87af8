"""From a queued operation to a transaction that a node has taken: one pass at a time, by one worker for each
kind of key.

Intent, nonce, signed bytes and hash are committed before anything is sent, so a process that dies at any
point sends the same bytes when it starts again. What the chain would refuse never gets a nonce.

What a pass before has signed is on its way to the node while the next is signed: a node that carries out as
it is given would else stand still.

The steps of a pass stand in the parts that take them: `sending.making` (not a checker's worker),
`sending.assigning`, `sending.giving`. `steps` is told each as it is reached, and a test may end the process
there.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from app.chain.attempts import grant, wished
from app.chain.client import Chain
from app.chain.deployments import Deployment
from app.chain.refusals import Refusals
from app.chain.sending.assigning import assign
from app.chain.sending.giving import give
from app.chain.sending.making import CheckerKey, sign_orders
from app.chain.sending.means import Aside, Means, at_once, no_steps
from app.chain.sending.rows import anything
from app.chain.signers import CHECKER, Signer
from app.clock import Clock
from app.config import Settings
from app.db import Database

# Seconds, while the node is at work, in which operations gather that are then signed together.
GATHERING = 0.05


class Sender:
    def __init__(
        self,
        database: Database,
        chain: Chain,
        signer: Signer,
        deployment: Deployment,
        refusals: Refusals,
        settings: Settings,
        clock: Clock,
        checker_key: CheckerKey,
        steps: Callable[[str], None] = no_steps,
        aside: Aside = at_once,
    ) -> None:
        self._means = Means(database, chain, signer, deployment, refusals, settings, clock, steps, aside)
        self._checker_key = checker_key
        self._term = signer.term

    def one_pass(self) -> int:
        """How many operations and transactions it touched. Raises NodeDown; everything done so far stands."""
        means = self._means
        if means.signer.term != self._term:
            # Who led in between may have given what we signed.
            self._term = means.signer.term
            means.fresh.clear()
        with means.database.reading() as session:
            if not anything(session, means):
                return 0
        touched = self._grant()
        if means.signer.kind != CHECKER:
            touched += sign_orders(means, self._checker_key)
        return touched + self._signed_and_given()

    def _signed_and_given(self) -> int:
        """Nothing is on its way to the node any more when this ends, however it ends: what is given twice at
        the same time may be carried out twice.
        """
        means = self._means
        until = time.monotonic() + means.settings.lease_seconds / 3
        begun, given = give(means), 0
        try:
            touched = assign(means)
            while True:
                while not begun.answered(within=GATHERING):
                    touched += assign(means)
                # Before it is written down what the node said: it has the next while we write.
                before, begun = begun, give(means, besides=begun)
                given += before.record()
                if not begun.open_attempts or time.monotonic() > until:
                    return touched + given + begun.record()
        except Exception:
            begun.answered()
            raise

    def _grant(self) -> int:
        """What operators wish done with transactions."""
        means = self._means
        with means.database.reading() as session:
            wishing = wished(session, means.deployment.chain_id, means.signer)
        if wishing:
            with means.database.writing() as session:
                grant(session, wishing, means.signer)
        return len(wishing)
