"""The production description: that its files have their form, and give no process more than it needs."""

from __future__ import annotations

import configparser
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.config import Settings
from app.network.allowlist import ENODE, read_list

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
PROXIES = sorted(path.name for path in (DEPLOY / "tls").glob("*.conf"))


def mounts(service: str) -> str:
    return " ".join(SERVICES[service].get("volumes", []))


def test_a_node_takes_transactions_that_cost_nothing_and_strangers_reach_none_of_it() -> None:
    """NETWORK-10"""
    node = tomllib.loads((DEPLOY / "besu" / "validator.toml").read_text())
    assert node["min-gas-price"] == 0
    assert node["rpc-http-host"] == node["metrics-host"] == "127.0.0.1"
    assert node["permissions-nodes-config-file-enabled"] is True
    assert node["discovery-enabled"] is False
    assert "DEBUG" not in node["rpc-http-api"]


def test_every_validator_is_on_the_list_of_nodes() -> None:
    """NETWORK-10"""
    listed = read_list(DEPLOY / "besu" / "permissions_config.toml")
    assert all(ENODE.fullmatch(node) for node in listed)
    assert set(listed) == set(yaml.safe_load((DEPLOY / "besu" / "static-nodes.json").read_text()))


@pytest.mark.parametrize(("kind", "other"), [("maker", "checker"), ("checker", "maker")])
def test_a_sender_is_given_the_keys_of_its_kind_alone(kind: str, other: str) -> None:
    """NETWORK-11: foundation of four eyes; nobody else is given any."""
    assert f"/keys/{kind}:ro" in mounts(f"sender-{kind}")
    assert f"/keys/{kind}-passphrases:ro" in mounts(f"sender-{kind}")
    assert other not in mounts(f"sender-{kind}")
    for service in SERVICES.keys() - {"sender-maker", "sender-checker"}:
        assert "keys" not in mounts(service), service


def test_processes_of_the_service_have_all_settings_and_no_others() -> None:
    """NETWORK-11: a name that the service does not know would keep it from starting."""
    for service in ("api", "sender-maker", "sender-checker", "indexer", "migrate"):
        given = SERVICES[service]["environment"]
        assert {name.removeprefix("ENTREPOT_").lower() for name in given} <= set(Settings.model_fields), (
            service
        )
        assert SERVICES[service]["image"] == SERVICES["api"]["image"]


def test_only_the_interface_is_reached_from_outside_and_only_from_this_machine() -> None:
    """NETWORK-10"""
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["api"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["api"]["ports"])


@pytest.mark.parametrize("name", PROXIES)
def test_between_service_and_node_both_show_a_certificate(name: str) -> None:
    """NETWORK-10"""
    said = (DEPLOY / "tls" / name).read_text()
    assert said.count("{") == said.count("}")
    assert not re.search(r"TLSv1(\.[012])?;", said)
    wanted = (
        ("ssl_verify_client on", "return 403")
        if name.startswith("node")
        else ("proxy_ssl_verify on", "proxy_ssl_certificate ")
    )
    assert [one for one in wanted if one not in said] == []


def test_a_timer_starts_a_unit_that_is_there() -> None:
    """NETWORK-11"""
    timers = [path.stem for path in (DEPLOY / "systemd").glob("*.timer")]
    assert timers == ["entrepot-reconcile"]
    assert all((DEPLOY / "systemd" / f"{timer}.service").exists() for timer in timers)


@pytest.mark.parametrize("unit", sorted(path.name for path in (DEPLOY / "systemd").glob("*.service")))
def test_a_unit_starts_what_there_is_as_a_user_of_its_own(unit: str) -> None:
    """NETWORK-11"""
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.read(DEPLOY / "systemd" / unit)
    service = read["Service"]
    module = re.search(r"(app\.[a-z]+)", service["ExecStart"])
    assert module is not None
    place = DEPLOY.parent / module[1].replace(".", "/")
    assert place.with_suffix(".py").exists() or (place / "__main__.py").exists()
    assert service["User"] == ("entrepot-%i" if "@" in unit else "entrepot")
    assert service["NoNewPrivileges"] == "true"
    assert ("InaccessiblePaths" in service) != ("@" in unit)


def test_the_image_holds_what_the_service_reads_and_no_key() -> None:
    """NETWORK-11"""
    said = (DEPLOY / "Containerfile").read_text()
    copied = re.findall(r"^COPY (?!--)(\S+)", said, re.M)
    assert copied == ["requirements.txt", "alembic.ini", "app", "deployments"]
    assert all((DEPLOY.parent / path).exists() for path in copied)
    assert "--require-hashes" in said
    assert re.findall(r"^USER (\S+)", said, re.M) == ["entrepot"]
