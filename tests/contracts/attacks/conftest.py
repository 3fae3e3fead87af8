"""What every attack is measured by: the exact refusal, and storage in which nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import brownie
import pytest

# Sales and credits are attacked as their own tests make them.
from tests.contracts.credits.conftest import a_deal  # noqa: F401 - a fixture
from tests.contracts.credits.deals import NINE, Deal
from tests.contracts.escrow.conftest import bill, buyer, funded, seller, terms  # noqa: F401 - fixtures
from tests.contracts.people import Member, key_of, refused

InVain = Callable[..., AbstractContextManager[None]]
STORED = (
    *("members", "consortium", "documents", "bills", "escrow", "obligations", "credits", "pledges"),
    *("register", "book", "clearing"),
)


@pytest.fixture(autouse=True)
def _monday(at: Callable[[int], int]) -> None:
    at(NINE)


@pytest.fixture
def storage(port: Any, dollars: Any) -> Callable[..., dict[str, str]]:
    """`storage(more)`: the hash of all that each contract keeps; of `more` contracts too."""

    def hashes(*more: Any) -> dict[str, str]:
        contracts = [*(getattr(port, name) for name in STORED), dollars, *more]
        return {contract.address: _storage_of(contract.address) for contract in contracts}

    return hashes


@pytest.fixture
def in_vain(storage: Callable[..., dict[str, str]]) -> InVain:
    """`with in_vain("BillsNotHolder", bill, 1, 2): ...` is refused with exactly that, and leaves every
    contract as it was; those in `beside` too.
    """

    @contextmanager
    def tried(error: str, *values: Any, beside: tuple[Any, ...] = ()) -> Iterator[None]:
        before = storage(*beside)
        with refused(error, *values):
            yield
        assert storage(*beside) == before, f"refused with {error}, and something changed all the same"

    return tried


def _storage_of(address: str) -> str:
    answer = brownie.web3.provider.make_request("eth_getProof", [address, [], "latest"])
    return str(answer["result"]["storageHash"])


def a_double(name: str, *args: Any) -> Any:
    """One of contracts/mocks, on the chain and not listed."""
    return key_of("deployer").deploy(brownie.project.get_loaded_projects()[0][name], *args)


@pytest.fixture
def hostile(port: Any, members: Any) -> Any:
    """Cash that the consortium listed by mistake, and that calls members back while it pays."""
    return port.listed(a_double("HostileCash", members))


@pytest.fixture
def deal(a_deal: Callable[..., Deal], issuing_bank: Member, dollars: Any) -> Deal:  # noqa: F811 - the fixture
    """Issued; the bank has 10,000.00 to pay with."""
    issuing_bank.together(dollars, "mint", issuing_bank.number, 1_000_000)
    issued = a_deal()
    issued.issue()
    return issued
