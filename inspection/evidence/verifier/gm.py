"""The second signature, SM2 with SM3 (GM/T 0003), where a bureau has switched it on."""

from inspection.evidence.verifier.container import Pack
from inspection.evidence.verifier.form import MANIFEST, SM2, role_of
from inspection.evidence.verifier.manifest import ManifestCheck
from inspection.evidence.verifier.program import OpenSSL
from inspection.evidence.verifier.report import Report

SM2_KEY = "certificates/sm2-public.pem"
SM2_ID = "distid:1234567812345678"  # the default of GM/T 0009


def check_sm2(pack: Pack, report: Report, openssl: OpenSSL, files: ManifestCheck) -> None:
    """Checks manifest and checkpoints, if there is a key; an openssl without SM2 says nothing."""
    signed = {path: path.removesuffix(".json") + ".sm2" for path in pack.by_path if _bears(path)}
    signed[MANIFEST] = SM2
    if SM2_KEY not in pack.by_path:
        if SM2 in pack.by_path:
            report.fault(SM2, "", "没有对应的公钥", "there is no key for it")
        return
    if SM2 not in pack.by_path:
        report.fault(SM2, "", "缺失", "is missing")
    if not files.is_whole(SM2_KEY) or not openssl.says("list", "-digest-commands")[0]:
        return
    key = pack.read(SM2_KEY)
    for path, signature in signed.items():
        if signature not in pack.by_path or (path != MANIFEST and not files.is_whole(path)):
            continue
        good, _ = openssl.says(
            *("dgst", "-sm3", "-verify", "{key}", "-sigopt", SM2_ID, "-signature", "{sm2}"),
            "{content}",
            key=key,
            sm2=pack.read(signature),
            content=pack.read(path),
        )
        if good:
            report.test(signature, "openssl dgst -sm3")
        elif not report.names(path):
            report.fault(signature, "", "SM2 签名无效", "the SM2 signature is not good")


def _bears(path: str) -> bool:
    return role_of(path) == "checkpoint"
