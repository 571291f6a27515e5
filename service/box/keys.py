"""The key of a box under custody level 1 (系统保管): made and kept by the opener, on a file.

The file lies under `settings.keys`, outside the database and every backup of it, readable by the
opener's user only, and is wrapped once more with a key from `settings.secrets`: who copies one
folder opens nothing.
"""

import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from service.database.secrets import custody_key, make_once
from service.settings import Settings
from surveys.keys import SurveyKey
from surveys.refusals import Refusal

_NONCE: Final = 12


def make_box_key(settings: Settings, survey: SurveyKey) -> str:
    """Make the key of a survey's box once, and hand out its public half (`Manifest.box_key`)."""
    path = _path(settings, survey)
    if not path.exists():
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        nonce = secrets.token_bytes(_NONCE)
        wrapped = AESGCM(custody_key(settings)).encrypt(nonce, _bytes(number), survey.encode())
        make_once(path, (nonce + wrapped).hex())
    return public_half(read_box_key(settings, survey))


def read_box_key(settings: Settings, survey: SurveyKey) -> ec.EllipticCurvePrivateKey:
    """The private key; missing, foreign or spoiled, it is refused by the same name."""
    try:
        kept = bytes.fromhex(_path(settings, survey).read_text("ascii"))
        number = AESGCM(custody_key(settings)).decrypt(
            kept[:_NONCE], kept[_NONCE:], survey.encode()
        )
        return ec.derive_private_key(int.from_bytes(number), ec.SECP256R1())
    except (OSError, ValueError, InvalidTag) as error:
        raise Refusal("box.wrong_key") from error


def destroy_box_key(settings: Settings, survey: SurveyKey) -> bool:
    """Remove the key for good; False where there is none any more.

    A removed file may still be found on the disk itself: the folder belongs on an encrypted one.
    """
    path = _path(settings, survey)
    stood = path.exists()
    path.unlink(missing_ok=True)
    return stood


def public_half(key: ec.EllipticCurvePrivateKey) -> str:
    """The uncompressed point, hexadecimal."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()


def _path(settings: Settings, survey: SurveyKey) -> Path:
    return settings.keys / f"{survey}.box"


def _bytes(number: int) -> bytes:
    return number.to_bytes(32)
