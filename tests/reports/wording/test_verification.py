"""What a citizen reads after verifying."""

import json
import re

from reports.wording.verification import DIFFERS, HELD, LIMITS, TITLES, say
from surveys import canonical
from surveys.keys import WHOLE
from surveys.publication import BOX, MANIFEST, RESULT, SEALED
from surveys.tally.conclusion import Attendance
from surveys.verification.report import CHECKS
from surveys.verification.report import LIMITS as UNPROVABLE
from surveys.verification.verify import verify
from tests.builders import a_ballot, a_manifest
from tests.mutations import of_lines, of_value, of_writing, write
from tests.publications import Publication, a_publication


def a_vote() -> Publication:
    ballots = [a_ballot("dissatisfied" if n % 3 else "satisfied", number=n) for n in range(12)]
    attendance = Attendance(present=46, voided={"deputies": {WHOLE: 4}})
    return a_publication(a_manifest(), ballots, attendance)


def test_every_check_has_a_title_and_both_sentences_and_every_limit_has_one() -> None:
    assert set(TITLES) == set(HELD) == set(DIFFERS) == set(CHECKS)
    assert set(LIMITS) == set(UNPROVABLE)


def test_an_honest_publication_reads_as_passed_and_ends_with_what_is_not_proven() -> None:
    publication = a_vote()
    lines = say(verify(publication.files, publication.fingerprint))
    assert re.fullmatch(r"核验通过：\d+ 项检查全部相符。", lines[0])
    assert "✓ 选票排序、不重复：12 张" in lines
    unproven = lines[lines.index("公布的文件不能证明的：") + 1 :]
    assert len(unproven) == 6
    assert all(line.startswith("· ") for line in unproven)


def test_a_changed_result_is_told_with_department_indicator_published_and_recounted() -> None:
    publication = a_vote()
    result = json.loads(publication.files[RESULT])
    finance = result["count"]["appraisees"][0]
    overall = finance["items"][-1]
    overall["counts"]["satisfied"] += 1
    overall["metrics"]["satisfied_rate"] = "5/12"
    finance["metrics"]["satisfied_rate"] = "5/12"
    finance["grade"] = "满意"
    finance["spoiled"] = {"blank": 1}
    forged = publication.reprinted(result_json=write(result))
    lines = say(verify(forged.files, forged.fingerprint))
    assert lines[0].startswith("核验不通过：4 项检查不符")
    assert [line for line in lines if line.startswith("✗")] == [
        "✗ 各对象的票数：镇财政所，废票：公布的是 空白 1，重算是 0",
        "✗ 各项得票：镇财政所，总体评价，满意：公布的是 5，重算是 4",
        "✗ 比率与得分：镇财政所，总体评价，满意率：公布的是 5/12，重算是 1/3",
        "✗ 比率与得分：镇财政所，满意率：公布的是 5/12，重算是 1/3",
        "✗ 等次：镇财政所，等次：公布的是 满意，重算是 不满意",
    ]


def test_an_unreadable_file_is_named_with_its_line_and_the_rest_is_called_unchecked() -> None:
    publication = a_vote()
    broken = publication.with_file(MANIFEST, b"{")
    lines = say(verify(broken.files, broken.fingerprint))
    assert any(line.startswith("✗ 测评方案文件的写法：manifest.json 第 1 行：") for line in lines)
    assert "✗ 各项得票：前面有读不了或不能照算的，这一项没能检查" in lines
    missing = {file: data for file, data in publication.files.items() if file != BOX}
    assert "✗ 公布的文件齐全：缺少 box.jsonl" in say(verify(missing, publication.fingerprint))


def test_every_difference_of_every_changed_file_can_be_said() -> None:
    publication = a_vote()
    for file, data in publication.files.items():
        jsonl = file in {BOX, SEALED}
        first = b"".join(data.splitlines(keepends=True)[:2])
        tried = of_lines(first) if jsonl else (*of_value(data), *of_writing(data))
        for mutation in list(tried)[::23]:
            changed = mutation.data + data[len(first) :] if jsonl else mutation.data
            forged = restamped(publication, file, changed)
            lines = say(verify(forged.files, forged.fingerprint))
            assert not any("{" in line for line in lines if "写法" not in line)


def restamped(publication: Publication, file: str, data: bytes) -> Publication:
    """With the digests made to match, so that every later check is reached."""
    forged = publication.with_file(file, data)
    if file == RESULT:
        return forged.reprinted()
    result = json.loads(forged.files[RESULT])
    result["count"]["manifest"] = canonical.fingerprint(forged.files[MANIFEST])
    result["count"]["box"] = canonical.fingerprint(forged.files[BOX])
    return forged.reprinted(result_json=write(result))
