"""Somebody with a key of his own writes a whole pack anew, so that it fits in itself."""

import json
from datetime import datetime
from hashlib import sha256

from foundation.keyring import fingerprint
from foundation.signing import Signer
from inspection.evidence.verifier.form import canonical, is_summed, leaf_hash, root_of
from tests.support.tampering import Files, packed, resealed, with_file


def rewritten(files: Files, forger: Signer, at: datetime) -> bytes:
    """The pack with somebody else in its first line and another note in its record."""
    files = with_file(files, "certificates/ca.pem", forger.certificates.authority.encode())
    files = with_file(files, "certificates/signer-1.pem", forger.certificates.signers[0].encode())
    lines = [json.loads(line) for line in dict(files)["custody.jsonl"].splitlines()]
    lines[0]["who"] = "somebody"
    sizes = sorted(
        json.loads(content)["size"]
        for path, content in files
        if path.startswith("checkpoints/") and path.endswith(".json")
    )
    previous, hashes, texts = "0" * 64, [], []
    for line in lines:
        if line["act"] == "frozen":
            files, digest = _record(files, forger, len(hashes), hashes)
            line["facts"]["record"] = digest
        if line["act"] == "exported":
            line["facts"]["sums"] = sha256(_sums(files)).hexdigest()
        line["previous"] = previous
        texts.append(canonical(line))
        hashes.append(leaf_hash(texts[-1].encode()))
        previous = hashes[-1].hex()
    files = with_file(files, "SHA256SUMS", _sums(files))
    files = with_file(files, "custody.jsonl", "".join(f"{text}\n" for text in texts).encode())
    for size in sizes:
        path = f"checkpoints/{size:08d}"
        said = json.loads(dict(files)[f"{path}.json"])
        text = canonical({**said, "root": root_of(hashes[:size])}).encode()
        files = with_file(files, f"{path}.json", text)
        files = with_file(files, f"{path}.cms", forger.sign(text, at))
    return packed(resealed(files, forger, at))


def _record(files: Files, forger: Signer, size: int, hashes: list[bytes]) -> tuple[Files, str]:
    content = json.loads(dict(files)["record/content.json"])
    content["custody"] = {
        "size": size,
        "root": root_of(hashes),
        "authority_sha256": fingerprint(forger.certificates.authority),
    }
    content["parts"][0]["lines"][0]["note"] = "改写"
    text = canonical(content).encode()
    digest = sha256(text).hexdigest()
    files = with_file(files, "record/content.json", text)
    if "notice/content.json" in dict(files):
        notice = json.loads(dict(files)["notice/content.json"])
        told = canonical({**notice, "record_sha256": digest}).encode()
        row = json.loads(dict(files)["notice/notice.json"])
        row = canonical({**row, "sha256": sha256(told).hexdigest()}).encode()
        files = with_file(files, "notice/content.json", told)
        files = with_file(files, "notice/notice.json", row)
    said = json.loads(dict(files)["record/signatures.json"])
    files = with_file(
        files, "record/signatures.json", canonical({**said, "record_sha256": digest}).encode()
    )
    return files, digest


def _sums(files: Files) -> bytes:
    return "".join(
        f"{sha256(content).hexdigest()}  {path}\n" for path, content in files if is_summed(path)
    ).encode()
