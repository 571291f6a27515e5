"""Files of LimeSurvey, written as it writes them: old ones hold texts, new ones point to them."""

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

Row = Mapping[str, str]


def the_file(*, version: int, languages: Iterable[str], **tables: Iterable[Row]) -> bytes:
    """A whole document of tables."""
    spoken = "".join(f"<language>{each}</language>" for each in languages)
    body = "".join(_table(name, rows) for name, rows in tables.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><document>'
        f"<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>{version}</DBVersion>"
        f"<languages>{spoken}</languages>{body}</document>"
    ).encode()


def _table(name: str, rows: Iterable[Row]) -> str:
    return f"<{name}><fields/><rows>{''.join(map(_row, rows))}</rows></{name}>"


def _row(row: Row) -> str:
    return "<row>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in row.items()) + "</row>"


def a_question(qid: str, kind: str, title: str, words: str = "", **more: str) -> dict[str, str]:
    """A row of an old file's table of questions, in English."""
    return {
        "qid": qid,
        "parent_qid": "0",
        "gid": "1",
        "type": kind,
        "title": title,
        "question": words or f"<p>Question <b>{title}</b></p>",
        "other": "N",
        "mandatory": "Y",
        "question_order": qid,
        "language": "en",
        "relevance": "1",
    } | more


def a_part(qid: str, parent: str, code: str, words: str) -> dict[str, str]:
    """A row of the table of subquestions."""
    return {
        "qid": qid,
        "parent_qid": parent,
        "gid": "1",
        "title": code,
        "question": words,
        "question_order": qid,
        "language": "en",
    }


def an_answer(qid: str, code: str, words: str, order: int) -> dict[str, str]:
    """A row of the table of answers."""
    return {
        "qid": qid,
        "code": code,
        "answer": words,
        "sortorder": str(order),
        "language": "en",
        "scale_id": "0",
    }


def an_old_file(
    *questions: Row, answers: Iterable[Row] = (), parts: Iterable[Row] = (), **more: Iterable[Row]
) -> bytes:
    """One group of an old file (texts in the tables)."""
    return the_file(
        version=145,
        languages=["en"],
        answers=answers,
        groups=[
            {
                "gid": "1",
                "group_name": "Roads",
                "group_order": "0",
                "language": "en",
                "description": "About roads",
            }
        ],
        questions=questions,
        subquestions=parts,
        surveys=[{"sid": "7", "language": "en"}],
        surveys_languagesettings=[
            {
                "surveyls_title": "Town poll",
                "surveyls_language": "en",
                "surveyls_welcometext": "<p>Welcome</p>",
            }
        ],
        **more,
    )
