"""Everything that a person or a program can read of a concluded case, as text."""

import io
import json
import re
from typing import Any

import pypdf
from openpyxl import load_workbook


async def said_everywhere(wang: Any, phone: Any, case_id: str) -> dict[str, str]:
    """One text each of record, paper, sheets, one-time notice, its paper, desk and phone.

    Args:
        wang: a browser that may see the case.
        phone: its applicant's.
    """
    path = f"/api/v1/cases/{case_id}"

    async def data(browser: Any, address: str) -> str:
        return json.dumps(await browser.good("GET", address), ensure_ascii=False)

    async def paper(address: str) -> str:
        pages = pypdf.PdfReader(io.BytesIO(await wang.good("GET", address))).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))

    book = load_workbook(io.BytesIO(await wang.good("GET", f"{path}/checklist.xlsx")))
    rows = [" ".join(str(cell.value or "") for cell in row) for page in book for row in page]
    return {
        "record": await data(wang, f"{path}/record.json"),
        "paper": await paper(f"{path}/record.pdf"),
        "sheets": "\n".join(row.replace("\n", " ") for row in rows),
        "notice": await data(wang, f"{path}/notice"),
        "notice on paper": await paper(f"{path}/notice.pdf"),
        "desk": await data(wang, path),
        "phone": await data(phone, "/api/v1/visit"),
        "phone's notice": await data(phone, "/api/v1/visit/notice"),
    }
