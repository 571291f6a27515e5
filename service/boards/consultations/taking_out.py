"""Opinions leave the house as a table: one row each, as it was written and what became of it.

Names leave only as far as their writers were told before they wrote: of those who agreed to be
printed, or of all where the page said who else is told.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

from reports.wording.consultations import AT_LARGE, STATES, TABLE, say_details
from service.boards.consultations import store
from service.boards.consultations.reading import read_reviewed
from service.boards.consultations.store import ConsultationRow, SenderRow
from service.database import Connection, Pool, transaction
from service.dossier.deeds import Deed, record
from service.interchange.answers.writing import write_answers
from surveys.consultation.consultation import Consultation, Naming, labels
from surveys.consultation.course import Stage
from surveys.consultation.review import Reviewed, name_of, words_of
from surveys.questionnaire.answer import Answers, Choice, Quantity, Words
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import LongText, Number, Option, Question, SingleChoice
from surveys.refusals import Refusal

_ELSE: Final = "other"
"""What stands for the subject of an opinion that is about none."""


async def take_out(registrar: Pool, deed: Deed, wanted: str) -> dict[str, bytes]:
    """Write every opinion in one of the formats; nothing is handed over that is not on record."""
    async with transaction(registrar) as conn:
        form, rows = await _read(conn, deed)
    files = await asyncio.to_thread(write_answers, form, rows, wanted)
    async with transaction(registrar) as conn:
        await record(conn, deed, "take-out-opinions", str(len(rows)))
    return files


async def _read(conn: Connection, deed: Deed) -> tuple[Questionnaire, list[Answers]]:
    row = await store.find(conn, deed.town, deed.survey)
    if row.stage is Stage.DRAFTED:
        raise Refusal("request.unknown_page")
    plan, senders = row.plan.read(), await _senders(conn, row)
    reviewed = await read_reviewed(conn, deed.town, deed.survey)
    return form_of(plan), [_row(plan, each, senders) for each in reviewed]


async def _senders(conn: Connection, row: ConsultationRow) -> dict[int, SenderRow]:
    if not tells_all(row.plan.read()):
        return {}
    rows = await store.read_senders.all(conn, row.town_id, row.survey_id)
    return {each.number: each for each in rows}


def tells_all(plan: Consultation) -> bool:
    """Whether senders read, before they wrote, who else is told their names."""
    return plan.naming is not Naming.OPEN and bool(plan.seen_by)


def form_of(plan: Consultation) -> Questionnaire:
    """The columns, as the questions of a form; no column for what may not leave."""
    subjects = (*labels(plan).items(), (_ELSE, AT_LARGE))
    named = [_text("name")] if plan.naming is Naming.NAMED or tells_all(plan) else []
    asked: list[Question] = [
        Number(key="number", title=TABLE["number"]),
        _choice("about", subjects),
        _text("words"),
        _choice("state", STATES.items()),
        _text("printed"),
        _text("became"),
        *named,
        *([_text("contact")] if tells_all(plan) else []),
    ]
    return Questionnaire(title=plan.title, sections=(Section("opinions", "", tuple(asked)),))


def _text(key: str) -> LongText:
    return LongText(key=key, title=TABLE[key])


def _choice(key: str, options: Iterable[tuple[str, str]]) -> SingleChoice:
    return SingleChoice(
        key=key, title=TABLE[key], options=tuple(Option(code, label) for code, label in options)
    )


def _row(plan: Consultation, each: Reviewed, senders: Mapping[int, SenderRow]) -> Answers:
    opinion, state = each.opinion, each.state
    sender = senders.get(opinion.number)
    texts = {
        "words": opinion.words,
        "printed": "" if words_of(each) == opinion.words else words_of(each),
        "became": "；".join(f"{label}：{said}" for label, said in say_details(state)),
        "name": sender.name if sender else opinion.name,
        "contact": sender.contact if sender else "",
    }
    about = opinion.about if opinion.about in labels(plan) else _ELSE
    return {
        "number": Quantity(str(opinion.number)),
        "about": Choice(about),
        "state": Choice(name_of(state)),
        **{key: Words(words) for key, words in texts.items() if words},
    }
