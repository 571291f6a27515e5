"""A browser that is used and not scripted: it opens pages and sends the forms that stand on them.

A field that the page does not offer cannot be filled in: what a test does here, a person can do.
"""

import html
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

import httpx

PATIENCE = 120
"""Seconds for one page, one command, one piece of work, on a busy machine."""
_SAID = re.compile(r'<(?:p|div) class="bad" role="alert">(.*?)</(?:p|div)>', re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")

Given = Mapping[str, str | list[str]]


class Form(NamedTuple):
    """A form as the page wrote it."""

    action: str
    standing: dict[str, list[str]]
    """What is sent where nobody touches anything."""
    names: set[str]

    def filled(self, given: Given) -> dict[str, str | list[str]]:
        """What is sent once these were filled in."""
        assert given.keys() <= self.names, (given.keys() - self.names, self.names)
        return {**self.standing, **given}


def forms_of(page: str) -> list[Form]:
    """Every form of a page that does something when it is sent.

    >>> page = '<form method="post" action="/go"><input name="a" value="1"><button name="b"></form>'
    >>> forms_of(page)[0].filled({"b": "2"})
    {'a': ['1'], 'b': '2'}
    """
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def said(answer: httpx.Response | str) -> str:
    """The sentence that says why not."""
    page = answer if isinstance(answer, str) else answer.text
    return " ".join(html.unescape(_TAGS.sub(" ", found)).strip() for found in _SAID.findall(page))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._inside = False
        self._text: tuple[str, list[str]] | None = None
        self._choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag == "form" and had.get("method") == "post":
            self._inside = True
            self.forms.append(Form(had.get("action", ""), {}, set()))
        elif self._inside:
            self._field(tag, had)

    def _field(self, tag: str, had: dict[str, str]) -> None:
        name = had.get("name", "")
        if tag == "option" and ("selected" in had or self._choosing not in self._standing()):
            self._standing()[self._choosing] = [had.get("value", "")]
        if not name:
            return
        self.forms[-1].names.add(name)
        match tag:
            case "input" if had.get("type") in {"checkbox", "radio"} and "checked" not in had:
                pass
            case "input" if had.get("type") != "file":
                self._standing().setdefault(name, []).append(had.get("value", ""))
            case "textarea":
                self._text = (name, [])
            case "select":
                self._choosing = name
            case _:
                pass

    def _standing(self) -> dict[str, list[str]]:
        return self.forms[-1].standing

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            name, words = self._text
            self._standing()[name] = ["".join(words).removeprefix("\n")]
            self._text = None
        elif tag == "form":
            self._inside = False


class Browser:
    """Somebody's browser; it keeps cookies, and follows no redirect by itself."""

    def __init__(self, address: str) -> None:
        self.http = httpx.AsyncClient(
            base_url=address,
            timeout=PATIENCE,
            headers={"origin": address, "sec-fetch-site": "same-origin"},
        )

    async def open(self, path: str) -> str:
        """A page that is there."""
        answer = await self.http.get(path)
        assert answer.status_code == 200, (path, answer.status_code, said(answer))
        return answer.text

    async def form(self, path: str, action: str = "") -> Form:
        """The form of a page that leads to `action`; to the page itself where none is named."""
        found = [
            form for form in forms_of(await self.open(path)) if form.action == (action or path)
        ]
        assert found, (path, action)
        return found[0]

    async def send(
        self, path: str, action: str = "", given: Given | None = None, *, file: bytes | None = None
    ) -> httpx.Response:
        """Open a page, fill its form in, send it; whatever is answered."""
        return await self.post(await self.form(path, action), given or {}, file=file)

    async def post(self, form: Form, given: Given, *, file: bytes | None = None) -> httpx.Response:
        """Send a form that was opened before."""
        if file is None and "file" not in form.names:
            return await self.http.post(form.action, data=form.filled(given))
        upload = {"file": ("file", file)} if file is not None else {"none": ("none", b"")}
        return await self.http.post(form.action, data=form.filled(given), files=upload)

    async def do(
        self, path: str, action: str = "", given: Given | None = None, *, file: bytes | None = None
    ) -> httpx.Response:
        """The same; a refusal fails the test in its own words."""
        answer = await self.send(path, action, given, file=file)
        assert answer.status_code in {200, 303}, (action or path, answer.status_code, said(answer))
        return answer

    async def refused(self, path: str, action: str = "", given: Given | None = None) -> str:
        """The same where it must be refused: the sentence."""
        answer = await self.send(path, action, given)
        assert 400 <= answer.status_code < 500, (action or path, answer.status_code)
        return said(answer)
