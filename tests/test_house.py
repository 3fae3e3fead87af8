"""The arrows of the house, read from import lines: who may know whom, in Python and in Solidity alike.

Each rule is a sentence, printed with the line that breaks it. The second half feeds the checker one bad line
for each rule, so that a rule that has stopped looking fails here.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Downwards only: a deal may depend on what happened; what happened never depends on a deal.
LEVELS = (
    ("auth", "operations", "mail", "members", "orders"),
    ("documents", "bills", "cash", "clearing"),
    ("shipments", "ports", "customs", "stops"),
    ("escrow", "exchange", "milestones", "credits", "receivables", "standbys", "collateral"),
    ("desk",),
)
LEVEL = {slice_: height for height, level in enumerate(LEVELS) for slice_ in level}
# Inside a level only what is written here, first -> second.
BESIDE = {
    ("operations", "auth"),
    ("mail", "auth"),
    ("mail", "operations"),
    ("members", "auth"),
    ("members", "operations"),
    ("members", "mail"),
    ("orders", "auth"),
    ("orders", "operations"),
    ("orders", "members"),
    ("bills", "documents"),
    ("clearing", "cash"),
    ("exchange", "escrow"),
    ("milestones", "escrow"),
    ("credits", "escrow"),
    ("receivables", "credits"),
    ("receivables", "escrow"),
    ("standbys", "credits"),
    ("collateral", "credits"),
}

# Modules of app/ that belong to no slice. WORDS compute and know nothing, so a domain may use them; `hashes`
# is where Keccak and ABI packing come from, `curve` where points of secp256k1 do: the standard library lacks
# them.
WORDS = {"money", "identifiers", "errors", "hashes", "curve", "days"}
SHARED = WORDS | {
    *("clock", "config", "db", "ending", "exports", "logs", "paging", "problems", "requests", "sqlite")
}
# `local` puts a whole deployment on one machine, `up` leaves one running, `operating` looks after one,
# `network` tries one on a live network.
KNOWS_ALL = {"main", "workers", "surroundings", "migrations", "local", "up", "operating", "network"}
BESIDE_THE_SLICES = {"chain", "interop", "web", "demo"}

# Within a slice: part -> the other parts it may import. Modules of words and rules only are free to all.
PARTS = {
    "domain": set(),
    "refusals": set(),
    "schemas": set(),
    "store": set(),
    "contract": set(),
    "projection": {"store", "contract"},
    "service": {"store", "contract"},
    "services": {"services", "store", "contract"},
    "inbox": {"service", "services", "store"},
    "routes": {"schemas", "service", "services", "answers"},
}
# ... and the parts of chain/ that it may import.
CHAIN = {
    "contract": {"client", "deployments"},
    "projection": {"client", "deployments", "mirror"},
    "refusals": {"refusals"},
    "service": {"outbox", "deployments"},
    "services": {"outbox", "deployments"},
    "store": {"mirror", "store", "states"},
}
# Every write is asked for by a caller and answered by an operation: each route uses both, and an operation is
# a row of the outbox, seen from outside; so is an order.
ANSWERS = ("auth", "operations")
OF_THE_OUTBOX = ("operations", "orders")

SAYS = {
    "order": "deals -> facts -> things -> people, and inside a level only what BESIDE names; "
    "the other way is an event and a projection",
    "door": "a slice calls another's service or uses its words and rules, nothing else of it",
    "domain": "a domain imports the standard library, money, identifiers, errors, hashes, curve and its like "
    "only",
    "part": "routes -> schemas, service -> domain, store, contract; projection -> domain, store, contract",
    "chain edge": "service -> chain.outbox, contract -> chain.client, projection -> chain.mirror",
    "chain": "chain/ knows no slice: handlers are handed to it",
    "shared": "what everybody imports imports nothing but its like",
    "interop": "a mapper sees words and rules only, and services call it; its routes sit beside the slices'",
    "web": "pages call services exactly as routes do",
    "demo": "the demo plays through HTTP as its users would: no service, no table, no projection",
    "brownie": "app/ never imports brownie: it takes addresses and ABIs from deployments/",
    "scripts": "scripts/ never imports app/: an operator needs the chain only",
    "place": "a new folder or module gets its place in tests/test_house.py first",
    "top": "only main, workers, surroundings, migrations, operating, local, network and up know all; "
    "the demo knows local",
    "interface": "a contract imports another slice's interface or library, never its implementation",
    "package": "Solidity comes from this project or from OpenZeppelin",
    "mocks": "a double is imported from nowhere else and never deployed",
    "names": "Brownie knows a contract by its name alone, so a name is given once",
}


def broken(where: str, line: int, what: str, rule: str) -> str:
    return f"{where}:{line} {what} | {SAYS[rule]}"


# ---------------------------------------------------------------------------------------------------- Python


class Module:
    """One Python file: its dotted name and what it imports, wherever in the file the import stands."""

    def __init__(self, path: str, source: str, names: set[str]) -> None:
        self.path = path
        self.name = dotted(path)
        self.imports = sorted(imports_of(path, source, names))


def dotted(path: str) -> str:
    parts = PurePosixPath(path).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: str, source: str, names: set[str]) -> Iterator[tuple[int, str]]:
    """Line and full name; `from app.bills import store` is app.bills.store where that is a module."""
    package = list(PurePosixPath(path).parent.parts)
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield node.lineno, full if full in names else base


def words_and_rules(modules: list[Module]) -> set[str]:
    """Modules of slices from which no table, network or framework is reached, found from their imports."""
    candidates = {m.name: m for m in modules if m.name.split(".")[1:2] and m.name.split(".")[1] in LEVEL}
    while True:
        tainted = {
            name
            for name, module in candidates.items()
            if any(not is_word(target) and target not in candidates for _, target in module.imports)
        }
        if not tainted:
            return set(candidates)
        candidates = {name: module for name, module in candidates.items() if name not in tainted}


def is_word(target: str) -> bool:
    top, *rest = target.split(".")
    return top in sys.stdlib_module_names or (top == "app" and bool(rest) and rest[0] in WORDS)


def faults_in_python(files: Mapping[str, str]) -> list[str]:
    """Every import line of app/ and scripts/ that breaks a rule; `files` maps path to source."""
    names = {dotted(path) for path in files}
    modules = [Module(path, source, names) for path, source in sorted(files.items())]
    pure = words_and_rules(modules)
    found = []
    for module in modules:
        top, *rest = module.name.split(".")
        if top == "app" and rest and rest[0] not in LEVEL.keys() | SHARED | KNOWS_ALL | BESIDE_THE_SLICES:
            found.append(broken(module.path, 1, "has no place yet", "place"))
            continue
        for line, target in module.imports:
            rule = rule_broken_by(module, target, pure)
            if rule:
                found.append(broken(module.path, line, f"imports {target}", rule))
    return found


def rule_broken_by(module: Module, target: str, pure: set[str]) -> str | None:
    top, *rest = module.name.split(".")
    to, *inner = target.split(".")
    if top == "scripts":
        return "scripts" if to == "app" else None
    if to == "brownie":
        return "brownie"
    here = rest[0] if rest else "app"
    if here in LEVEL and rest[1:2] == ["domain"] and to != "app":
        return None if is_word(target) else "domain"
    if to != "app" or not inner or here in KNOWS_ALL:
        return None
    there = inner[0]
    if there in KNOWS_ALL:
        return None if (here, there) == ("demo", "local") else "top"
    if here in SHARED:
        return None if there in SHARED else "shared"
    if here == "chain":
        return None if there in SHARED | {"chain"} else "chain"
    if here == "interop" and rest[1:] != ["routes"]:
        return None if there in WORDS | {"interop"} or target in pure else "interop"
    if here == "demo":
        fine = (
            there in SHARED | {"demo"} or target in pure or (there == "interop" and inner[1:] != ["routes"])
        )
        return None if fine else "demo"
    if here in ("web", "interop"):
        fine = there in SHARED | {here, *ANSWERS} or is_door(inner, target, pure)
        return None if fine else here
    return rule_broken_in_slice(rest, inner, target, pure)


def rule_broken_in_slice(rest: list[str], inner: list[str], target: str, pure: set[str]) -> str | None:
    here, there = rest[0], inner[0]
    part = rest[1] if len(rest) > 1 else None
    to_part = inner[1] if len(inner) > 1 else None
    if part == "domain":
        return None if there in WORDS or (target in pure and may_know(here, there)) else "domain"
    if there in SHARED:
        return None
    if there == "chain":
        free = part not in PARTS or here in OF_THE_OUTBOX or to_part in CHAIN.get(part, set())
        return None if free else "chain edge"
    if there == here:
        free = target in pure or part not in PARTS or to_part in (None, "domain") or to_part in PARTS[part]
        return None if free else "part"
    if there == "interop":
        return None if part in ("service", "services") and to_part != "routes" else "interop"
    if not may_know(here, there):
        return "order"
    answering = there in ANSWERS and (part == "routes" or here in ANSWERS)
    return None if answering or is_door(inner, target, pure) else "door"


def may_know(here: str, there: str) -> bool:
    if there not in LEVEL:
        return False
    return here == there or LEVEL[here] > LEVEL[there] or (here, there) in BESIDE


def is_door(inner: list[str], target: str, pure: set[str]) -> bool:
    return inner[0] in LEVEL and (target in pure or inner[1:2] in (["service"], ["services"]))


# -------------------------------------------------------------------------------------------------- Solidity

IMPORT = re.compile(r"""^\s*import\b[^;"']*["']([^"']+)["']""", re.M)
DECLARED = re.compile(r"^\s*(abstract\s+contract|contract|interface|library)\s+(\w+)", re.M)
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)
# The one base of our own: it is what asks members, so every instrument has it.
BASE = ("abstract contract", "MemberOnly")


def without_comments(source: str) -> str:
    """The same lines with comments blanked, so that line numbers stay."""
    return COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)


def faults_in_solidity(files: Mapping[str, str]) -> list[str]:
    """Every import of contracts/ that breaks a rule, and every name given twice."""
    found = []
    bare = {path: without_comments(source) for path, source in sorted(files.items())}
    given: dict[str, str] = {}
    for path, source in bare.items():
        folder = PurePosixPath(path).parts[1]
        if folder not in LEVEL and folder != "mocks":
            found.append(broken(path, 1, "has no place yet", "place"))
            continue
        for match in IMPORT.finditer(source):
            line = source[: match.start(1)].count("\n") + 1
            rule = rule_broken_in_solidity(path, match.group(1), bare)
            if rule:
                found.append(broken(path, line, f"imports {match.group(1)}", rule))
        for match in DECLARED.finditer(source):
            name = match.group(2)
            if name in given:
                line = source[: match.start(2)].count("\n") + 1
                found.append(broken(path, line, f"gives the name {name} of {given[name]} again", "names"))
            given.setdefault(name, path)
    return found


def rule_broken_in_solidity(path: str, imported: str, bare: Mapping[str, str]) -> str | None:
    if imported.startswith("@openzeppelin/contracts/"):
        return None
    target = resolved(path, imported)
    if target not in bare:
        return "package"
    here, there = PurePosixPath(path).parts[1], PurePosixPath(target).parts[1]
    if here == there or here == "mocks":
        return None
    if there == "mocks":
        return "mocks"
    if not may_know(here, there):
        return "order"
    declared = [(re.sub(r"\s+", " ", kind), name) for kind, name in DECLARED.findall(bare[target])]
    opaque = any(kind.endswith("contract") and (kind, name) != BASE for kind, name in declared)
    return "interface" if opaque else None


def resolved(path: str, imported: str) -> str:
    if not imported.startswith("."):
        return imported
    parts: list[str] = list(PurePosixPath(path).parent.parts)
    for step in PurePosixPath(imported).parts:
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def mocks_in_scripts(scripts: Mapping[str, str], contracts: Mapping[str, str]) -> list[str]:
    """Scripts reach contracts by name, not by import line, so every word of a script counts."""
    doubles = {
        name
        for path, source in contracts.items()
        if path.startswith("contracts/mocks/")
        for _, name in DECLARED.findall(without_comments(source))
    }
    found = []
    for path, source in sorted(scripts.items()):
        for node in ast.walk(ast.parse(source, path)):
            word = {ast.Name: "id", ast.Attribute: "attr", ast.alias: "name", ast.Constant: "value"}.get(
                type(node)
            )
            if word and getattr(node, word) in doubles:
                found.append(broken(path, getattr(node, "lineno", 1), f"uses {getattr(node, word)}", "mocks"))
    return found


# ----------------------------------------------------------------------------------------- the project itself


def files_under(folder: str, suffix: str) -> dict[str, str]:
    paths = sorted((ROOT / folder).rglob(f"*{suffix}"))
    return {path.relative_to(ROOT).as_posix(): path.read_text() for path in paths}


def test_python_imports_follow_the_arrows() -> None:
    found = faults_in_python(files_under("app", ".py") | files_under("scripts", ".py"))
    assert not found, "\n" + "\n".join(found)


def test_solidity_imports_follow_the_arrows() -> None:
    found = faults_in_solidity(files_under("contracts", ".sol"))
    assert not found, "\n" + "\n".join(found)


def test_scripts_deploy_no_mock() -> None:
    found = mocks_in_scripts(files_under("scripts", ".py"), files_under("contracts", ".sol"))
    assert not found, "\n" + "\n".join(found)


def test_make_test_runs_every_test_file() -> None:
    makefile = (ROOT / "Makefile").read_text()
    run = (
        re.search(r"^APP_TESTS := \$\(wildcard (.*)\)$", makefile, re.M),
        re.search(r"^CHAOS_TESTS := \$\(wildcard (.*)\)$", makefile, re.M),
        re.search(r"^CONTRACT_TESTS := \$\(wildcard (.*)\)$", makefile, re.M),
    )
    patterns = [pattern for line in run if line for pattern in line.group(1).split()]
    ran = {path for pattern in patterns for path in ROOT.glob(pattern)}
    left = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if not ran & {path, *path.parents}
    ]
    assert not left, f"make test does not run {', '.join(left)}: name their folder in the Makefile"


# ------------------------------------------------------------------------ the checker, shown that it can fail

PYTHON_THAT_BREAKS = {
    "order": {"app/bills/service.py": "from app.credits import service", "app/credits/service.py": ""},
    "door": {
        "app/credits/service.py": "from app.bills import store",
        "app/bills/store.py": "import sqlalchemy",
    },
    "domain": {"app/bills/domain.py": "import sqlalchemy"},
    "part": {
        "app/bills/routes.py": "from app.bills.store import Bill",
        "app/bills/store.py": "import sqlalchemy",
    },
    "chain edge": {"app/bills/routes.py": "from app.chain.outbox import queue", "app/chain/outbox.py": ""},
    "chain": {"app/chain/indexer.py": "from app.bills import projection", "app/bills/projection.py": ""},
    "shared": {"app/money.py": "from app.bills import domain", "app/bills/domain.py": ""},
    "interop": {
        "app/interop/mt700.py": "import app.credits.service",
        "app/credits/service.py": "import sqlalchemy",
    },
    "web": {"app/web/pages.py": "import app.credits.store", "app/credits/store.py": "import sqlalchemy"},
    "demo": {"app/demo/play.py": "import app.credits.service", "app/credits/service.py": "import sqlalchemy"},
    "brownie": {"app/chain/client.py": "def late():\n    import brownie"},
    "scripts": {"scripts/deploy.py": "from app.config import Settings"},
    "place": {"app/helpers.py": ""},
    "top": {"app/bills/routes.py": "from ..main import create_app", "app/main.py": ""},
}

CREDIT = "contracts/credits/LetterOfCredit.sol"
SOLIDITY_THAT_BREAKS = {
    "order": {
        "contracts/bills/B.sol": 'import {C} from "../credits/C.sol";',
        "contracts/credits/C.sol": "interface C {}",
    },
    "interface": {
        CREDIT: 'import {\n  Bill\n} from "../bills/Bill.sol";',
        "contracts/bills/Bill.sol": "contract Bill {}",
    },
    "package": {CREDIT: 'import "@elsewhere/Thing.sol";'},
    "mocks": {CREDIT: 'import {Lie} from "../mocks/Lie.sol";', "contracts/mocks/Lie.sol": "contract Lie {}"},
    "names": {CREDIT: "contract Same {}", "contracts/bills/Same.sol": "interface Same {}"},
    "place": {"contracts/helpers/Thing.sol": "library Thing {}"},
}


@pytest.mark.parametrize("rule", PYTHON_THAT_BREAKS)
def test_a_bad_python_import_is_seen(rule: str) -> None:
    found = faults_in_python(PYTHON_THAT_BREAKS[rule])
    assert len(found) == 1, found
    assert found[0].endswith(SAYS[rule])


@pytest.mark.parametrize("rule", SOLIDITY_THAT_BREAKS)
def test_a_bad_solidity_import_is_seen(rule: str) -> None:
    found = faults_in_solidity(SOLIDITY_THAT_BREAKS[rule])
    assert len(found) == 1, found
    assert found[0].endswith(SAYS[rule])


def test_a_mock_in_a_script_is_seen() -> None:
    doubles = {"contracts/mocks/Lie.sol": "contract Lie {}"}
    assert mocks_in_scripts({"scripts/deploy.py": "from brownie import Lie"}, doubles)
    assert mocks_in_scripts({"scripts/deploy.py": "project['Lie'].deploy()"}, doubles)


def test_every_rule_has_a_line_that_breaks_it() -> None:
    assert set(PYTHON_THAT_BREAKS) | set(SOLIDITY_THAT_BREAKS) == set(SAYS)


def test_what_the_house_allows_is_let_through() -> None:
    python = {
        "app/errors.py": "import enum",
        "app/auth/caller.py": "import fastapi",
        "app/chain/outbox.py": "import sqlalchemy",
        "app/escrow/service.py": "from app.chain.outbox import queue",
        "app/credits/terms.py": "import dataclasses\nfrom app.errors import DomainError",
        "app/credits/domain.py": "from .terms import Terms",
        "app/credits/service.py": "from app.credits import domain\nfrom app.escrow import service",
        "app/bills/service.py": "from app.interop.dcsa import transport_document",
        "app/credits/routes.py": "from app.auth.caller import Caller\nfrom app.credits import service",
        "app/interop/mt700.py": "from app.credits.terms import Terms",
        "app/main.py": "from app.credits import routes",
    }
    solidity = {
        "contracts/members/MemberOnly.sol": "abstract contract MemberOnly {}",
        "contracts/members/PartyAccount.sol": "library PartyAccount {} // contract in a comment",
        "contracts/bills/IBill.sol": "interface IBill {}",
        CREDIT: 'import {IBill} from "../bills/IBill.sol";\n'
        'import {MemberOnly} from "../members/MemberOnly.sol";\n'
        'import {PartyAccount} from "../members/PartyAccount.sol";\n'
        'import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";\ncontract LetterOfCredit {}',
    }
    assert faults_in_python(python) == []
    assert faults_in_solidity(solidity) == []
