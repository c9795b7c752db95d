"""A mail server that keeps what it is given, for tests that count messages."""

import socketserver
import threading
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Mail:
    """One message as it arrived: the addresses of the envelope and the content."""

    recipients: list
    message: EmailMessage

    def text(self, kind="plain"):
        """Give the text of the message, or its ``html``."""
        return self.message.get_body((kind,)).get_content()


class MailSink:
    """An SMTP server on this machine; ``with`` starts and ends it.

    ``mails`` in order of arrival. While ``hold()`` is on, a message is taken, but its
    sender gets no answer before ``release()``. ``refuse(address)`` makes one unknown.
    """

    def __init__(self):
        self.mails = []
        self.unknown = set()
        self._answering = threading.Event()
        self._answering.set()
        self._server = _Server(("127.0.0.1", 0), _Conversation)
        self._server.sink = self
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *problem):
        self.release()
        self._server.shutdown()
        self._server.server_close()

    def hold(self):
        """Take messages without answering."""
        self._answering.clear()

    def release(self):
        """Answer from now on, and whoever waits too."""
        self._answering.set()

    def refuse(self, address):
        """Refuse an address for good."""
        self.unknown.add(address)

    def take(self, recipients, content):
        """Keep a message, then wait until answering is allowed."""
        message = message_from_bytes(content, policy=default)
        self.mails.append(Mail(recipients, message))
        self._answering.wait()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class _Conversation(socketserver.StreamRequestHandler):
    """The few words of SMTP that a sender needs."""

    def handle(self):
        self._say("220 sink")
        self.recipients = []
        for line in self.rfile:
            word = line.split(b" ", 1)[0].strip().upper().decode()
            answer = getattr(self, f"_{word.lower()}", None)
            self._say(answer(line) if answer else "250 ok")
            if word == "QUIT":
                return

    def _rcpt(self, line):
        address = line.split(b"<", 1)[1].split(b">", 1)[0].decode()
        if address in self.server.sink.unknown:
            return "550 5.1.1 no such address"
        self.recipients.append(address)
        return "250 ok"

    def _data(self, _line):
        self._say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line.removeprefix(b".") for line in lines)
        self.server.sink.take(self.recipients, content)
        self.recipients = []
        return "250 taken"

    def _quit(self, _line):
        return "221 bye"

    def _say(self, text):
        try:
            self.wfile.write(text.encode() + b"\r\n")
        except OSError:
            self.close_connection = True  # the sender has died meanwhile
