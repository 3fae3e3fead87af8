"""A pytest plugin: which way each conditional jump went, of all that the contract tests send and ask.

The tests run with the contracts that the file in TRACED holds, compiled without optimizer. After each
transaction and each call the node is asked to do the same again and to note its jumps, so that refusals that
are asked by eth_call count as those that are mined. What is like another (same contract, function and gas, or
same contract, function and answer) is traced once. At the end the ways are written into the file in
TRACED_INTO.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import brownie
import pytest
from brownie._config import CONFIG
from web3 import HTTPProvider

from tests.proof.tools import TRACED, TRACED_INTO

TRACER = """{
  ways: {}, from: null, kinds: [%s],
  enter: function (frame) { this.kinds.push(frame.getType().slice(0, 6)) },
  exit: function () { this.kinds.pop() },
  fault: function () {},
  step: function (log) {
    var jump = log.op.toNumber() === 0x57
    if (this.from === null && !jump) return
    var pc = log.getPC()
    if (this.from !== null) { this.ways[this.from + (pc === this.next ? ":0" : ":1")] = 1; this.from = null }
    if (jump) {
      var creating = this.kinds[this.kinds.length - 1] === "CREATE" ? "new" : "run"
      this.from = toHex(log.contract.getAddress()) + ":" + creating + ":" + pc
      this.next = pc + 1
    }
  },
  result: function () { return this.ways }
}"""
ACT, PERFORM = "act", "perform"
PATIENCE = 300.0
TABLES = ("test_who_may.py",)
"""Thousands of questions: of those that meet the same error in the same function one is traced."""

anvil = CONFIG.networks["anvil"]
anvil["cmd"] = "anvil --disable-code-size-limit"
anvil["cmd_settings"].pop("steps_tracing", None)


class Tracing:
    """`ways`: contract, "new" or "run", place in that code, 0 for going on and 1 for jumping."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, Any]] = json.loads(Path(os.environ[TRACED]).read_text())
        self.ways: dict[str, int] = {}
        self.by_test: dict[str, set[int]] = {}
        self.failed: list[str] = []
        self.traced = self.like_another = self.untraced = 0
        self._seen: dict[Any, set[int]] = {}
        self._gone: set[int] = set()
        self._table = False
        self._names: dict[str, str | None] = {}
        self._asking = False

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        project = brownie.project.get_loaded_projects()[0]
        for name, code in self.codes.items():
            project[name].bytecode = project[name]._build["bytecode"] = code["new"]

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self._gone = self.by_test.setdefault(item.nodeid, set())
        self._table = item.path.name in TABLES

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(f"{report.nodeid}: {report.longreprtext[-400:]}")

    def pytest_sessionfinish(self) -> None:
        counted = {"traced": self.traced, "like another": self.like_another, "not traced": self.untraced}
        by_test = {test: sorted(gone) for test, gone in self.by_test.items()}
        told = {"ways": list(self.ways), "by test": by_test, "failed": self.failed, "counted": counted}
        Path(os.environ[TRACED_INTO]).write_text(json.dumps(told))

    def after(self, method: str, params: Sequence[Any], answer: dict[str, Any]) -> None:
        """One question was answered."""
        if self._asking or method not in ("eth_call", "eth_sendRawTransaction", "eth_sendTransaction"):
            return
        self._asking = True
        try:
            if method == "eth_call":
                self._called(params[0], params[1] if len(params) > 1 else "latest", answer)
            elif "result" in answer:
                self._sent(answer["result"])
        finally:
            self._asking = False

    def _called(self, call: dict[str, Any], block: Any, answer: dict[str, Any]) -> None:
        error = str((answer.get("error") or {}).get("data"))
        said = answer.get("result") or (error[:10] if self._table else error)
        data = call.get("data") or "0x"
        kind = self._kind(call.get("to"), data, said)
        self._go(kind, "debug_traceCall", [call, block], None if call.get("to") else data)

    def _sent(self, transaction: str) -> None:
        until = time.monotonic() + PATIENCE
        while not (receipt := self._ask("eth_getTransactionReceipt", transaction)):
            assert time.monotonic() < until, f"{transaction} is not mined"
            time.sleep(0.002)
        data = self._ask("eth_getTransactionByHash", transaction)["input"]
        kind = self._kind(receipt["to"], data, receipt["gasUsed"] + receipt["status"])
        self._go(kind, "debug_traceTransaction", [transaction], None if receipt["to"] else data)

    def _kind(self, to: str | None, data: str, ending: str) -> tuple[Any, ...]:
        """What is alike in this goes the same ways."""
        if to is None:
            return data[:200], len(data), ending
        return self._name(to), *_functions(data), ending

    def _go(self, kind: tuple[Any, ...], method: str, params: list[Any], creation: str | None) -> None:
        if kind in self._seen:
            self.like_another += 1
        else:
            self._seen[kind] = self._traced(method, params, creation)
        self._gone |= self._seen[kind]

    def _traced(self, method: str, params: list[Any], creation: str | None) -> set[int]:
        """The ways by their numbers. Of a `creation` that was refused no code tells whose it was."""
        self.traced += 1
        tracer = {"tracer": TRACER % ('"CREATE"' if creation else '"CALL"')}
        answer = brownie.web3.provider.make_request(method, [*params, tracer])
        if "error" in answer:
            self.untraced += 1
            return set()
        names: dict[str, str | None] = {}
        gone = set()
        for way in answer["result"]:
            address, kind, pc, jumped = way.split(":")
            if address not in names:
                first = creation if not names else None
                names[address] = self._name(address) or (first and self._name_of_creation(first))
            if names[address]:
                told = f"{names[address]}:{kind}:{pc}:{jumped}"
                gone.add(self.ways.setdefault(told, len(self.ways)))
        return gone

    def _name(self, address: str) -> str | None:
        """Whose code stands at an address now: an address is used again after a return to a snapshot."""
        code = self._ask("eth_getCode", address, "latest")
        if code not in self._names:
            self._names[code] = next(
                (name for name, known in self.codes.items() if _same(known, code[2:])), None
            )
        return self._names[code]

    def _name_of_creation(self, data: str) -> str | None:
        return next((name for name, code in self.codes.items() if data[2:].startswith(code["new"])), None)

    def _ask(self, method: str, *params: Any) -> Any:
        answer = brownie.web3.provider.make_request(method, list(params))
        assert "error" not in answer, (method, answer)
        return answer["result"]


def _functions(data: str) -> tuple[str, ...]:
    """The selectors of a call and of what it carries to an instrument."""
    outer = data[:10]
    if outer == SELECTORS[ACT]:
        return outer, data[10:74], data[74:82]
    if outer == SELECTORS[PERFORM]:
        order = 10 + 2 * int(data[10:74], 16)
        call = order + 2 * int(data[order + 192 : order + 256], 16)
        return outer, data[order + 128 : order + 192], data[call + 64 : call + 72]
    return (outer,) if len(data) < 2000 else (outer, data)


def _same(known: dict[str, Any], code: str) -> bool:
    """But for what a constructor wrote into it, where the compiler left zeros."""
    if len(known["run"]) != len(code):
        return False
    for start, length in known["immutables"]:
        code = f"{code[: 2 * start]}{'00' * length}{code[2 * (start + length) :]}"
    return bool(known["run"] == code)


SELECTORS: dict[str, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    tracing = Tracing()
    SELECTORS.update(tracing.codes["MemberRegistry"]["selectors"])
    asked, asked_at_once = HTTPProvider.make_request, HTTPProvider.make_batch_request

    def make_request(self: HTTPProvider, method: Any, params: Any) -> Any:
        answer = asked(self, method, params)
        tracing.after(method, params, answer)
        return answer

    def make_batch_request(self: HTTPProvider, batch: Any) -> Any:
        answers = asked_at_once(self, batch)
        for (method, params), answer in zip(batch, answers, strict=True):
            tracing.after(method, params, answer)
        return answers

    HTTPProvider.make_request = make_request
    HTTPProvider.make_batch_request = make_batch_request
    config.pluginmanager.register(tracing)
