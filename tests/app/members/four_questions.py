"""Records of members for the four questions."""

from __future__ import annotations

import secrets

from app.auth import service as auth
from tests.app.chain.world import World
from tests.app.routes import Asked, Question


def me(world: World) -> Asked:
    return Asked("/me", marker="maker of south")


def contacts(world: World) -> Asked:
    return Asked("/contacts", marker="529900T8BM49AURSDO55")


def contact(world: World) -> Asked:
    return Asked("/contacts/529900T8BM49AURSDO55")


def numbers(world: World) -> Asked:
    return Asked("/numbers?limit=200", marker=str(world.parties("south")[0]))


def number(world: World) -> Asked:
    return Asked(f"/numbers/{world.parties('south')[0]}")


def users(world: World) -> Asked:
    return Asked("/users", marker="maker of south")


def withdraw(world: World) -> Asked:
    with world.database.writing() as session:
        name = f"who leaves {secrets.token_hex(4)}"
        user = auth.create_user(session, member_id="south", name=name, person=7, role="maker", scopes=[])
        return Asked(f"/users/{user.id}/withdraw", body={"reason": "Left."})


QUESTIONS: dict[str, Question] = {
    "GET /me": me,
    "GET /users": users,
    "POST /users/{id}/withdraw": withdraw,
    "GET /contacts": contacts,
    "GET /contacts/{lei}": contact,
    "GET /numbers": numbers,
    "GET /numbers/{number}": number,
}
