"""Services outside as real servers on loopback: one that answers HTTP, one that takes letters."""

import asyncio
from contextlib import asynccontextmanager
from email import message_from_bytes, policy

from aiohttp import web
from aiohttp.test_utils import TestServer

from foundation.text import Bilingual
from inspection.notices.gateways.gateway import Message
from inspection.notices.model import Kind


def a_message(**change):
    """A message about a booking."""
    said = {
        "id": "try_1",
        "kind": Kind.BOOKED,
        "case_number": "YK20261124-0001",
        "to": "13800138000",
        "to_shown": "138****8000",
        "subject": Bilingual("预约成功", "Booked"),
        "text": Bilingual("预约在 /j/secret", "Booked, /j/secret"),
        "shown": Bilingual("预约在 ••••", "Booked, ••••"),
        "filed": (("shop", "老街坊"), ("start", "10:00")),
    }
    return Message(**{**said, **change})


class HttpService:
    """Keeps requests and gives the prepared answers in order, the last one for ever."""

    def __init__(self, *answers):
        self.answers, self.requests = list(answers), []

    async def take(self, request):
        self.requests.append((request.method, request.path_qs, request.headers.copy(), None))
        self.requests[-1] = (*self.requests[-1][:3], await request.read())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:  # hangs up
            request.transport.close()
            return web.Response()
        if isinstance(answer, web.Response):
            return answer
        status, body = answer
        return web.json_response(body, status=status)

    @asynccontextmanager
    async def running(self):
        """Its address."""
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self.take)
        server = TestServer(app, host="127.0.0.1")
        await server.start_server()
        try:
            yield str(server.make_url("")).rstrip("/")
        finally:
            await server.close()


class MailService:
    """A mail server of RFC 5321, as much as a sender needs; `refuses` maps a command to a reply."""

    def __init__(self, tls=None, **refuses):
        self.tls, self.refuses, self.letters, self.signed_in = tls, refuses, [], []

    @asynccontextmanager
    async def running(self):
        """Its port."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            await server.wait_closed()

    async def _serve(self, reader, writer):
        def say(line):
            writer.write(f"{line}\r\n".encode())

        say("220 mail.example")
        while line := (await reader.readline()).decode().strip():
            word = line.split(" ")[0].lower()
            if word in self.refuses:
                say(self.refuses[word])
            elif word == "ehlo":
                say("250-mail.example")
                say("250 AUTH PLAIN")
            elif word == "auth":
                self.signed_in.append(line)
                say("235 welcome")
            elif word == "data":
                say("354 go on")
                letter = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append(message_from_bytes(letter[:-3], policy=policy.default))
                say("250 taken")
            else:
                say("221 bye" if word == "quit" else "250 ok")
            if word == "quit":
                break
        writer.close()
