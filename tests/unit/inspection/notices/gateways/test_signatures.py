"""The two operators' signatures against the examples of their own documents."""

from datetime import UTC, datetime

from inspection.notices.gateways import aliyun, tencent


def test_the_signature_of_aliyun_is_that_of_their_example():
    headers = aliyun.signed_headers(
        "YourAccessKeyId",
        "YourAccessKeySecret",
        host="ecs.cn-shanghai.aliyuncs.com",
        action="RunInstances",
        version="2014-05-26",
        query={
            "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            "RegionId": "cn-shanghai",
        },
        content=b"",
        content_type="",
        now=datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
        nonce="3156853299f313e23d1673dc12e1703d",
    )
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_the_signature_of_tencent_is_that_of_their_example():
    hidden = "*" * 32  # as their document prints it, and what the signature was made with
    headers = tencent.signed_headers(
        f"AKID{hidden}",
        hidden,
        service="cvm",
        host="cvm.tencentcloudapi.com",
        action="DescribeInstances",
        version="2017-03-12",
        region="ap-guangzhou",
        content=(
            rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], '
            rb'"Name": "instance-name"}]}'
        ),
        now=datetime.fromtimestamp(1551113065, UTC),
    )
    assert headers["Authorization"] == (
        f"TC3-HMAC-SHA256 Credential=AKID{hidden}/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host;x-tc-action, Signature="
        "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f"
    )
