"""Questionnaires in, rows out."""

from typing import Final

import msgspec

from service.database.statements import command, query


class ListedRow(msgspec.Struct, frozen=True):
    """A questionnaire in the list, by its newest version."""

    questionnaire_id: str
    version: int
    title: str
    ready: bool
    frozen: bool
    used: bool


class VersionRow(msgspec.Struct, frozen=True):
    """One version. `form` is canonical JSON, of use only where `ready`; `source` is its text."""

    questionnaire_id: str
    version: int
    title: str
    form: str
    source: str
    ready: bool
    frozen: bool


list_questionnaires: Final = query("questionnaires", "list_questionnaires", ListedRow)
list_versions: Final = query("questionnaires", "list_versions", VersionRow)
lock_versions: Final = query("questionnaires", "lock_versions", VersionRow)
add_version: Final = command("questionnaires", "add_version")
revise_version: Final = command("questionnaires", "revise_version")
delete_version: Final = command("questionnaires", "delete_version")
