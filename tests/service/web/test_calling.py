"""Callers who never finish asking, and those who do."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from typing import Any

import pytest
import uvicorn

from service.web.calling import LARGEST_HEAD, BoundedProtocol

PATIENCE = 120
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Hasty(BoundedProtocol):
    head_patience = 0.05
    body_patience = 0.05


async def say_how_much_came(_scope: Any, receive: Any, send: Any) -> None:
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    body = str(size).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextlib.asynccontextmanager
async def a_line(protocol: type[BoundedProtocol] = BoundedProtocol) -> AsyncGenerator[Line]:
    config = uvicorn.Config(
        say_how_much_came, http=protocol, port=0, lifespan="off", log_config=None
    )
    config.load()
    state = uvicorn.Server(config).server_state
    server = await asyncio.get_running_loop().create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    host, port = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(host, port)
    async with asyncio.timeout(PATIENCE):
        yield reader, writer
    writer.close()
    server.close()


async def test_a_head_without_end_is_refused_long_before_it_fills_the_memory() -> None:
    async with a_line() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Flood: ")
        sent = 0
        try:
            while not reader.at_eof() and sent < 50 * LARGEST_HEAD:
                writer.write(b"a" * 8192)
                sent += 8192
                await writer.drain()
                await asyncio.sleep(0)
            assert (await reader.read(12)).endswith(b"431")
        except ConnectionError:
            pass
        assert sent < 50 * LARGEST_HEAD


async def test_many_small_headers_are_one_large_head() -> None:
    async with a_line() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\n" + b"X-A: 1\r\n" * (LARGEST_HEAD // 8 + 1))
        assert (await reader.read(12)).endswith(b"431")


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc"],
)
async def test_a_caller_who_falls_silent_is_hung_up_on(begun: bytes) -> None:
    async with a_line(Hasty) as (reader, writer):
        writer.write(begun)
        with contextlib.suppress(ConnectionError):
            assert await reader.read() == b""


@pytest.mark.parametrize(
    ("hosts", "answer"),
    [
        (b" HTTP/1.1\r\nHost: a\r\nhOST: b\r\n", b"400"),
        (b" HTTP/1.1\r\nHost: a\r\nHost: a\r\n", b"400"),
        (b" HTTP/1.0\r\n", b"200"),
        (b" HTTP/1.1\r\nHost: a\r\n", b"200"),
    ],
)
async def test_a_caller_names_one_host(hosts: bytes, answer: bytes) -> None:
    async with a_line() as (reader, writer):
        writer.write(b"GET /" + hosts + b"\r\n")
        assert (await reader.read(12)).endswith(answer)


async def test_a_large_body_and_a_second_request_on_the_same_line_are_heard_out() -> None:
    async with a_line() as (reader, writer):
        for size in (500_000, 3):
            writer.write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size)
            writer.write(b"a" * size)
            await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(len(str(size))) == str(size).encode()
