"""Media clients nobody here wrote: ffmpeg's WHIP muxer, GStreamer's whip-client, plain WebRTC in a
browser. Each is a process of its own.
"""

import asyncio
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.service import CHECKOUT

PLUGINS = Path("/usr/lib/x86_64-linux-gnu/gstreamer-1.0")
PICTURE = (
    "videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=30/1"
    " ! videoconvert ! vp8enc deadline=1 cpu-used=8 keyframe-max-dist=60"
    " ! rtpvp8pay picture-id-mode=1 pt=96 ssrc=2"
    " ! application/x-rtp,media=video,encoding-name=VP8,payload=96"
)
SOUND = (
    "audiotestsrc is-live=true wave=red-noise ! audioconvert ! audioresample ! opusenc"
    " ! rtpopuspay pt=100 ssrc=1 ! application/x-rtp,media=audio,encoding-name=OPUS,payload=100"
)
# Debian 12's whip-client uses libsoup 2; its libnice needs libgupnp-igd, which brings libsoup 3,
# and the two refuse to share a process. This stands for the part of it that libnice names; routers
# are asked for ports (UPnP) by nobody here. To be removed with Debian 13's whip-client (libsoup 3).
NO_UPNP = """
unsigned long gupnp_simple_igd_get_type(void) { return 0; }
void *gupnp_simple_igd_thread_new(void) { return 0; }
void gupnp_simple_igd_add_port(void) {}
void gupnp_simple_igd_remove_port_local(void) {}
"""


@asynccontextmanager
async def running(*command, log, **environment):
    """A process that is ended at the end of the block; what it says goes to the file."""
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=CHECKOUT, stdout=out, stderr=out, env={**os.environ, **environment}
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        async with asyncio.timeout(10):
            await process.wait()


def ffmpeg(url, token, folder, *flags):
    """ffmpeg's muxer, H.264 baseline and Opus; PyAV's build has it."""
    certificate, key = p256_certificate(folder)
    script = [sys.executable, "-m", "tests.support.ffmpeg_whip"]
    return running(*script, url, token, certificate, key, *flags, log=folder / "ffmpeg.log")


def gstreamer(url, token, folder, *flags):
    """Debian's simple-whip-client, VP8 and Opus, candidates by PATCH."""
    library = folder / "libgupnp-igd-1.0.so.4"
    source = folder / "no_upnp.c"
    source.write_text(NO_UPNP)
    soname = f"-Wl,-soname={library.name}"
    subprocess.run(["tcc", "-shared", "-nostdlib", soname, "-o", library, source], check=True)
    return running(
        *("whip-client", "-u", url, "-t", token, "-V", PICTURE, "-A", SOUND, *flags),
        log=folder / "gstreamer.log",
        LD_LIBRARY_PATH=str(folder),
        GST_REGISTRY=str(folder / "registry"),
        GST_PLUGIN_SYSTEM_PATH_1_0=str(_plugins_without_soup(folder)),
    )


def p256_certificate(folder):
    """What WebRTC asks for (RFC 8827, 6.5). PyAV's ffmpeg is built with GnuTLS, whose own choice is
    P-224, a curve that OpenSSL takes from nobody.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "WebRTC")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(made.public_bytes(pem))
    key_file.write_bytes(key.private_bytes(pem, *private))
    return certificate_file, key_file


def _plugins_without_soup(folder):
    """A plugin folder without those that bring libsoup 3 for HTTP of their own."""
    kept = folder / "plugins"
    kept.mkdir()
    for plugin in PLUGINS.glob("libgst*.so"):
        if plugin.stem not in {"libgstsoup", "libgstadaptivedemux2"}:
            (kept / plugin.name).symlink_to(plugin)
    return kept


PLAY = """
async ([url, token]) => {
  const pc = new RTCPeerConnection()
  const video = document.body.appendChild(document.createElement('video'))
  const stream = new MediaStream()
  Object.assign(video, { autoplay: true, muted: true, srcObject: stream })
  pc.ontrack = ({ track }) => stream.addTrack(track)
  pc.addTransceiver('video', { direction: 'recvonly' })
  pc.addTransceiver('audio', { direction: 'recvonly' })
  await pc.setLocalDescription()
  const headers = { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token }
  const made = await fetch(url, { method: 'POST', headers, body: pc.localDescription.sdp })
  await pc.setRemoteDescription({ type: 'answer', sdp: await made.text() })
  window.played = { pc, video, made: made.status }
  return made.status
}
"""
WHEN_PLAYED = """
async (frames) => {
  const { pc, video } = window.played
  for (;;) {
    const found = { frames: 0, sound: 0, width: video.videoWidth }
    for (const one of (await pc.getStats()).values()) {
      if (one.type !== 'inbound-rtp') continue
      if (one.kind === 'video') found.frames = one.framesDecoded ?? 0
      else found.sound = one.totalSamplesReceived ?? 0
    }
    if (found.frames >= frames && found.width) return found
    await new Promise((again) => setTimeout(again, 100))
  }
}
"""
PUBLISH = """
async ([url, token]) => {
  const pc = new RTCPeerConnection()
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true })
  for (const track of stream.getTracks()) {
    pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] })
  }
  await pc.setLocalDescription()
  const headers = { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + token }
  const made = await fetch(url, { method: 'POST', headers, body: pc.localDescription.sdp })
  await pc.setRemoteDescription({ type: 'answer', sdp: await made.text() })
  window.published = pc
  return made.status
}
"""
