"""One deployment for all contract tests, and the people who use it. Each test begins where that ended.

Every file but the tables is run on Anvil and on Ganache. `--turn one` chooses those whose turn on this chain
comes with `make test`, `--turn other` those whose turn comes with `make test-others`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import brownie
import pytest

from scripts.deploy import Deployed, container, deploy_all, deploy_token
from scripts.parameters import INSTRUMENTS, Parameters, Seat, Voter
from tests.contracts.people import PEOPLE, Government, Member, a_member, admission, key_of, salted, told
from tests.contracts.who_may import Asking, everybody

OPEN, CLOSING, CLOSED = 1, 2, 3
BILLS, CASH = 1, 2

HERE = Path(__file__).parent
GANACHE, ANVIL = "development", "anvil"
# Games and tables of thousands of questions, which Ganache answers far more slowly.
LONG = ("test_trade_machine.py", "test_broken_copies.py", "test_who_may.py")
# Of these the tables are asked on Anvil alone: they are about the contracts and not about a chain.
ON_ANVIL_ALONE = "test_who_may.py"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--turn",
        choices=("one", "other", "both"),
        default="both",
        help="the files whose first turn is on this chain, those whose second turn is, or both",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    turn, network = config.getoption("turn"), config.getoption("network")
    if turn == "both" or not collection_path.name.startswith("test_"):
        return None
    here = (network[0] if network else GANACHE) == first_chain_of(collection_path)
    if collection_path.name == ON_ANVIL_ALONE and turn == "other":
        return True
    return True if here != (turn == "one") else None


def first_chain_of(test: Path) -> str:
    """The chain that `make test` runs a file on; `make test-others` has the other."""
    if test.name in LONG:
        return ANVIL
    return (GANACHE, ANVIL)[crc32(str(test.relative_to(HERE)).encode()) % 2]


@dataclass(frozen=True)
class Port:
    """All that is deployed, and its government."""

    deployed: Deployed
    government: Government

    def __getattr__(self, contract: str) -> Any:
        return getattr(self.deployed, contract)

    def listed(self, instrument: Any, status: int = OPEN, capabilities: int = 0) -> Any:
        """The instrument, as the consortium now lists it."""
        call = told(self.members, "setInstrument", instrument, status, capabilities)
        self.government.decide((self.members, call))
        return instrument


@pytest.fixture(scope="session")
def port() -> Port:
    """Three founders, two of whom carry a proposal, without delay: the tests of the delay bring their own."""
    founders = [a_member(None, f"{place} founder") for place in ("first", "second", "third")]
    params = Parameters(
        network=brownie.network.show_active(),
        chain_id=None,
        seats=tuple(
            Seat(f.number, salted(f"organisation of {f.name}"), f.maker.address, f.checker.address)
            for f in founders
        ),
        threshold=2,
        delay=0,
        instruments=dict(INSTRUMENTS),
        record=None,
        voters=tuple(Voter(f.number, f.maker, f.checker) for f in founders),
    )
    deployed = deploy_all(key_of("deployer"), params)
    seats = tuple(a_member(deployed.members, founder.name) for founder in founders)
    # Brownie collects garbage at each return to a snapshot; what stays all session need not be looked at.
    gc.freeze()
    return Port(deployed, Government(deployed.consortium, seats, params.threshold))


@pytest.fixture(scope="session")
def people(port: Port) -> dict[str, Member]:
    """Everybody in PEOPLE, admitted; nobody has a limit yet."""
    everybody = {name: a_member(port.members, name) for name in PEOPLE}
    admissions = [admission(member, *PEOPLE[name]) for name, member in everybody.items()]
    port.government.decide((port.members, told(port.members, "admit", admissions)))
    return everybody


@pytest.fixture(scope="session")
def dollars(port: Port, people: dict[str, Member]) -> Any:
    """The issuing bank's deposit token in US dollars (840), two decimals. Nothing is minted."""
    return deploy_token(port.deployed, key_of("deployer"), people["issuing_bank"].number, 840, 2)


def a_token(port: Port, bank: Member, currency: int, decimals: int) -> Any:
    """One more deposit token, listed, for as long as the test lasts."""
    token = container("DepositToken").deploy(
        port.members, bank.number, currency, decimals, {"from": key_of("deployer")}
    )
    return port.listed(token)


@pytest.fixture(autouse=True)
def fn_isolation(port: Port, people: dict[str, Member], dollars: Any) -> Iterator[None]:
    """Brownie's own would throw the deployment away with every module, and a stateful machine takes snapshots
    of its own: so each test holds the number of the one that it goes back to."""
    before = brownie.chain._take_snapshot()
    yield
    brownie.chain._revert(before)


@pytest.fixture(scope="module")
def asking(port: Port, people: dict[str, Member], dollars: Any) -> Iterator[Asking]:
    """Everybody who is asked by the tables, for as long as the module lasts."""
    before = brownie.chain._take_snapshot()
    yield everybody(port, people, dollars)
    brownie.chain._revert(before)


@pytest.fixture
def at() -> Callable[[int], int]:
    """`at(moment)`: the chain's latest block now has this time (seconds); calls are answered as of it."""

    def set_time(moment: int) -> int:
        if brownie.web3.client_version.lower().startswith("anvil"):
            brownie.web3.provider.make_request("evm_setNextBlockTimestamp", [moment])
            brownie.chain.mine()
        else:
            brownie.chain.mine(timestamp=moment)
        assert brownie.chain[-1].timestamp == moment, "the chain did not take the time that was set"
        return moment

    return set_time


def _one(name: str) -> Any:
    @pytest.fixture(name=name, scope="session")
    def person(people: dict[str, Member]) -> Member:
        return people[name]

    return person


def _part(name: str) -> Any:
    @pytest.fixture(name=name, scope="session")
    def part(port: Port) -> Any:
        return getattr(port, name)

    return part


issuing_bank, advising_bank, applicant, beneficiary = map(_one, list(PEOPLE)[:4])
financier, carrier, other_carrier, terminal, customs_officer, stranger = map(_one, list(PEOPLE)[4:10])
court, other_court = map(_one, list(PEOPLE)[10:])
members, consortium, documents, bills = map(_part, ("members", "consortium", "documents", "bills"))
escrow, credits, pledges = map(_part, ("escrow", "credits", "pledges"))
register, book, government = map(_part, ("register", "book", "government"))
obligations, stops = map(_part, ("obligations", "stops"))
clearing = _part("clearing")
exchange, milestones = map(_part, ("exchange", "milestones"))
standbys = _part("standbys")
