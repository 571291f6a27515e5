"""What is a password, and what is none."""

import pytest

from service.identity import passwords
from surveys.refusals import Refusal


@pytest.mark.parametrize(
    "password", ["", "kurz", "123456789", "1234567890", "Password123", "aaaaaaaaaaaa", "x" * 201]
)
def test_a_short_or_well_known_password_is_refused(password: str) -> None:
    with pytest.raises(Refusal) as refused:
        passwords.demand_strong(password)
    assert refused.value.code == "signin.weak_password"


def test_a_sentence_is_a_password() -> None:
    passwords.demand_strong("镇人大二零二六年测评")


async def test_a_hash_fits_its_password_and_no_other() -> None:
    kept = await passwords.hashed("zhe-shi-mi-ma")
    assert kept.startswith("$argon2id$")
    assert "$m=65536,t=3,p=4$" in passwords.NOBODYS, "as dear as argon2-cffi advises"
    assert await passwords.fits(kept, "zhe-shi-mi-ma")
    assert not await passwords.fits(kept, "zhe-shi-mi-mA")
    assert not await passwords.fits("no hash at all", "zhe-shi-mi-ma")
