"""Answers leave in files that say what they hold, and that no spreadsheet takes for orders."""

import csv
import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pyreadstat
import pytest

from service.interchange.answers.writing import write_answers
from surveys.questionnaire.answer import (
    Answers,
    Choice,
    Choices,
    Marks,
    Order,
    Points,
    Quantity,
    Words,
)
from surveys.questionnaire.form import Questionnaire, Section
from surveys.questionnaire.questions import (
    GradeMatrix,
    Indicator,
    LongText,
    MultipleChoice,
    Number,
    Option,
    Ranking,
    Scale,
    SingleChoice,
    Subject,
)
from surveys.refusals import Refusal

OPTIONS = (Option("good", "满意"), Option("bad", "=不满意"))
FORM = Questionnaire(
    title="老厂镇问卷",
    sections=(
        Section(
            "s1",
            "",
            (
                SingleChoice(key="one", title="总体评价", options=OPTIONS),
                MultipleChoice(key="many", title="原因", options=OPTIONS, required=False),
                Scale(key="scale", title="打分", low=0, high=10),
                Number(key="income", title="收入", digits=2),
                Ranking(key="rank", title="排序", options=OPTIONS),
                GradeMatrix(
                    key="units",
                    title="各部门",
                    subjects=(Subject("cz", "财政所"),),
                    indicators=(Indicator("i1", "效率"), Indicator("i2", "作风")),
                    grades=OPTIONS,
                    required=False,
                ),
                LongText(key="remark", title="意见", required=False),
            ),
        ),
    ),
)
ROWS: tuple[Answers, ...] = (
    {
        "one": Choice("good"),
        "many": Choices(("bad",)),
        "scale": Points(0),
        "income": Quantity("-12.50"),
        "rank": Order(("bad", "good")),
        "units": Marks({"cz": {"i1": "bad", "i2": ("good", "bad")}}),
        "remark": Words('=HYPERLINK("http://x","点我")'),
    },
    {
        "one": Choice("bad"),
        "scale": Points(10),
        "income": Quantity("0"),
        "rank": Order(("good", "bad")),
        "units": Marks({"cz": {"i1": None, "i2": None}}),
        "remark": Words("＝１＋１"),
    },
)
HEADS = [
    "one",
    "many/good",
    "many/bad",
    "scale",
    "income",
    "rank/good",
    "rank/bad",
    "units/cz/i1",
    "units/cz/i2",
    "remark",
]


def test_a_workbook_has_words_codes_and_a_codebook_and_no_formula() -> None:
    (written,) = write_answers(FORM, ROWS, "xlsx").values()
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert book.sheetnames == ["答案（文字）", "答案（编码）", "变量表"]
    words, codes = (list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets[:2])
    assert list(codes[0]) == HEADS
    assert codes[1] == ("good", 0, 1, 0, -12.5, 2, 1, "bad", "good+bad", ROWS_REMARK)
    assert codes[2] == ("bad", None, None, 10, 0, 1, 2, None, None, "＝１＋１")
    assert words[1][:3] == ("满意", "没选", "选了")
    assert words[1][7:9] == ("=不满意", "满意+=不满意")
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet for cell in row}
    assert "f" not in kinds
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


ROWS_REMARK = '=HYPERLINK("http://x","点我")'


def test_a_csv_goes_with_its_description_and_shields_what_looks_like_a_formula() -> None:
    files = write_answers(FORM, ROWS, "csv")
    assert list(files) == ["answers.csv", "answers.csv-metadata.json"]
    table = list(csv.reader(io.StringIO(files["answers.csv"].decode(), newline="")))
    assert table[0] == HEADS
    assert table[1] == [
        "good",
        "0",
        "1",
        "0",
        "-12.50",
        "2",
        "1",
        "bad",
        "good+bad",
        f"'{ROWS_REMARK}",
    ]
    assert table[2][-1] == "'＝１＋１"
    described = json.loads(files["answers.csv-metadata.json"])
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert described["url"] == "answers.csv"
    columns = described["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == HEADS
    for at, column in enumerate(columns):
        match column["datatype"]:
            case {"format": pattern}:
                assert all(re.fullmatch(pattern, row[at]) for row in table[1:] if row[at])
            case "integer" | "decimal":
                assert all(float(row[at]) is not None for row in table[1:] if row[at])
            case kind:
                assert kind == "string"


def test_an_spss_file_is_read_back_with_its_words(tmp_path: Path) -> None:
    (written,) = write_answers(FORM, ROWS, "sav").values()
    path = tmp_path / "a.sav"
    path.write_bytes(written)
    frame: Any
    frame, meta = pyreadstat.read_sav(str(path))
    assert meta.column_names_to_labels["one"] == "总体评价"
    assert meta.variable_value_labels["one"] == {1.0: "满意", 2.0: "=不满意"}
    assert meta.variable_value_labels["many_bad"] == {0.0: "没选", 1.0: "选了"}
    assert list(frame["one"]) == [1.0, 2.0]
    assert list(frame["income"]) == [-12.5, 0.0]
    assert frame["units_cz_i2"].isna().all()
    assert list(frame["remark"]) == [ROWS_REMARK, "＝１＋１"]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "sav"])
def test_the_same_answers_are_the_same_bytes(kind: str) -> None:
    assert write_answers(FORM, ROWS, kind) == write_answers(FORM, ROWS, kind)
    assert write_answers(FORM, (), kind)


def test_without_the_component_spss_is_refused_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(Refusal) as refused:
        write_answers(FORM, ROWS, "sav")
    assert refused.value.code == "interchange.no_spss"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        write_answers(FORM, ROWS, "dta")
    assert refused.value.code == "interchange.unknown_format"
