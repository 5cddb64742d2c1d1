"""E-mail by the bureau's own mail server (SMTP, RFC 5321)."""

import asyncio
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Literal

from foundation.jobs import WillNeverWork
from inspection.notices.gateways.gateway import DEADLINE_S, Message, NotSent
from inspection.notices.model import Channel

_PERMANENT = 500  # RFC 5321, 4.2.1: 5yz is final, 4yz may work later


@dataclass(frozen=True)
class SmtpMail:
    """One connection per message; both languages in one plain text."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    password: str = field(repr=False)
    sender: str
    name: str = "smtp"
    channel: Channel = Channel.EMAIL

    async def send(self, message: Message) -> str:
        """Returns the `Message-ID`. The server is asked in a thread."""
        letter = self.letter_of(message)
        await asyncio.to_thread(self._deliver, letter)
        return str(letter["Message-ID"])

    def letter_of(self, message: Message) -> EmailMessage:
        """The letter; its id is the attempt's, so a repeated one can be told apart."""
        letter = EmailMessage()
        letter["From"] = self.sender
        letter["To"] = message.to
        letter["Subject"] = f"{message.subject.zh} {message.subject.en}"
        letter["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2].rstrip('>')}>"
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers
        letter.set_content(f"{message.text.zh}\n\n{message.text.en}\n")
        return letter

    def _deliver(self, letter: EmailMessage) -> None:
        try:
            server = self._connected()
        except OSError as error:  # smtplib's own are among them
            raise NotSent(f"无法连接 {self.host} · no connection ({error})") from error
        try:
            self._greet(server)
            server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refusal:
            raise _refused(*next(iter(refusal.recipients.values()))) from refusal
        except smtplib.SMTPResponseException as refusal:
            raise _refused(refusal.smtp_code, refusal.smtp_error) from refusal
        except smtplib.SMTPNotSupportedError as refusal:
            raise WillNeverWork(str(refusal)) from refusal
        finally:
            with suppress(OSError):  # what it says on leaving changes nothing
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=DEADLINE_S - 1, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=DEADLINE_S - 1)

    def _greet(self, server: smtplib.SMTP) -> None:
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)


def _refused(code: int, said: bytes | str) -> Exception:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    text = f"{code} {words}"
    return WillNeverWork(text) if code >= _PERMANENT else NotSent(text)
