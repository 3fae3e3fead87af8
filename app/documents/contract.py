"""Calls to DocumentRegistry."""

from __future__ import annotations

from app.chain.deployments import Deployment

NAME = "DocumentRegistry"


def record(deployment: Deployment, document: str) -> bytes:
    return deployment.encode(NAME, "record", document)


def supersede(deployment: Deployment, document: str, successor: str) -> bytes:
    return deployment.encode(NAME, "supersede", document, successor)


def revoke(deployment: Deployment, document: str) -> bytes:
    return deployment.encode(NAME, "revoke", document)
