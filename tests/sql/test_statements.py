"""Every statement under sql/queries, prepared on a migrated database and held to its Struct."""

import datetime as dt
import enum
import importlib
import pkgutil
import types
import typing
import uuid
from typing import Any

import msgspec
import pytest

import service
from service.database import Pool
from service.database.columns import Stored
from service.database.statements import BINDINGS, QUERIES, Binding, read_file

# What asyncpg makes of PostgreSQL's types.
PYTHON_OF = {
    "text": str,
    "int4": int,
    "int8": int,
    "int2": int,
    "bool": bool,
    "bytea": bytes,
    "uuid": uuid.UUID,
    "timestamptz": dt.datetime,
    "date": dt.date,
    "void": type(None),
}


@pytest.fixture(scope="module", autouse=True)
def everything_loaded() -> None:
    """Import every module that could bind a statement."""
    for module in pkgutil.walk_packages(service.__path__, "service."):
        if module.name != "service.__main__":
            importlib.import_module(module.name)


EVERY = {
    (path.stem, name): statement
    for path in sorted(QUERIES.glob("*.sql"))
    for name, statement in read_file(path.stem).items()
}


def test_every_statement_is_bound_by_exactly_one_line_of_python() -> None:
    assert set(BINDINGS) == set(EVERY)


@pytest.mark.parametrize("key", EVERY, ids="/".join)
def test_a_statement_has_a_sentence_and_names_its_columns(key: tuple[str, str]) -> None:
    statement = EVERY[key]
    assert statement.sentence.endswith(".")
    assert len(statement.sentence) > 10
    assert "select *" not in statement.text.lower()
    assert "returning *" not in statement.text.lower()


@pytest.mark.parametrize("key", EVERY, ids="/".join)
async def test_the_columns_of_a_statement_are_the_fields_of_its_row(
    key: tuple[str, str], owner_pool_of_module: Pool
) -> None:
    binding = BINDINGS[key]
    async with owner_pool_of_module.acquire() as connection:
        prepared = await connection.prepare(binding.statement.text)
        columns = [(each.name, each.type.name) for each in prepared.get_attributes()]
    if binding.result is None:
        assert columns == [] or [kind for _, kind in columns] == ["void"]
    elif binding.scalar:
        assert len(columns) == 1
        assert _fits(columns[0][1], binding.result)
    else:
        _compare(columns, binding)


def _compare(columns: list[tuple[str, str]], binding: Binding) -> None:
    fields = typing.get_type_hints(binding.result, include_extras=False)
    names = [field.name for field in msgspec.structs.fields(binding.result)]
    assert [name for name, _ in columns] == names[: len(columns)]
    required = [field.name for field in msgspec.structs.fields(binding.result) if field.required]
    assert set(required) <= {name for name, _ in columns}
    misfits = {name: kind for name, kind in columns if not _fits(kind, fields[name])}
    assert misfits == {}


def _fits(kind: str, annotation: Any) -> bool:
    if isinstance(annotation, enum.EnumType):
        return kind == "text"
    if typing.get_origin(annotation) is Stored:
        return kind in {"text", "bytea"}
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return any(_fits(kind, each) for each in typing.get_args(annotation))
    if kind.endswith("[]"):
        inner = typing.get_args(annotation)
        return typing.get_origin(annotation) is list and _fits(kind[:-2], inner[0])
    return PYTHON_OF.get(kind) is annotation
