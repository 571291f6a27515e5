"""`score` gives the digits that congresses published, from their counts and from ballots alike."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reports.wording.rules import say_rules
from service.cli.commands import minping
from surveys import canonical
from surveys.rules.presets import KEYS, preset
from surveys.rules.ruleset import Base, Display
from tests.reports.rendering.reading import text
from tests.service.spreadsheets.filling import book, table
from tests.tallies import changed

_FILE = Path(__file__).parents[2] / "data" / "worked-examples.json"
EXAMPLES: dict[str, Any] = {
    example["id"]: example for example in json.loads(_FILE.read_text("utf-8"))["examples"]
}
ZHANYI = [EXAMPLES[f"zhanyi-2019-{number}"] for number in (1, 2, 3)]
ZHENHAI = [EXAMPLES[f"zhenhai-2021-{number}"] for number in (1, 2, 3, 4)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(minping, ["score", *map(str, arguments)])


def as_counts(*examples: dict[str, Any]) -> bytes:
    """One row for each department, as a teller writes it down."""
    options = dict.fromkeys(option for each in examples for option in each["counts"])
    return table(
        ("测评对象", *options),
        *((_name(each), *(each["counts"].get(o, 0) for o in options)) for each in examples),
    )


def as_ballots(*examples: dict[str, Any]) -> bytes:
    """One row for each ballot; nobody knows which mark stood beside which."""
    columns = [_marks(each) for each in examples]
    rows = zip(*columns, strict=True)
    return table(
        ("票号", *map(_name, examples)),
        *((number, *marks) for number, marks in enumerate(rows, 1)),
        name="逐票录入",
    )


def _name(example: dict[str, Any]) -> str:
    return f"{example['department']}（{example['id']}）"


def _marks(example: dict[str, Any]) -> list[str]:
    return [option for option, number in example["counts"].items() for _ in range(number)]


def written(content: bytes, folder: Path) -> Path:
    path = folder / "测评.xlsx"
    path.write_bytes(content)
    return path


def rows_of(output: str) -> Iterator[list[str]]:
    """Cells of the result table."""
    for line in output.rpartition("─\n")[2].splitlines():
        if not line:
            return
        yield line.split()


@pytest.mark.parametrize("entered", [as_counts, as_ballots])
def test_zhanyi_2019_comes_out_as_published(entered: Any, tmp_path: Path) -> None:
    result = run("returned-rates", written(entered(*ZHANYI), tmp_path))
    assert result.exit_code == 0, result.output
    for row, example in zip(rows_of(result.output), ZHANYI, strict=True):
        published = [digits or "0" for digits in example["published"].values()]
        assert row[3::2] == published
        assert row[2::2] == [str(number) for number in example["counts"].values()]


@pytest.mark.parametrize("entered", [as_counts, as_ballots])
def test_zhenhai_2021_grades_come_out_as_published(entered: Any, tmp_path: Path) -> None:
    path = written(entered(*ZHENHAI), tmp_path)
    result = run("roster-majority", path, "--entitled", 29, "--present", 29)
    assert result.exit_code == 0, result.output
    grades = [row[-1] for row in rows_of(result.output)]
    assert grades == [example["published_grade"] for example in ZHENHAI]


@pytest.mark.parametrize("entered", [as_counts, as_ballots])
@pytest.mark.parametrize(
    ("key", "grade"),
    [("cast-half", "未通过"), ("two-thirds", "通过"), ("roster-majority", "基本满意")],
)
def test_nanxiong_2019_gets_another_grade_under_another_real_rule(
    key: str, grade: str, entered: Any, tmp_path: Path
) -> None:
    path = written(entered(EXAMPLES["nanxiong-2019-highway"]), tmp_path)
    result = run(key, path, "--entitled", 26, "--present", 26)
    assert [row[-1] for row in rows_of(result.output)] == [grade]


def test_npc_2016_comes_out_by_a_rule_set_file_over_those_present(tmp_path: Path) -> None:
    rules = changed(preset("two-grade-unfamiliar"), base=Base.PRESENT, display=Display(digits=1))
    own = tmp_path / "办法.json"
    own.write_bytes(canonical.encode(rules))
    example = EXAMPLES["npc-2016-gwr"]
    content = table(
        ("测评对象", "满意", "不满意", "不了解"),
        ("政府工作报告", *(example["counts"].get(word, 0) for word in ("赞成", "反对", "弃权"))),
    )
    result = run(own, written(content, tmp_path), "--present", 2859, "--entitled", 2943)
    assert result.exit_code == 0, result.output
    assert example["published"]["支持率"] in result.output


def test_the_rule_stands_under_the_table_and_the_margin_beside_it(tmp_path: Path) -> None:
    content = as_counts(EXAMPLES["nanxiong-2019-highway"])
    result = run("cast-half", written(content, tmp_path))
    for number, words in enumerate(say_rules(preset("cast-half")), 1):
        assert f"注{number}. {words}" in result.output
    assert f"{_name(EXAMPLES['nanxiong-2019-highway'])}1张。" in result.output


def test_json_is_canonical_and_exact(tmp_path: Path) -> None:
    result = run("returned-rates", written(as_counts(*ZHANYI), tmp_path), "--json")
    data = result.output.strip().encode()
    assert canonical.is_canonical(data)
    said = json.loads(data)
    assert said["results"][0]["metrics"]["satisfaction"] == "25/28"
    assert said["rules"] == canonical.fingerprint(canonical.encode(preset("returned-rates")))
    assert said["by_ballot"] is False


def test_the_pdf_tells_the_meeting_the_rule_and_that_no_box_stands_behind_it(
    tmp_path: Path,
) -> None:
    content = book(
        会议情况=(
            ("单位", "老厂镇人民代表大会主席团"), ("测评名称", "2026年部门工作民主测评"),
            ("测评日期", "2026年3月8日"), ("应到", 46), ("实到", 28), ("发出", 28), ("收回", 28),
        ),
        票数汇总=(("测评对象", "满意", "基本满意", "不满意"), ("镇财政所", 25, 3, 0)),
    )  # fmt: skip
    path, pdf = written(content, tmp_path), tmp_path / "计分表.pdf"
    result = run("township-three-grade", path, "--pdf", pdf)
    assert result.exit_code == 0, result.output
    printed = "".join(text(pdf.read_bytes()).split())
    for words in (
        "应到：46人", "实到：28人", "发出：28张", "收回：28张", "2026年部门工作民主测评",
        "没有经过民评的票箱", "89.29", "监票人", "人数符合法定要求", "以收回票为基数",
        canonical.fingerprint(content)[:4],
    ):  # fmt: skip
        assert words in printed, words
    before = pdf.read_bytes()
    run("township-three-grade", path, "--pdf", pdf)
    assert pdf.read_bytes() == before


def test_a_meeting_without_a_quorum_is_said_to_be_void(tmp_path: Path) -> None:
    path = written(as_counts(ZHANYI[0]), tmp_path)
    result = run("township-three-grade", path, "--entitled", 100, "--present", 28)
    assert "人数不符合法定要求" in result.output
    assert "没有核对" in run("township-three-grade", path).output


def test_with_a_mistake_nothing_is_printed_and_the_exit_code_is_one(tmp_path: Path) -> None:
    path = written(table(("测评对象", "满意"), ("镇财政所", "约20")), tmp_path)
    pdf = tmp_path / "计分表.pdf"
    result = run("returned-rates", path, "--pdf", pdf, "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "表格有 1 处要改，没有计算：\n  “票数汇总”第 2 行 B 列：“约20”不是票数" in result.stderr
    assert not pdf.exists()


def test_a_csv_from_a_wps_office_is_read(tmp_path: Path) -> None:
    path = tmp_path / "票数.csv"
    path.write_bytes("部门,满意,基本满意,不满意\r\n镇财政所,２５,3,\r\n".encode("gb18030"))
    assert "89.29" in run("returned-rates", path).output


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><table></table></html>", "这是一个网页"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .xls"),
        (b"", "文件是空的"),
        (b"%PDF-1.7", "不是 Excel"),
    ],
)
def test_a_wrong_file_is_named_for_what_it_is(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "测评.xls"
    path.write_bytes(content)
    result = run("returned-rates", path)
    assert (result.exit_code, words in result.stderr) == (1, True)


def test_a_wrong_rule_is_refused_with_the_nearest_and_the_list(tmp_path: Path) -> None:
    result = run("townhip-three-grade", "x.xlsx")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "是不是 township-three-grade？" in result.stderr
    own = tmp_path / "rule.json"
    own.write_text("{}")
    assert "计票规则文件读不懂" in run(own, "x.xlsx").stderr
    own.write_bytes(canonical.encode(changed(preset("two-thirds"), metrics=())))
    assert "计票规则自相矛盾" in run(own, "x.xlsx").stderr
    assert "没有文件" in run("two-thirds", tmp_path / "x.xlsx").stderr


def test_without_a_file_the_rule_is_said_and_without_a_rule_all_are_listed() -> None:
    assert run("三分之二通过").output.splitlines() == list(say_rules(preset("two-thirds")))
    listed = run().output
    assert all(key in listed for key in KEYS)


def test_a_template_is_written_once_and_never_over_a_filled_one(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    made = run("--template", "two-thirds", "--departments", "镇财政所，镇派出所", path)
    assert made.exit_code == 0, made.output
    assert f"./minping score two-thirds {path}" in made.output
    before = path.read_bytes()
    again = run("--template", "two-thirds", path)
    assert (again.exit_code, "没有覆盖" in again.stderr) == (1, True)
    assert path.read_bytes() == before
    assert "没有读到票" in run("two-thirds", path).stderr


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    result = run("--template", "two-thirds", tmp_path / "no-such-folder" / "模板.xlsx")
    assert (result.exit_code, "写不了" in result.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []
