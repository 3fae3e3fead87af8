"""What every attack is measured by: the exact refusal, and storage in which nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import brownie
import pytest

from tests.contracts.credits.conftest import a_deal  # noqa: F401 - a fixture here too
from tests.contracts.credits.deals import DAY, NINE, Deal
from tests.contracts.escrow.conftest import Terms
from tests.contracts.people import Member, key_of, refused, salted

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


# --- a sale: title against cash


@pytest.fixture
def buyer(applicant: Member, issuing_bank: Member, dollars: Any) -> Member:
    """Who holds 1,000.00."""
    issuing_bank.together(dollars, "mint", applicant.number, 100_000)
    return applicant


@pytest.fixture
def seller(beneficiary: Member) -> Member:
    return beneficiary


@pytest.fixture
def bill(carrier: Member, seller: Member, bills: Any) -> str:
    """To the seller's order, with the seller."""
    commitment = salted("the bill that is attacked")
    carrier.act(bills, "issue", commitment, seller.number, seller.number, 1)
    return commitment


@pytest.fixture
def terms(buyer: Member, seller: Member, bill: str, dollars: Any) -> Terms:
    """600.00, within a week."""
    until = NINE + 7 * DAY
    return Terms(seller.number, buyer.number, bill, dollars.address, 60_000, until, salted("a sale"))


@pytest.fixture
def funded(buyer: Member, terms: Terms, escrow: Any) -> Terms:
    buyer.together(escrow, "fund", terms)
    return terms


# --- a credit


@pytest.fixture
def deal(a_deal: Callable[..., Deal], issuing_bank: Member, dollars: Any) -> Deal:  # noqa: F811 - the fixture
    """Issued; the bank has 10,000.00 to pay with."""
    issuing_bank.together(dollars, "mint", issuing_bank.number, 1_000_000)
    issued = a_deal()
    issued.issue()
    return issued
