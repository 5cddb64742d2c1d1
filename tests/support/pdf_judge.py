"""What an independent validator (pyHanko's) says of the signature in a PDF."""

import io
from datetime import datetime

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def _trusting(authorities: list[str], at: datetime) -> ValidationContext:
    roots = [x509.Certificate.load(pem.unarmor(one.encode())[2]) for one in authorities]
    return ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)


async def judged_by_pyhanko(pdf: bytes, authority: str, at: datetime, tsa: str = ""):
    """The status of the one signature; `None` when the file is no signed PDF any more.

    Args:
        authority: PEM of the bureau's certificate; `tsa`: that of the time-stamp authority.
        at: the moment of judging.
    """
    try:
        (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        return await async_validate_pdf_signature(
            signature,
            _trusting([authority], at),
            ts_validation_context=_trusting([tsa] if tsa else [], at),
        )
    except Exception:  # noqa: BLE001 - a damaged file breaks a parser in any way it likes
        return None


def signature_of(pdf: bytes):
    """The one signature as pyHanko reads it."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return signature
