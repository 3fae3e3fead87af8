"""A pytest plugin that runs the contract tests on one mutant after the other, in one process and on one
chain.

What takes long is done once: importing, collecting, starting the chain. For each mutant the process forks.
The child is told the mutant's bytecode, deploys everything anew by the project's own script, runs the tests
that it was given until one fails, and is gone with all that it changed; the chain goes back to its first
block.

It asks for its jobs at the address in HUNTER, and is told nothing else.
"""

from __future__ import annotations

import json
import os
import select
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Client
from typing import Any

import brownie
import pytest
from brownie._config import CONFIG
from kept_line import line_to

from tests.proof.tools import HUNTER

# What each step left on the stack is kept for debuggers alone, and takes most of the chain's time.
CONFIG.networks["anvil"]["cmd_settings"].pop("steps_tracing", None)


class Hunter:
    """`failed` and `took` (seconds) by test, in the process that runs them."""

    def __init__(self) -> None:
        self.failed: dict[str, str] = {}
        self.took: dict[str, float] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        with Client(os.environ[HUNTER]) as line:
            line.send(list(items))
            first = _asked("evm_snapshot")
            while job := line.recv():
                tests = [items[name] for name in job["tests"]]
                line.send(self._in_a_child(session, job["codes"], tests, job["limit"], job["all"]))
                _asked("evm_revert", first)
                first = _asked("evm_snapshot")
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[report.nodeid] = self.took.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.setdefault(report.nodeid, report.longreprtext[-600:])

    def _in_a_child(
        self,
        session: pytest.Session,
        codes: Mapping[str, str],
        tests: Sequence[pytest.Item],
        limit: float,
        all_: bool,
    ) -> dict[str, Any]:
        """What failed, and how long each took; `ended` says whether it was within `limit` seconds."""
        ours, its = os.pipe()
        if not (child := os.fork()):
            try:
                self._run(session, codes, tests, all_)
                with open(its, "w") as told:
                    json.dump({"failed": self.failed, "took": self.took, "ended": True}, told)
            finally:
                os._exit(0)
        os.close(its)
        with open(ours) as told:
            said = _read(told, time.monotonic() + limit)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return json.loads(said) if said else {"failed": {}, "took": {}, "ended": False}

    def _run(
        self, session: pytest.Session, codes: Mapping[str, str], tests: Sequence[pytest.Item], all_: bool
    ) -> None:
        # The parent's connection to the chain is the parent's.
        line_to.cache_clear()
        project = brownie.project.get_loaded_projects()[0]
        for name, code in codes.items():
            project[name].bytecode = project[name]._build["bytecode"] = code
        for test, following in zip(tests, [*tests[1:], None], strict=True):
            session.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
            if self.failed and not all_:
                return


def _read(told: Any, until: float) -> str:
    """All that the child says until it ends; nothing where that is too late."""
    said = ""
    while (left := until - time.monotonic()) > 0:
        if select.select([told], [], [], left)[0]:
            if not (part := os.read(told.fileno(), 1 << 16)):
                return said
            said += part.decode()
    return ""


def _asked(method: str, *params: Any) -> Any:
    return brownie.web3.provider.make_request(method, params)["result"]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Hunter())
