"""The receipt proves that a ballot is in the box, and says nothing of the choice."""

import msgspec
import pytest

from service.box.receipts import is_genuine, public_receipt_key, receipt_key, sign, write_receipt
from service.settings import Settings

MANIFEST = "ab" * 32
LEAF = bytes(range(32))


def test_a_receipt_is_genuine_under_the_key_of_the_manifest(settings: Settings) -> None:
    signature = sign(receipt_key(settings), MANIFEST, LEAF)
    receipt = write_receipt(MANIFEST, LEAF, signature)
    assert is_genuine(receipt, public_receipt_key(settings))
    assert not is_genuine(receipt, "00" * 32)


@pytest.mark.parametrize(
    ("field", "value"),
    [("manifest", "ac" * 32), ("leaf", "00" * 32), ("signature", "00" * 64), ("code", "0000-0000")],
)
def test_a_receipt_with_one_field_changed_is_not_genuine(
    settings: Settings, field: str, value: str
) -> None:
    receipt = write_receipt(MANIFEST, LEAF, sign(receipt_key(settings), MANIFEST, LEAF))
    changed = msgspec.structs.replace(receipt, **{field: value})
    assert not is_genuine(changed, public_receipt_key(settings))


def test_the_same_leaf_always_gets_the_same_signature(settings: Settings) -> None:
    key = receipt_key(settings)
    assert sign(key, MANIFEST, LEAF) == sign(receipt_key(settings), MANIFEST, LEAF)
