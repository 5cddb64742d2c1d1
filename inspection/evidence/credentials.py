"""Content credentials: a copy of a picture that says itself where it comes from (C2PA 2.2).

Made when somebody asks for it; the original is not touched. Programs that know C2PA tell whether
the copy was changed; they trust our name once the bureau's `ca.pem` is among their anchors.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foundation.errors import Kind, Problem
from foundation.signing import Signer

_CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
_FACTS = "cn.yunkan.evidence"  # label of our own assertion
_SETTINGS: dict[str, Any] = {
    "builder": {"thumbnail": {"enabled": False}},  # 40 kB of what the picture shows anyway
    # a service asks nobody; whoever checks the copy may
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},
}


class NoCredentials(Problem):
    """The library would not sign with the key at hand, or could not read the picture."""

    kind = Kind.UNAVAILABLE
    code = "evidence.no_credentials"
    zh = (
        "无法为这张图片生成内容凭证（{reason}）。密钥若在升级前生成，请运行 server.py keys rotate。"
    )
    en = "No content credentials could be made for this picture ({reason}). If the key is older "
    en += "than this version, run server.py keys rotate."


class NoCredentialsForFiles(Problem):
    """What the manifest says is that a camera saw this now: true of photos and frames alone."""

    kind = Kind.CONFLICT
    code = "evidence.no_credentials_for_files"
    zh = "内容凭证只写入照片和视频帧；“{kind_zh}”请下载原件，其指纹和签名在证据包里。"
    en = "Only photos and frames carry content credentials. Take the original of this {kind}; "
    en += "the evidence pack has its hash, signed."


@dataclass(frozen=True)
class Claim:
    """What a copy says of itself; `facts` are JSON values, nobody's name among them."""

    title: str
    facts: Mapping[str, object]


def with_credentials(jpeg: bytes, claim: Claim, signer: Signer) -> bytes:
    """The picture with a signed manifest of about 12 kB inside. Blocking: some ms.

    Raises `NoCredentials`.
    """
    # 23 MB of library, loaded when first asked for
    import c2pa  # pyright: ignore[reportMissingTypeStubs]

    manifest = {
        "claim_generator_info": [{"name": "Yunkan"}],
        "format": "image/jpeg",
        "title": claim.title,
        "assertions": [
            {
                "label": "c2pa.actions",
                "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": _CAPTURED}]},
            },
            {"label": _FACTS, "data": dict(claim.facts)},
        ],
    }
    certificates = signer.certificates
    chain = certificates.signers[-1] + certificates.authority
    made = io.BytesIO()
    try:
        context = c2pa.Context(c2pa.Settings.from_json(json.dumps(_SETTINGS)))
        signing = c2pa.Signer.from_callback(
            signer.sign_plain, c2pa.C2paSigningAlg.ES256, chain, None
        )
        builder = c2pa.Builder(json.dumps(manifest, ensure_ascii=False), context=context)
        with context, signing, builder:
            builder.sign(signing, "image/jpeg", io.BytesIO(jpeg), made)
    except c2pa.C2paError as error:
        raise NoCredentials(reason=str(error)[:200]) from error
    return made.getvalue()
