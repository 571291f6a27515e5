"""Answers become files in the format asked for."""

from collections.abc import Sequence

from service.interchange.answers.spss import write_sav
from service.interchange.answers.tables import write_csv, write_metadata, write_workbook
from surveys.questionnaire.answer import Answers
from surveys.questionnaire.form import Questionnaire
from surveys.refusals import Refusal


def write_answers(
    form: Questionnaire,
    rows: Sequence[Answers],
    format: str,  # noqa: A002 -- what it is
) -> dict[str, bytes]:
    """File names and bytes: `xlsx`, `csv` (with its description) or `sav`.

    Rows come in the order given: who hands them over has seen to it that the order says nothing,
    and that no small group can be told by what they answered.
    """
    match format:
        case "xlsx":
            return {"answers.xlsx": write_workbook(form, rows)}
        case "csv":
            url = "answers.csv"
            metadata = write_metadata(form, url=url)
            return {url: write_csv(form, rows), f"{url}-metadata.json": metadata}
        case "sav":
            return {"answers.sav": write_sav(form, rows)}
        case _:
            raise Refusal("interchange.unknown_format", format=format[:40])
