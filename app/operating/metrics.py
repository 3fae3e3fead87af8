"""The loop for Prometheus. Each figure is counted in the database when it is asked for: several processes of
the service agree, and one that starts anew has forgotten nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.chain.signers import CHECKER, COURIER, MAKER
from app.chain.states import BROKEN, FOLLOWING, NODE_BEHIND, Status
from app.db import Database, now_of
from app.operating.desks import Alarms, desk_alarms
from app.operating.heartbeats import last_seen
from app.operating.loop import Loop, loop_now
from app.operating.store import Reconciliation, last_reconciliation

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
STATES = (FOLLOWING, NODE_BEHIND, BROKEN)
KINDS = (MAKER, CHECKER, COURIER)


def exposition(database: Database, chain_id: int) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_LoopFigures(database, chain_id))
    return generate_latest(registry)


class _LoopFigures(Collector):
    def __init__(self, database: Database, chain_id: int) -> None:
        self._database, self._chain_id = database, chain_id

    def describe(self) -> list[Metric]:
        """Named here, so that registering asks the database nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        with self._database.reading() as session:
            loop = loop_now(session, self._chain_id)
            now = now_of(session)
            seen = last_seen(session)
            reconciled = last_reconciliation(session, self._chain_id)
            alarms = desk_alarms(session)
        yield from _chain(loop)
        yield from _operations(loop)
        signs = GaugeMetricFamily(
            "entrepot_worker_seen_seconds_ago",
            "Since the last sign of life of any process of this kind; missing where there was none.",
            labels=["worker"],
        )
        for worker, moment in seen.items():
            if moment is not None:
                signs.add_metric([worker], max((now - moment).total_seconds(), 0.0))
        yield signs
        yield from _desks(alarms)
        if reconciled is not None:
            yield from _reconciled(reconciled, (now - reconciled.at).total_seconds())


def _desks(alarms: Alarms) -> Iterator[Metric]:
    examinations = GaugeMetricFamily(
        "entrepot_examinations_escalated",
        "Presentations that are neither paid nor refused, by the banking day on which they were escalated "
        "last; overdue where the deadline has passed.",
        labels=["day"],
    )
    for day, count in alarms.examinations.items():
        examinations.add_metric([day], count)
    yield examinations
    yield GaugeMetricFamily(
        "entrepot_maturities_uncovered",
        "Days and accounts from which more is owed than they hold, one banking day before or later.",
        alarms.uncovered,
    )


def _reconciled(last: Reconciliation, age: float) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "entrepot_reconciliation_differences",
        "What the last reconciliation found between service and chain.",
        last.differences,
    )
    yield GaugeMetricFamily(
        "entrepot_reconciliation_seconds_ago", "Since the last reconciliation.", max(age, 0.0)
    )
    sums = GaugeMetricFamily(
        "entrepot_reconciled_minor_units",
        "What stood on the chain at the last reconciliation, as the service has it and as the chain says.",
        labels=["figure", "contract", "token", "side"],
    )
    for figure in last.figures:
        for side in ("service", "chain"):
            sums.add_metric([figure["name"], figure["contract"], figure["token"], side], figure[side])
    yield sums


def _chain(loop: Loop) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "entrepot_chain_blocks_behind", "Blocks of the node that were not read yet.", loop.blocks_behind
    )
    yield GaugeMetricFamily(
        "entrepot_chain_seconds_behind",
        "Since the block that was read last, where the node has newer ones; 0 where it has none.",
        loop.seconds_behind,
    )
    if loop.checkpoint is not None:
        yield GaugeMetricFamily(
            "entrepot_chain_block", "The block that was read last.", loop.checkpoint.number
        )
        yield GaugeMetricFamily("entrepot_chain_final_block", "The last final block.", loop.checkpoint.final)
    state = GaugeMetricFamily("entrepot_indexer_state", "1 for the state of the reading.", labels=["state"])
    for name in STATES:
        state.add_metric([name], float(loop.checkpoint is not None and loop.checkpoint.state == name))
    yield state
    yield GaugeMetricFamily(
        "entrepot_quarantined_logs", "Logs that nobody understood or took.", loop.quarantined
    )


def _operations(loop: Loop) -> Iterator[Metric]:
    by_status = GaugeMetricFamily("entrepot_operations", "Operations by status.", labels=["status"])
    for status in Status:
        by_status.add_metric([status], loop.operations.get(status, 0))
    yield by_status
    yield GaugeMetricFamily(
        "entrepot_oldest_queued_seconds",
        "Age of the oldest operation that is queued and has no nonce; 0 where there is none.",
        loop.oldest_queued or 0.0,
    )
    failures = CounterMetricFamily(
        "entrepot_failed_operations", "Operations that failed, by the code of the refusal.", labels=["code"]
    )
    for code, count in loop.failures.items():
        failures.add_metric([code], count)
    yield failures
    open_now = GaugeMetricFamily(
        "entrepot_open_transactions", "Signed, and in no block yet, by kind of key.", labels=["kind"]
    )
    for kind in KINDS:
        open_now.add_metric([kind], sum(one.open for one in loop.signers if one.kind == kind))
    yield open_now
    attempts = CounterMetricFamily(
        "entrepot_attempts", "Signed attempts; a filler only spends a nonce.", labels=["filler"]
    )
    for filler in (False, True):
        attempts.add_metric([str(filler).lower()], loop.attempts.get(filler, 0))
    yield attempts
