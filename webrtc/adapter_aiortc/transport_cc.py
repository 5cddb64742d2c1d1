"""Transport-wide feedback, which the library can parse but leaves out of its answers."""

from typing import Any

from aiortc import RTCPeerConnection
from aiortc.rtcrtpparameters import RTCRtcpFeedback, RTCRtpHeaderExtensionParameters

from webrtc import twcc


def answer_transport_cc(pc: RTCPeerConnection, offer: str) -> int | None:
    """Agrees to it on pictures. Call between the remote description and the answer.

    Returns:
        The header extension's number, `None` where it is not offered.
    """
    sections = [one for one in offer.split("\r\nm=")[1:] if one.startswith("video ")]
    number = next((found for one in sections if (found := twcc.offered_id(one))), None)
    if number is None:
        return None
    transceivers: list[Any] = pc.getTransceivers()
    for transceiver in transceivers:
        if transceiver.kind == "video":
            extension = RTCRtpHeaderExtensionParameters(id=number, uri=twcc.URI)
            transceiver._headerExtensions.append(extension)
            for codec in transceiver._codecs:
                if not codec.mimeType.lower().endswith("/rtx"):
                    codec.rtcpFeedback.append(RTCRtcpFeedback(type="transport-cc"))
    return number
