"""Who may do what: one table of every address there is. What is not in it nobody may do."""

import enum
from typing import Final


class Office(enum.Enum):
    """What somebody of the town's staff (工作人员) is there for."""

    SECRETARY = "secretary"  # 秘书: sets up and runs
    MEMBER = "member"  # 主席团成员: sees everything, is the second of two
    TELLER = "teller"  # 计票人: enters paper ballots


class Who(enum.Enum):
    """Whom an address lets in."""

    ANYONE = "anyone"
    SECRETARY = "secretary"
    PRESIDIUM = "presidium"  # the secretary and the members
    STAFF = "staff"  # everybody who signed in


OFFICES: Final[dict[Who, frozenset[Office]]] = {
    Who.SECRETARY: frozenset({Office.SECRETARY}),
    Who.PRESIDIUM: frozenset({Office.SECRETARY, Office.MEMBER}),
    Who.STAFF: frozenset(Office),
}
"""Whose office opens what."""


ROLES: Final[dict[str, Who]] = {
    "GET /": Who.ANYONE,
    "GET /healthz": Who.ANYONE,
    "GET /static/{file}": Who.ANYONE,
    "GET /results/{survey}": Who.ANYONE,
    "GET /results/{survey}/{name}": Who.ANYONE,
    "GET /verify.html": Who.ANYONE,
    "GET /secrecy": Who.ANYONE,
    "GET /receipt": Who.ANYONE,
    "POST /receipt": Who.ANYONE,
    "GET /v/{survey}": Who.ANYONE,
    "GET /v/{survey}/{unit}": Who.ANYONE,
    "GET /v/{survey}/manifest.json": Who.ANYONE,
    "POST /v/{survey}/slip": Who.ANYONE,
    "POST /v/{survey}/check": Who.ANYONE,
    "POST /v/{survey}/cast": Who.ANYONE,
    "GET /c/{survey}": Who.ANYONE,
    "POST /c/{survey}": Who.ANYONE,
    "GET /c/{survey}/reply": Who.ANYONE,
    "POST /c/{survey}/reply": Who.ANYONE,
    "GET /c/{survey}/files/{name}": Who.ANYONE,
    "GET /j/{survey}": Who.ANYONE,
    "GET /j/{survey}/code": Who.ANYONE,
    "POST /j/{survey}/code": Who.ANYONE,
    "GET /j/{survey}/enter": Who.ANYONE,
    "POST /j/{survey}/enter": Who.ANYONE,
    "POST /j/{survey}/leave": Who.ANYONE,
    "GET /j/{survey}/next": Who.ANYONE,
    "GET /j/{survey}/vote": Who.ANYONE,
    "GET /j/{survey}/vote/{unit}": Who.ANYONE,
    "GET /kiosk/{survey}": Who.ANYONE,
    "GET /kiosk/{survey}/next": Who.ANYONE,
    "GET /kiosk/{survey}/{unit}": Who.ANYONE,
    "POST /stamp/{survey}": Who.ANYONE,
    "POST /stamp/{survey}/right": Who.ANYONE,
    "POST /box/{survey}/cast": Who.ANYONE,
    "POST /cosign/{survey}": Who.ANYONE,
    "GET /live/{survey}/screen": Who.ANYONE,
    "GET /live/{survey}/turnout": Who.ANYONE,
    "GET /live/{survey}/stream": Who.ANYONE,
    "GET /console/setup": Who.ANYONE,
    "POST /console/setup": Who.ANYONE,
    "GET /console/signin": Who.ANYONE,
    "POST /console/signin": Who.ANYONE,
    "POST /console/signout": Who.STAFF,
    "GET /console/password": Who.STAFF,
    "POST /console/password": Who.STAFF,
    "GET /console/staff": Who.PRESIDIUM,
    "POST /console/staff": Who.SECRETARY,
    "POST /console/staff/{account}/{step}": Who.SECRETARY,
    "GET /console": Who.STAFF,
    "GET /console/roll": Who.PRESIDIUM,
    "GET /console/roll/import": Who.SECRETARY,
    "POST /console/roll/import": Who.SECRETARY,
    "POST /console/roll/take-over": Who.SECRETARY,
    "POST /console/roll/copy": Who.SECRETARY,
    "GET /console/roll/template.xlsx": Who.SECRETARY,
    "GET /console/polls": Who.PRESIDIUM,
    "GET /console/polls/new": Who.SECRETARY,
    "POST /console/polls/new": Who.SECRETARY,
    "GET /console/polls/{survey}": Who.PRESIDIUM,
    "GET /console/polls/{survey}/edit": Who.SECRETARY,
    "POST /console/polls/{survey}/edit": Who.SECRETARY,
    "GET /console/polls/{survey}/turnout": Who.PRESIDIUM,
    "GET /console/polls/{survey}/poster": Who.PRESIDIUM,
    "GET /console/polls/{survey}/drawn": Who.SECRETARY,
    "GET /console/polls/{survey}/texts": Who.PRESIDIUM,
    "POST /console/polls/{survey}/texts/{number}": Who.SECRETARY,
    "GET /console/polls/{survey}/cards": Who.SECRETARY,
    "POST /console/polls/{survey}/cards": Who.SECRETARY,
    "GET /console/polls/{survey}/cards/progress": Who.SECRETARY,
    "GET /console/polls/{survey}/left-over": Who.SECRETARY,
    "POST /console/polls/{survey}/left-over": Who.SECRETARY,
    "GET /console/polls/{survey}/{step}": Who.SECRETARY,
    "POST /console/polls/{survey}/{step}": Who.SECRETARY,
    "GET /console/questionnaires": Who.PRESIDIUM,
    "GET /console/questionnaires/new": Who.SECRETARY,
    "POST /console/questionnaires/new": Who.SECRETARY,
    "POST /console/questionnaires/preview": Who.SECRETARY,
    "GET /console/questionnaires/template.xlsx": Who.SECRETARY,
    "POST /console/questionnaires/upload": Who.SECRETARY,
    "GET /console/questionnaires/import": Who.SECRETARY,
    "POST /console/questionnaires/import": Who.SECRETARY,
    "GET /console/questionnaires/{key}/as/{format}": Who.PRESIDIUM,
    "GET /console/questionnaires/{key}": Who.SECRETARY,
    "POST /console/questionnaires/{key}/list": Who.SECRETARY,
    "GET /console/questionnaires/{key}/text": Who.SECRETARY,
    "POST /console/questionnaires/{key}/text": Who.SECRETARY,
    "POST /console/questionnaires/{key}/copy": Who.SECRETARY,
    "POST /console/questionnaires/{key}/delete": Who.SECRETARY,
    "GET /console/questionnaires/{key}/try/{version}": Who.PRESIDIUM,
    "POST /console/questionnaires/{key}/try/{version}": Who.PRESIDIUM,
    "GET /console/consultations": Who.PRESIDIUM,
    "GET /console/consultations/new": Who.SECRETARY,
    "POST /console/consultations/new": Who.SECRETARY,
    "GET /console/consultations/{survey}": Who.PRESIDIUM,
    "GET /console/consultations/{survey}/edit": Who.SECRETARY,
    "POST /console/consultations/{survey}/edit": Who.SECRETARY,
    "GET /console/consultations/{survey}/poster": Who.PRESIDIUM,
    "GET /console/consultations/{survey}/opinions": Who.PRESIDIUM,
    "POST /console/consultations/{survey}/opinions/{number}": Who.SECRETARY,
    "POST /console/consultations/{survey}/opinions": Who.SECRETARY,
    "GET /console/consultations/{survey}/digest-preview": Who.PRESIDIUM,
    "GET /console/consultations/{survey}/digest-draft.pdf": Who.PRESIDIUM,
    "GET /console/consultations/{survey}/files/{name}": Who.PRESIDIUM,
    "GET /console/consultations/{survey}/{step}": Who.SECRETARY,
    "POST /console/consultations/{survey}/{step}": Who.SECRETARY,
    "GET /console/doors": Who.STAFF,
    "GET /console/doors/{survey}": Who.STAFF,
    "GET /console/doors/{survey}/outbox": Who.SECRETARY,
    "POST /console/doors/{survey}/hand": Who.STAFF,
    "POST /console/doors/{survey}/personal-codes": Who.SECRETARY,
    "GET /console/doors/{survey}/kiosk": Who.STAFF,
    "POST /console/doors/{survey}/kiosk": Who.STAFF,
    "GET /console/doors/{survey}/paper": Who.STAFF,
    "GET /console/doors/{survey}/paper/sheet": Who.STAFF,
    "POST /console/doors/{survey}/paper/sheet": Who.STAFF,
    "POST /console/doors/{survey}/paper/seal": Who.SECRETARY,
    "GET /console/doors/{survey}/paper/ballots.pdf": Who.SECRETARY,
    "GET /console/appraisals/new": Who.SECRETARY,
    "POST /console/appraisals/new": Who.SECRETARY,
    "GET /console/appraisals/{survey}": Who.PRESIDIUM,
    "GET /console/appraisals/{survey}/edit": Who.SECRETARY,
    "POST /console/appraisals/{survey}/edit": Who.SECRETARY,
    "GET /console/appraisals/{survey}/turnout": Who.PRESIDIUM,
    "GET /console/appraisals/{survey}/remarks": Who.PRESIDIUM,
    "GET /console/appraisals/{survey}/cards": Who.SECRETARY,
    "POST /console/appraisals/{survey}/cards": Who.SECRETARY,
    "GET /console/appraisals/{survey}/cards/progress": Who.SECRETARY,
    "GET /console/appraisals/{survey}/custody": Who.PRESIDIUM,
    "POST /console/appraisals/{survey}/custody": Who.SECRETARY,
    "GET /console/appraisals/{survey}/cosigner": Who.PRESIDIUM,
    "POST /console/appraisals/{survey}/cosigner": Who.SECRETARY,
    "GET /console/appraisals/{survey}/cosigner/request": Who.SECRETARY,
    "GET /console/appraisals/{survey}/voters": Who.PRESIDIUM,
    "POST /console/appraisals/{survey}/voters": Who.SECRETARY,
    "POST /console/appraisals/{survey}/opened": Who.SECRETARY,
    "GET /console/appraisals/{survey}/left-over": Who.SECRETARY,
    "POST /console/appraisals/{survey}/left-over": Who.SECRETARY,
    "GET /console/appraisals/{survey}/files/{name}": Who.PRESIDIUM,
    "GET /console/appraisals/{survey}/papers": Who.PRESIDIUM,
    "GET /console/appraisals/{survey}/papers/{paper}": Who.PRESIDIUM,
    "POST /console/appraisals/{survey}/papers/{paper}": Who.SECRETARY,
    "POST /console/appraisals/{survey}/papers/{paper}/issue": Who.PRESIDIUM,
    "POST /console/appraisals/{survey}/papers/{paper}/remarks": Who.SECRETARY,
    "GET /console/appraisals/{survey}/papers/{paper}/print": Who.PRESIDIUM,
    "POST /console/appraisals/{survey}/papers/{paper}/print": Who.PRESIDIUM,
    "GET /console/appraisals/{survey}/papers/{paper}/{form}": Who.PRESIDIUM,
    "GET /console/appraisals/{survey}/{step}": Who.SECRETARY,
    "POST /console/appraisals/{survey}/redo": Who.SECRETARY,
    "POST /console/appraisals/{survey}/{step}": Who.SECRETARY,
}
"""Method and address → who. A test asks the application for every route and finds its row."""


def whom(method: str, address: str) -> Who | None:
    """Whom this address lets in; None for nobody.

    >>> whom("GET", "/receipt"), whom("POST", "/results/{survey}")
    (<Who.ANYONE: 'anyone'>, None)
    """
    return ROLES.get(f"{method} {address}")
