"""A private Janus (Debian package `janus`) for tests and measurements: own ports, own folder."""

import asyncio
import secrets
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from foundation.certificate import ensure_certificate, lan_address
from tests.support.service import free_port

READY_S = 20
STOP_S = 10
_LIBRARIES = Path("/usr/lib/x86_64-linux-gnu/janus")
_MAIN = """
general: {{
  configs_folder = "{folder}"
  server_name = "yunkan-test"
  api_secret = "{secret}"
  admin_secret = "{secret}"
  session_timeout = 60
  debug_level = 3
  {event_loops}
}}
certificates: {{
  cert_pem = "{folder}/cert.pem"
  cert_key = "{folder}/key.pem"
}}
media: {{
  no_media_timer = 3
}}
nat: {{
  full_trickle = false
  ice_enforce_list = "{address}"
  ignore_mdns = true
}}
plugins: {{ disable = "{plugins}" }}
transports: {{ disable = "{transports}" }}
loggers: {{ disable = "libjanus_jsonlog.so" }}
events: {{ broadcast = false }}
"""
_SOCKETS = """
general: {{
  json = "plain"
  ws = true
  ws_port = {port}
  ws_ip = "127.0.0.1"
  wss = false
}}
admin: {{
  admin_ws = true
  admin_ws_port = {admin_port}
  admin_ws_ip = "127.0.0.1"
  admin_wss = false
}}
"""
_ROOMS = """
general: {
  string_ids = true
}
"""


def janus_is_installed() -> bool:
    return shutil.which("janus") is not None


@dataclass
class Janus:
    """One process; `folder` holds its settings and its log.

    libnice takes no loopback address (media-notes, 5), so it is given the address other machines
    would use. Packets from this machine to that address stay in this machine.
    """

    folder: Path
    event_loops: int | None = None
    secret: str = field(default_factory=secrets.token_hex, repr=False)
    port: int = field(default_factory=free_port)
    admin_port: int = field(default_factory=free_port)
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def admin_url(self) -> str:
        return f"ws://127.0.0.1:{self.admin_port}"

    @property
    def log(self) -> Path:
        return self.folder / "janus.log"

    @property
    def pid(self) -> int:
        return self.process.pid

    async def start(self) -> None:
        """Raises `AssertionError` with the log's end when it does not answer in `READY_S`."""
        self._write_settings()
        with self.log.open("wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                "janus", "-F", str(self.folder), "-o", stdout=log, stderr=log
            )
        try:
            async with asyncio.timeout(READY_S):
                await self._answers()
        except TimeoutError:
            await self.stop()
            raise AssertionError(self.log.read_text()[-3000:]) from None

    async def _answers(self) -> None:
        async with aiohttp.ClientSession() as http:
            while self.process.returncode is None:
                try:
                    async with http.ws_connect(self.url, protocols=["janus-protocol"]):
                        return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
        raise TimeoutError

    async def stop(self) -> None:
        if self.process is None or self.process.returncode is not None:
            return
        self.process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()

    def _write_settings(self) -> None:
        address = lan_address()
        assert not address.startswith("127."), "Janus needs an address beside loopback"
        ensure_certificate(self.folder, address)  # elliptic: aiortc agrees to no other
        loops = "" if self.event_loops is None else f"event_loops = {self.event_loops}"
        main = _MAIN.format(
            folder=self.folder,
            secret=self.secret,
            event_loops=loops,
            address=address,
            plugins=_all_but("plugins", "videoroom"),
            transports=_all_but("transports", "websockets"),
        )
        sockets = _SOCKETS.format(port=self.port, admin_port=self.admin_port)
        (self.folder / "janus.jcfg").write_text(main)
        (self.folder / "janus.transport.websockets.jcfg").write_text(sockets)
        (self.folder / "janus.plugin.videoroom.jcfg").write_text(_ROOMS)


def _all_but(kind: str, wanted: str) -> str:
    names = {path.name.partition(".so")[0] + ".so" for path in (_LIBRARIES / kind).iterdir()}
    return ",".join(sorted(names - {f"libjanus_{wanted}.so"}))
