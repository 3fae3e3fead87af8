"""Every state, function, party and number of persons of a table of docs/spec, asked of the chain.

A slice says how each situation comes about, who plays which role in it and what is asked. What is to be
refused is nowhere written: it is all that the table does not give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from scripts.deploy import container
from tests.contracts.attempts import departures
from tests.contracts.node import refusals
from tests.contracts.people import EVERY_RIGHT, NEVER, PEOPLE, Member, a_member, admission, key_of, sign, told
from tests.contracts.standing import suspend
from tests.contracts.tables import ANY, LIMIT, NONE, ONE, SPEC, TWO, Rule, Table, enum, holds, table, words

ALONE, TOGETHER, WITHIN_LIMIT, DIRECTLY = "alone", "together", "alone within its limit", "directly"
TAKEN = {
    ONE: {ALONE, TOGETHER, WITHIN_LIMIT},
    LIMIT: {TOGETHER, WITHIN_LIMIT},
    TWO: {TOGETHER},
    NONE: {DIRECTLY},
    ANY: {ALONE, TOGETHER, WITHIN_LIMIT, DIRECTLY},
}
"""What is evidence enough for a cell that says so many persons."""
UNLIMITED = 2**64 - 1
SUSPENDED = enum("PartyStatus").index("SUSPENDED")
UNUSED = 2**255
"""A nonce under which everything is asked and nothing is done."""


def outsider(role: str) -> str:
    """The name of the party that has this role and no part in any deal."""
    return f"outsider, {words(role)}"


EVERYBODY = (*PEOPLE, *map(outsider, enum("Role")))


def with_role(role: str) -> tuple[str, ...]:
    """Everybody who has it."""
    return (*(name for name, roles in PEOPLE.items() if role in roles), outsider(role))


@dataclass(frozen=True)
class Subject:
    """A contract and the tables of its page that say who may do what in it.

    `situations` are the facts that are true in each, in the words of the tables. `calls` are functions with
    the facts of a call, as in `reserve, in its own name`. `roles` are the words of the tables for parties,
    with who plays them. `statuses` are enums of the states of a record, with the member behind each word that
    is not its own. `parties` are the fields of 32 bits in structs, with who is named there, or None where it
    is no party. `beside` are facts that no table asks for.
    """

    contract: str
    page: str
    keys: tuple[str, ...]
    situations: tuple[str, ...]
    calls: tuple[str, ...]
    roles: Mapping[str, tuple[str, ...]]
    statuses: Mapping[str, Mapping[str, str]]
    parties: Mapping[str, str | None] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    pages: Path = SPEC

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table(self.pages / f"{self.page}.md", key) for key in self.keys)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(rule for each in self.tables for rule in each.rules)

    @cached_property
    def players(self) -> tuple[str, ...]:
        """Everybody who plays a role, and nobody twice."""
        named = (*self.roles.values(), tuple(filter(None, self.parties.values())))
        return tuple(dict.fromkeys(name for names in named for name in names))

    def given(self, facts: frozenset[str], call: str) -> tuple[Rule, ...]:
        function, of_call = facts_of(call, first=True)
        return tuple(rule for rule in self.rules if rule.gives(function, facts | of_call))

    # --- what may have been forgotten

    def forgotten(self) -> list[str]:
        """Where tables, contract and this do not speak of the same functions, states, parties, conditions."""
        return [
            *self._functions(),
            *self._members(),
            *self._roles(),
            *self._facts(),
            *self._rows(),
            *self._never_tried(),
        ]

    def _functions(self) -> Iterator[str]:
        abi = [each for each in container(self.contract).abi if each["type"] == "function"]
        real = {each["name"] for each in abi if each["stateMutability"] not in ("view", "pure")}
        listed = frozenset().union(*(each.functions for each in self.tables))
        called = {facts_of(call, first=True)[0] for call in self.calls}
        yield from _unlike("functions of the contract", real, "columns", listed)
        yield from _unlike("functions of the contract", real, "calls", called)
        fields = {name for each in abi for name in _numbers(each["inputs"])}
        yield from _unlike("fields of 32 bits in structs", fields, "parties", set(self.parties))

    def _members(self) -> Iterator[str]:
        told = [*(row for each in self.tables for row in each.rows), *(rule.clause for rule in self.rules)]
        in_rows = {fact for conditions in told for one in conditions for fact in one}
        for name, behind in self.statuses.items():
            hidden = set(behind.values())
            for member in enum(name):
                if member not in hidden and words(member) not in in_rows:
                    yield f"{name}.{member} is in no row or cell"
            reached = {self.member(name, facts_of(each)[1]) for each in self.situations} - {None}
            yield from _unlike(f"members of {name}", set(enum(name)), "situations", reached)

    def _roles(self) -> Iterator[str]:
        said = {role for rule in self.rules for role in rule.roles}
        yield from _unlike("parties in cells", said, "roles", set(self.roles))

    def _facts(self) -> Iterator[str]:
        conditions = [c for each in self.tables for row in each.rows for c in row]
        conditions += [c for rule in self.rules for c in rule.row + rule.clause]
        asked = {fact.removeprefix("not ") for condition in conditions for fact in condition}
        true = {fact for each in self.situations for fact in facts_of(each)[1]}
        true |= {fact for each in self.calls for fact in facts_of(each, first=True)[1]}
        yield from _unlike("conditions of the table", asked, "situations and calls", true - set(self.beside))

    def _rows(self) -> Iterator[str]:
        for situation, each in product(self.situations, self.tables):
            rows = [row for row in each.rows if holds(row, facts_of(situation)[1])]
            if each.whole and len(rows) != 1:
                yield f"{situation!r} is {len(rows)} rows of {each.key!r}"
        for each in self.tables:
            for row in each.rows:
                if not any(holds(row, facts) for facts, _ in self._all):
                    yield f"no situation is the row {row} of {each.key!r}"

    def _never_tried(self) -> Iterator[str]:
        """Each permission is tried where it holds, and where nothing but one of its conditions fails."""
        for rule in self.rules:
            tried = [facts for facts, function in self._all if function == rule.function]
            if not any(holds(rule.row + rule.clause, facts) for facts in tried):
                yield f"never tried: {rule}"
            for place, one in enumerate(rule.clause):
                others = rule.row + rule.clause[:place] + rule.clause[place + 1 :]
                if not any(holds(others, facts) and not holds((one,), facts) for facts in tried):
                    yield f"never tried without {' or '.join(one)}: {rule}"

    @cached_property
    def _all(self) -> tuple[tuple[frozenset[str], str], ...]:
        """The facts and the function of every call in every situation."""
        calls = [facts_of(call, first=True) for call in self.calls]
        states = [facts_of(situation)[1] for situation in self.situations]
        return tuple((facts | of_call, function) for facts, (function, of_call) in product(states, calls))

    def member(self, name: str, facts: frozenset[str]) -> str | None:
        """Which member of an enum these facts speak of."""
        behind = self.statuses[name]
        own = {words(member): member for member in enum(name)} | behind
        found = {own[fact] for fact in facts if fact in own}
        return found.pop() if len(found) == 1 else None


def facts_of(text: str, first: bool = False) -> tuple[str, frozenset[str]]:
    """The facts of a situation or, after the name that comes first, of a call."""
    name, *others = text.split(", ")
    return name, frozenset(others if first else [name, *others])


def _unlike(
    one: str, some: set[str] | frozenset[str], other: str, others: set[str] | frozenset[str]
) -> Iterator[str]:
    yield from (f"{one}, not {other}: {name}" for name in sorted(some - others))
    yield from (f"{other}, not {one}: {name}" for name in sorted(others - some))


def _numbers(inputs: list[dict[str, Any]], inside: bool = False) -> Iterator[str]:
    """The fields of a struct that may be a party."""
    for each in inputs:
        if inside and each["type"] == "uint32":
            yield each["name"]
        yield from _numbers(each.get("components", []), True)


# ------------------------------------------------------------------------------------------------- asking


@dataclass(frozen=True)
class Stage:
    """A situation that has come about.

    `calls` are the arguments of each; `statuses` what the contract says; `assets` what else than dollars
    limits are in; `roles` who plays those that differ by situation; `instruments` the addresses that call
    without a key.
    """

    contract: Any
    calls: Mapping[str, tuple[Any, ...]]
    statuses: Mapping[str, int]
    assets: tuple[Any, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asking:
    """Who is asked: the people of the tests and a party of each role. All may act alone, as far as limits in
    `cash` go.
    """

    port: Any
    people: Mapping[str, Member]
    cash: Any

    def departures(self, subject: Subject, situation: str, stage: Stage) -> list[str]:
        """Where the chain does not answer as the tables say. It is left with limits and suspensions."""
        facts = facts_of(situation)[1]
        for name, number in stage.statuses.items():
            spoken, real = subject.member(name, facts), enum(name)[number]
            assert spoken == real, f"{situation!r} is {real}"
        assert set(stage.calls) == set(subject.calls), set(stage.calls) ^ set(subject.calls)
        return _Asked(self, subject, facts, stage).wrong()


@dataclass(frozen=True)
class _Asked:
    asking: Asking
    subject: Subject
    facts: frozenset[str]
    stage: Stage

    def wrong(self) -> list[str]:
        port, everybody = self.asking.port, self.asking.people
        players = [everybody[name] for name in self.subject.players if name in everybody]
        let_all_act_alone(port, self.stage.assets, players)
        # Of others one of each role is enough: nobody knows the rest by anything else.
        others = [everybody[outsider(role)] for role in enum("Role")]
        found = self._compared({member.name: member for member in players + others}, (TOGETHER,))
        found += self._compared(self.stage.instruments, (DIRECTLY,))
        found += self._rights() + self._past_members()
        named = {member.name: member for member in players}
        if any(rule.persons == LIMIT for rule in self.subject.rules):
            found += self._compared(named, (WITHIN_LIMIT,))
            set_ceilings(port, (self.asking.cash, *self.stage.assets), players, 0)
        # Whom two persons of a party do not help, one does not.
        found += self._compared(named, (ALONE,))
        suspend(port, *players)
        return found + self._suspended()

    def _compared(self, who: Mapping[str, Any], by: tuple[str, ...]) -> list[str]:
        attempts = list(product(self.stage.calls, who, by))
        allowed = {(call, name, how) for call, name, how in attempts if how in self._evidence(call, name)}
        asked = [self._question(who[name], how, call) for call, name, how in attempts]
        return self._departures(attempts, asked, allowed)

    def _rights(self) -> list[str]:
        """Two persons who have one right, by turns each of them: that of the table is enough, no other is."""
        attempts, asked, allowed = [], [], set()
        for call, name, rule in self._given():
            for right in enum("Right"):
                attempt = (call, name, f"with the right {words(right)} alone")
                attempts.append(attempt)
                asked.append(self._question(self.asking.people[name], TOGETHER, call, right))
                if rule.right in (words(right), ANY):
                    allowed.add(attempt)
        return self._departures(attempts, asked, allowed)

    def _past_members(self) -> list[str]:
        """By the key of who is given the step, and of somebody where nobody is."""
        given = [(call, name) for call, name, _ in self._given()]
        anyhow = {call for call, rules in self._rules.items() if any(rule.persons == ANY for rule in rules)}
        nobodys = [call for call in self.stage.calls if call not in {*dict(given), *anyhow}]
        people = [name for name in self.subject.players if name in self.asking.people]
        given += [(call, (people or [outsider("TRADER")])[0]) for call in nobodys]
        attempts = [(call, name, "past members") for call, name in given]
        asked = [
            (self.asking.people[name].maker, self.stage.contract, self._data[call]) for call, name in given
        ]
        reasons = ["" if call in nobodys else "MemberOnlyThroughMembers: " for call, _ in given]
        return self._departures(attempts, asked, set(), reasons)

    def _suspended(self) -> list[str]:
        attempts = [(call, name, "suspended") for call, name, _ in self._given()]
        asked = [self._question(self.asking.people[name], TOGETHER, call) for call, name, _ in attempts]
        reasons = [
            f"MembersNotActive: {self.asking.people[name].number}, {SUSPENDED}" for _, name, _ in attempts
        ]
        return self._departures(attempts, asked, set(), reasons)

    def _departures(
        self, attempts: list[Any], asked: list[Any], allowed: set[Any], reasons: list[str] | None = None
    ) -> list[str]:
        """`reasons` are how each refusal is to begin."""
        said = [refused and (refused.revert_msg or "refused without a word") for refused in refusals(asked)]
        wrong = departures(allowed, dict(zip(attempts, said, strict=True)))
        for attempt, text, reason in zip(attempts, said, reasons or [], strict=bool(reasons)):
            if text and not text.startswith(reason):
                wrong.append(f"{attempt}: {text}")
        return wrong

    @cached_property
    def _rules(self) -> dict[str, tuple[Rule, ...]]:
        return {call: self.subject.given(self.facts, call) for call in self.stage.calls}

    def _given(self) -> Iterator[tuple[str, str, Rule]]:
        """The steps that players take here as members, with the rule that gives it."""
        for call, name in product(self.stage.calls, self.subject.players):
            for rule in self._rules[call]:
                if rule.persons != ANY and name in self.asking.people and self._plays(name, rule):
                    yield call, name, rule
                    break

    def _evidence(self, call: str, name: str) -> set[str]:
        return set().union(*(TAKEN[rule.persons] for rule in self._rules[call] if self._plays(name, rule)))

    def _plays(self, name: str, rule: Rule) -> bool:
        roles = {**self.subject.roles, **self.stage.roles}
        return any(name in roles[role] for role in rule.roles)

    @cached_property
    def _data(self) -> dict[str, str]:
        calls = self.stage.calls.items()
        return {call: told(self.stage.contract, facts_of(call, first=True)[0], *args) for call, args in calls}

    @cached_property
    def _act(self) -> str:
        return told(self.asking.port.members, "act", self.stage.contract.address)

    def _question(self, who: Any, how: str, call: str, right: str | None = None) -> tuple[Any, Any, str]:
        """Sender, recipient and calldata."""
        data = self._data[call]
        if how == DIRECTLY:
            return who, self.stage.contract, data
        if how != TOGETHER:
            return who.maker, who.members, self._act + data[2:]
        return who.checker, who.members, _performed(who, right, self.stage.contract.address, data)


_signed: dict[tuple[Any, ...], str] = {}


def _performed(member: Member, right: str | None, target: str, data: str) -> str:
    """An order, signed by the key that has one right or else by the maker. Many situations ask the same."""
    order = (member.number, UNUSED, target, data, NEVER)
    key = (member.members.address, right, *order)
    if key not in _signed:
        maker = key_with(member, right) if right else member.maker
        _signed[key] = told(member.members, "perform", order, [sign(maker, member.members, order)])
    return _signed[key]


def key_with(member: Member, right: str) -> Any:
    """A third person's, who may make nothing else."""
    return key_of(f"{member.name} with {right} alone")


def everybody(port: Any, people: Mapping[str, Member], cash: Any) -> Asking:
    """Gives the people keys of one right each, and lets them act alone; admits a party of each role."""
    outsiders = {role: a_member(port.members, outsider(role)) for role in enum("Role")}
    admissions = [admission(member, role, keys=_keys(member)) for role, member in outsiders.items()]
    calls = [told(port.members, "admit", admissions)]
    calls += [told(port.members, "recover", member.number, _keys(member)) for member in people.values()]
    port.government.decide(*((port.members, call) for call in calls))
    all_of_them = {**people, **{member.name: member for member in outsiders.values()}}
    let_all_act_alone(port, (cash,), all_of_them.values())
    return Asking(port, all_of_them, cash)


def _keys(member: Member) -> list[tuple[Any, ...]]:
    """Its two persons, and a third with a key for each right."""
    single = [(key_with(member, right).address, 3, 1 << bit, 0) for bit, right in enumerate(enum("Right"))]
    return [(member.maker.address, 1, EVERY_RIGHT, 0), (member.checker.address, 2, 0, EVERY_RIGHT), *single]


def let_all_act_alone(port: Any, assets: Sequence[Any], parties: Collection[Member]) -> None:
    if not assets:
        return
    set_ceilings(port, assets, parties, UNLIMITED)
    for asset, member in product(assets, parties):
        member.together(port.members, "setLimit", asset, UNLIMITED)


def set_ceilings(port: Any, assets: Sequence[Any], parties: Collection[Member], amount: int) -> None:
    told_all = [
        told(port.members, "setCeiling", member.number, asset, amount)
        for asset, member in product(assets, parties)
    ]
    port.government.decide(*((port.members, call) for call in told_all))
