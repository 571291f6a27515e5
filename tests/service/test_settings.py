"""Settings: read once, refused in a sentence."""

from pathlib import Path

import pytest

from service.settings import CHECKOUT, VARIABLES, CannotStart, Settings


def test_nothing_set_gives_the_town_s_defaults() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings().home == CHECKOUT / "var"


def test_every_variable_of_the_table_is_read_and_no_other() -> None:
    given = {
        "MINPING_HOME": "/srv/minping",
        "MINPING_DATABASE_URL": "postgresql://town@db/minping",
        "MINPING_HOST": "0.0.0.0",
        "MINPING_PORT": "80",
        "MINPING_PUBLIC_ADDRESS": "https://pingyi.example.gov.cn/",
        "MINPING_STATEMENT_CACHE": "0",
        "MINPING_PROXY_HOPS": "2",
    }
    assert set(given) == {variable.name for variable in VARIABLES}
    assert Settings.from_environment(given) == Settings(
        home=Path("/srv/minping"),
        database_url="postgresql://town@db/minping",
        host="0.0.0.0",
        port=80,
        public_address="https://pingyi.example.gov.cn",
        statement_cache=0,
        proxy_hops=2,
    )


def test_a_variable_set_to_nothing_counts_as_not_set() -> None:
    assert Settings.from_environment({"MINPING_DATABASE_URL": " "}).database_url is None


def test_the_table_tells_the_true_defaults() -> None:
    told = {variable.name: variable.default for variable in VARIABLES}
    settings = Settings()
    assert told["MINPING_HOST"] == settings.host
    assert told["MINPING_PORT"] == str(settings.port)
    assert told["MINPING_STATEMENT_CACHE"] == str(settings.statement_cache)
    assert told["MINPING_PROXY_HOPS"] == str(settings.proxy_hops)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "MINPING_PORT",
            "eighty",
            "设置 MINPING_PORT 的值“eighty”不对，应为0 到 65535 的整数。",
        ),
        ("MINPING_PORT", "70000", "设置 MINPING_PORT 的值“70000”不对，应为0 到 65535 的整数。"),
        (
            "MINPING_PUBLIC_ADDRESS",
            "example.cn",
            "设置 MINPING_PUBLIC_ADDRESS 的值“example.cn”不对，应为http(s):// 地址。",
        ),
        (
            "MINPING_DATABASE_URL",
            "mysql://qian:secret@db",
            "设置 MINPING_DATABASE_URL 的值“…”不对，应为postgresql:// 地址。",
        ),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(name: str, value: str, sentence: str) -> None:
    with pytest.raises(CannotStart) as refused:
        Settings.from_environment({name: value})
    assert str(refused.value) == sentence


def test_settings_shown_in_a_log_do_not_show_the_database_password() -> None:
    settings = Settings(database_url="postgresql://qian:secret@db/minping")
    assert "secret@" not in repr(settings)
    assert "secret@" not in str(settings)
