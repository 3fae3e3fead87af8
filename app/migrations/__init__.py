"""The schema, from the first table on: one short file for each change in versions/.

Slices branch off the loop's tables each for itself, so there are several heads; `migrate` takes the database
to all.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config


def configuration(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    command.upgrade(configuration(url), "heads")
