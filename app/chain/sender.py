"""From a queued operation to a transaction that a node has taken: one pass at a time, by one worker for each
kind of key.

Intent, nonce, signed bytes and hash are committed before anything is sent, so a process that dies at any
point sends the same bytes when it starts again. What the chain would refuse never gets a nonce.

The steps of a pass stand in the parts that take them: `sending.making` (a maker's worker only),
`sending.assigning`, `sending.giving`. `steps` is told each as it is reached, and a test may end the process
there.
"""

from __future__ import annotations

from collections.abc import Callable

from app.chain.attempts import grant, wished
from app.chain.client import Chain
from app.chain.deployments import Deployment
from app.chain.refusals import Refusals
from app.chain.sending.assigning import assign
from app.chain.sending.giving import give
from app.chain.sending.making import CheckerKey, sign_orders
from app.chain.sending.means import Means, no_steps
from app.chain.sending.rows import anything
from app.chain.signers import Signer
from app.clock import Clock
from app.config import Settings
from app.db import Database

MAKER, CHECKER = "maker", "checker"
EYES_SENT_BY = {MAKER: 1, CHECKER: 2}


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
    ) -> None:
        self._means = Means(database, chain, signer, deployment, refusals, settings, clock, steps)
        self._checker_key = checker_key
        self._term = signer.term

    def one_pass(self) -> int:
        """How many operations and transactions it touched. Raises NodeDown; everything done so far stands."""
        means, eyes = self._means, EYES_SENT_BY[self._means.signer.kind]
        if means.signer.term != self._term:
            # Who led in between may have given what we signed.
            self._term = means.signer.term
            means.fresh.clear()
        with means.database.reading() as session:
            if not anything(session, means, eyes):
                return 0
        touched = self._grant()
        if means.signer.kind == MAKER:
            touched += sign_orders(means, self._checker_key)
        return touched + assign(means, eyes) + give(means)

    def _grant(self) -> int:
        """What operators wish done with transactions."""
        means = self._means
        with means.database.reading() as session:
            wishing = wished(session, means.deployment.chain_id, means.signer)
        if wishing:
            with means.database.writing() as session:
                grant(session, wishing, means.signer)
        return len(wishing)
