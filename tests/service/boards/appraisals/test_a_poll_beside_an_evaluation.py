"""秘书 Qian puts a published poll beside her evaluation, looks at it, and takes it away again."""

import html

import asyncpg
import pytest

from service.database import Pool, transaction
from service.jobs import queue
from surveys import canonical
from surveys.stages import Stage
from tests.builders import SURVEY
from tests.polls import POLL
from tests.quotations import SERVICE, a_quotation, a_source
from tests.service.boards.conftest import Browser
from tests.service.boards.documents.conftest import PAPERS, hold

PAGE = f"/console/appraisals/{SURVEY}"
DESK = f"{PAGE}/voters"
CHOOSE = f"{DESK}?poll={POLL}&topic={SERVICE}"
CHOSEN = {"poll": POLL, "topic": SERVICE, "place:finance": "1", "place:land": "2"}


async def hold_poll(owner: Pool, stage: Stage = Stage.PUBLISHED) -> None:
    """Put a poll into the registrar as it is at a stage, with the files it publishes."""
    source = a_source()
    public = {"result.json": canonical.encode(source.result)}
    public["reading.json"] = canonical.encode(source.reading)
    async with transaction(owner) as conn:
        town = await conn.fetchval("select town_id from registrar.town")
        await conn.execute(
            "insert into registrar.poll (town_id, survey_id, title, stage, plan, manifest,"
            " manifest_digest, count, result_digest, published_at)"
            " values ($1, $2, $3, $4, '{}', $5, $6, '{}', $7, now())",
            *(town, POLL, source.manifest.title, stage.value),
            *(canonical.encode(source.manifest), "a" * 64, source.fingerprint),
        )
        for name, content in public.items():
            await conn.execute(
                "insert into registrar.document (town_id, survey_id, name, media_type, content,"
                " digest, public) values ($1, $2, $3, 'application/json', $4, $5, $6)",
                *(town, POLL, name, content, canonical.fingerprint(content)),
                stage is Stage.PUBLISHED,
            )


async def read(qian: Browser, page: str) -> str:
    return html.unescape((await qian.get(page)).text)


async def keep(qian: Browser, **fields: str) -> tuple[int, str]:
    answer = await qian.fill(DESK, DESK, **fields)
    return answer.status_code, html.unescape(answer.text)


async def deeds(owner: Pool) -> list[str]:
    async with transaction(owner) as conn:
        rows = await conn.fetch("select action, detail from registrar.chronicle order by seq")
    return [r["detail"] if r["action"] == "quote-poll" else r["action"] for r in rows][-2:]


async def test_a_poll_is_put_beside_by_name_and_taken_away_again(
    qian: Browser, owner_pool: Pool
) -> None:
    await hold(owner_pool, Stage.CONFIRMED)
    empty = await read(qian, DESK)
    assert "还没有已经公布的民意调查" in empty
    assert "没有公布的一个数也不能引用" in empty
    await hold_poll(owner_pool)
    assert "服务态度”，4个部门里有2个同名" in await read(qian, DESK)
    page = await read(qian, CHOOSE)
    assert page.count("名称相同") == 2
    assert page.count("没有同名的，请核对") == 2
    assert '<option value="2" selected>镇自然资源所</option>' in page

    assert await keep(qian, **CHOSEN) == (303, "")
    shown = await read(qian, DESK)
    assert "不计入票数、得分和等次" in shown
    assert "这次调查没有问到镇农业农村服务中心、镇社会事务办公室" in shown
    quoted = a_quotation().find("finance")
    assert quoted is not None
    assert all(f"<td>{answer.number}</td>" in shown for answer in quoted.answers)
    assert "放在一起，不计入结果" in await read(qian, PAGE)
    (named,) = [each for each in await deeds(owner_pool) if "对应2个部门" in each]
    assert named.startswith(a_source().fingerprint)

    assert (await keep(qian, act="take-away"))[0] == 303
    assert "现在放在一起的" not in await read(qian, DESK)
    assert (await deeds(owner_pool))[-1] == "drop-quotation"


async def test_nothing_chosen_and_one_place_for_two_are_said_where_it_was_chosen(
    qian: Browser, owner_pool: Pool
) -> None:
    await hold(owner_pool, Stage.OPEN)
    await hold_poll(owner_pool)
    status, page = await keep(qian, poll=POLL, topic=SERVICE)
    assert status == 400
    assert "一个也对不上" in page
    twice = {**CHOSEN, "place:society": "2"}
    status, page = await keep(qian, **twice)
    assert status == 400
    assert "“镇自然资源所”选给了两个部门" in page
    assert page.count('<option value="2" selected>镇自然资源所</option>') == 2, "as it was typed"
    for wrong in ({"place:land": "9"}, {"topic": "nobody"}, {"poll": "\x00"}, {"poll": "other"}):
        status, _ = await keep(qian, **{**CHOSEN, **wrong})
        assert 400 <= status < 500, wrong


async def test_only_a_published_poll_may_be_quoted(qian: Browser, owner_pool: Pool) -> None:
    """Its count is there and nobody has protected it yet."""
    await hold(owner_pool, Stage.PREPARED)
    await hold_poll(owner_pool, Stage.COUNTED)
    assert "还没有已经公布的民意调查" in await read(qian, DESK)
    status, page = await keep(qian, **CHOSEN)
    assert status == 409
    assert "还没有公布，不能引用" in page
    async with owner_pool.acquire() as conn:
        with pytest.raises(asyncpg.PostgresError, match="not published"):
            await conn.execute(
                "insert into registrar.quotation select town_id, $1, $2, '{}' from registrar.town",
                *(SURVEY, POLL),
            )


async def test_what_two_people_asked_to_publish_is_not_changed_meanwhile_nor_afterwards(
    qian: Browser, owner_pool: Pool
) -> None:
    await hold(owner_pool, Stage.CONFIRMED)
    await hold_poll(owner_pool)
    assert (await keep(qian, **CHOSEN))[0] == 303
    async with transaction(owner_pool) as conn:
        town = await conn.fetchval("select town_id from registrar.town")
        await queue.enqueue(conn, kind="result.publish", town=town, survey=SURVEY)
    status, page = await keep(qian, act="take-away")
    assert status == 409
    assert "不能再改" in page
    async with owner_pool.acquire() as conn:
        await conn.execute(
            "update registrar.evaluation set stage = 'published', result_digest = repeat('b', 64)"
        )
        with pytest.raises(asyncpg.PostgresError, match="settled"):
            await conn.execute("delete from registrar.quotation")
    assert (await keep(qian, **CHOSEN))[0] == 409
    assert "撤下" not in await read(qian, DESK)


async def test_a_poll_that_another_release_wrote_otherwise_can_be_taken_away(
    qian: Browser, owner_pool: Pool
) -> None:
    """What cannot be read stops neither the evaluation's page nor, once it is gone, its result."""
    await hold(owner_pool, Stage.CONFIRMED)
    await hold_poll(owner_pool)
    assert (await keep(qian, **CHOSEN))[0] == 303
    async with owner_pool.acquire() as conn:
        await conn.execute("alter table registrar.document disable trigger user")
        await conn.execute(
            "update registrar.document set content = '{}' where name = 'result.json'"
        )
    assert "放在一起，不计入结果" in await read(qian, PAGE)
    assert "这一版读不出它的数，请撤下" in await read(qian, DESK)
    assert (await keep(qian, act="take-away"))[0] == 303
    assert "没有放民意调查" in await read(qian, PAGE)


async def test_papers_of_an_evaluation_carry_the_poll_it_was_published_with(
    qian: Browser, owner_pool: Pool
) -> None:
    await hold(owner_pool, Stage.PUBLISHED)
    papers = ("circular", "notice", "own-report~finance", "own-report~society")
    before = {name: await read(qian, f"{PAPERS}/{name}") for name in papers}
    assert not any("选民意见" in page for page in before.values())
    content = canonical.encode(a_quotation())
    async with transaction(owner_pool) as conn:
        await conn.execute(
            "insert into registrar.document (town_id, survey_id, name, media_type, content,"
            " digest, public) select town_id, $1, 'voters.json', 'application/json', $2, $3, true"
            " from registrar.town",
            *(SURVEY, content, canonical.fingerprint(content)),
        )
    shown = {name: "选民意见" in await read(qian, f"{PAPERS}/{name}") for name in papers}
    assert shown == dict.fromkeys(papers, True) | {"own-report~society": False}
    public = await read(qian, f"/results/{SURVEY}")
    assert "选民意见（不计入测评结果）" in public
