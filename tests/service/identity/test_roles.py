"""One table says who may do what, and it names every address the application answers."""

from litestar import Litestar, Request, get
from litestar.datastructures import State
from litestar.routes import HTTPRoute

from service.app import create_app
from service.identity.guards import guard
from service.identity.roles import ROLES, Who, whom
from service.settings import Settings
from service.web import problems, resources
from surveys.refusals import Refusal
from tests.service.boards.conftest import Browser


def every_address(app: Litestar) -> set[str]:
    return {
        f"{method} {route.path_format}"
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods
        if method != "OPTIONS"
    }


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert every_address(create_app(Settings())) == set(ROLES)


def test_whatever_stands_under_the_workbench_is_for_the_secretary_except_its_door() -> None:
    open_doors = {
        address for address, who in ROLES.items() if "/console" in address and who is Who.ANYONE
    }
    assert open_doors == {
        "GET /console/setup",
        "POST /console/setup",
        "GET /console/signin",
        "POST /console/signin",
    }


def test_what_is_not_in_the_table_nobody_may_do() -> None:
    assert whom("DELETE", "/console/roll") is None
    assert whom("GET", "/console/roll/everything") is None


async def test_a_handler_that_is_not_in_the_table_lets_nobody_in_whatever_it_says_of_itself() -> (
    None
):
    @get("/back-door", guards=[], middleware=[], before_request=_say_welcome)
    async def back_door() -> str:
        return "welcome"

    app = Litestar(
        [back_door],
        middleware=[guard(resources.of)],
        exception_handlers={Refusal: problems.answer_refusal},
        openapi_config=None,
    )
    visitor = Browser(app)
    answer = await visitor.get("/back-door")
    await visitor.http.aclose()
    assert answer.status_code == 404
    assert "welcome" not in answer.text


async def _say_welcome(_request: Request[object, object, State]) -> str:
    return "welcome"
