"""Who may do what: one table of every address there is. What is not in it nobody may do."""

import enum
from typing import Final


class Who(enum.Enum):
    """Whom an address lets in."""

    ANYONE = "anyone"
    SECRETARY = "secretary"  # 秘书, signed in


ROLES: Final[dict[str, Who]] = {
    "GET /": Who.ANYONE,
    "GET /healthz": Who.ANYONE,
    "GET /static/{file}": Who.ANYONE,
    "GET /results/{survey}": Who.ANYONE,
    "GET /results/{survey}/{name}": Who.ANYONE,
    "GET /receipt": Who.ANYONE,
    "POST /receipt": Who.ANYONE,
    "GET /v/{survey}": Who.ANYONE,
    "GET /v/{survey}/{unit}": Who.ANYONE,
    "POST /v/{survey}/slip": Who.ANYONE,
    "POST /v/{survey}/check": Who.ANYONE,
    "POST /v/{survey}/cast": Who.ANYONE,
    "GET /live/{survey}/screen": Who.ANYONE,
    "GET /live/{survey}/turnout": Who.ANYONE,
    "GET /live/{survey}/stream": Who.ANYONE,
    "GET /console/setup": Who.ANYONE,
    "POST /console/setup": Who.ANYONE,
    "GET /console/signin": Who.ANYONE,
    "POST /console/signin": Who.ANYONE,
    "POST /console/signout": Who.SECRETARY,
    "GET /console": Who.SECRETARY,
    "GET /console/roll": Who.SECRETARY,
    "GET /console/roll/import": Who.SECRETARY,
    "POST /console/roll/import": Who.SECRETARY,
    "POST /console/roll/take-over": Who.SECRETARY,
    "GET /console/roll/template.xlsx": Who.SECRETARY,
    "GET /console/appraisals/new": Who.SECRETARY,
    "POST /console/appraisals/new": Who.SECRETARY,
    "GET /console/appraisals/{survey}": Who.SECRETARY,
    "GET /console/appraisals/{survey}/edit": Who.SECRETARY,
    "POST /console/appraisals/{survey}/edit": Who.SECRETARY,
    "GET /console/appraisals/{survey}/turnout": Who.SECRETARY,
    "GET /console/appraisals/{survey}/remarks": Who.SECRETARY,
    "GET /console/appraisals/{survey}/cards": Who.SECRETARY,
    "POST /console/appraisals/{survey}/cards": Who.SECRETARY,
    "GET /console/appraisals/{survey}/left-over": Who.SECRETARY,
    "POST /console/appraisals/{survey}/left-over": Who.SECRETARY,
    "GET /console/appraisals/{survey}/files/{name}": Who.SECRETARY,
    "GET /console/appraisals/{survey}/{step}": Who.SECRETARY,
    "POST /console/appraisals/{survey}/{step}": Who.SECRETARY,
}
"""Method and address → who. A test asks the application for every route and finds its row."""


def whom(method: str, address: str) -> Who | None:
    """Whom this address lets in; None for nobody.

    >>> whom("GET", "/receipt"), whom("POST", "/results/{survey}")
    (<Who.ANYONE: 'anyone'>, None)
    """
    return ROLES.get(f"{method} {address}")
