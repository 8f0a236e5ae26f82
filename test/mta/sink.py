"""Where mail arrives in tests: an LMTP and SMTP server that keeps exact bytes."""

import socket
import socketserver
import threading
import time
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes, policy

from mta.waiting import until


EXTENSIONS = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")


class _Raw(type(policy.compat32)):
    """Header values as they are, bytes that are not ASCII as surrogates."""

    def header_fetch_parse(self, name, value):
        return value


_RAW = _Raw()


def parameter(options, name):
    """The value in "NAME=value" among the parameters of a command, "" without one."""
    given = (option.partition("=") for option in options)
    return next((value for key, _, value in given if key.upper() == name), "")


@dataclass(frozen=True)
class Delivery:
    """One message as the MTA handed it over; a delivery to each recipient."""

    sender: str
    recipients: tuple
    content: bytes  # after removal of the stuffed dots, line ends as sent
    at: float  # time.monotonic()
    helo: str
    options: tuple = ()  # the parameters of MAIL: ("RET=HDRS", "ENVID=abc")
    recipient_options: tuple = ()  # those of each RCPT
    client: str = ""  # the address that it came from

    def option(self, name):
        """The value of a parameter of MAIL, "" where it was not given."""
        return parameter(self.options, name)

    @property
    def message(self):
        return message_from_bytes(self.content, policy=_RAW)

    def header(self, name):
        return next(iter(self.headers(name)), None)

    def headers(self, name):
        """All values of a header, from the top; bytes that are not ASCII as UTF-8."""
        fields = message_from_bytes(self.content, policy=_RAW).get_all(name, [])
        return [str(value).encode("ascii", "surrogateescape").decode(errors="replace") for value in fields]

    @property
    def header_names(self):
        return self.message.keys()

    @property
    def body(self):
        return self.content.partition(b"\r\n\r\n")[2]


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self._talk()
        except (OSError, ConnectionError):
            return

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def _talk(self):
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.helo, self.lmtp = "", False
        self._reset()
        self.say("220 sink.example ready")
        while True:
            line = self.rfile.readline()
            if not line:
                return
            text = line.decode(errors="surrogateescape").rstrip("\r\n")
            verb = text[:4].upper()
            if verb == "QUIT":
                self.say("221 2.0.0 bye")
                return
            self._command(verb, text)

    def _reset(self):
        self.sender, self.recipients = None, []
        self.options, self.recipient_options = (), []

    def _command(self, verb, text):
        if verb in ("EHLO", "LHLO", "HELO"):
            self.helo, self.lmtp = text[5:], verb == "LHLO"
            for word in ("sink.example", *EXTENSIONS, *self.server.sink.extensions):
                self.say(f"250-{word}")
            self.say("250 SIZE 104857600")
        elif verb == "MAIL":
            self.sender, self.options = self._path(text), self._options(text)
            self.say("250 2.1.0 ok")
        elif verb == "RCPT":
            self._recipient(text)
        elif verb == "DATA":
            self._data()
        elif verb in ("RSET", "NOOP"):
            self._reset()
            self.say("250 2.0.0 ok")
        else:
            self.say("502 5.5.1 what?")

    def _recipient(self, text):
        recipient = self._path(text)
        refusal = self.server.sink.refused.get(recipient)
        if not refusal:
            self.recipients.append(recipient)
            self.recipient_options.append(self._options(text))
        self.say(refusal or "250 2.1.5 ok")

    @staticmethod
    def _path(text):
        return text.partition("<")[2].rpartition(">")[0]

    @staticmethod
    def _options(text):
        return tuple(text.rpartition(">")[2].split())

    def _data(self):
        if not self.recipients:
            self.say("554 5.5.1 no recipients")
            return
        self.say("354 go ahead")
        lines = []
        while True:
            line = self.rfile.readline()
            if not line:
                raise ConnectionError("gone in DATA")
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        refusal = self.server.sink._take(self, b"".join(lines))
        for _ in self.recipients if self.lmtp else [None]:
            self.say(refusal or "250 2.0.0 kept")
        self._reset()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 256


class Sink:
    """Listens on a loopback port from start() to stop(); speaks what it is greeted in.
    Names further extensions ("DSN") to who greets, and takes their parameters."""

    def __init__(self, host="127.0.0.1", extensions=()):
        self.extensions = tuple(extensions)
        self._server = _Server((host, 0), _Session)
        self._server.sink = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="sink")
        self._lock = threading.Lock()
        self._deliveries = []
        self.refusal = None  # for instance "451 4.3.0 later": what every message gets
        self.refused = {}  # recipient: the reply that it gets

    @property
    def port(self):
        return self._server.server_address[1]

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(10)
        self._server.server_close()

    def _take(self, session, content):
        if self.refusal:
            return self.refusal
        delivery = Delivery(session.sender, tuple(session.recipients), content, time.monotonic(), session.helo,
                            session.options, tuple(session.recipient_options), session.client_address[0])
        with self._lock:
            self._deliveries.append(delivery)
        return None

    @property
    def deliveries(self):
        with self._lock:
            return list(self._deliveries)

    def wait(self, count=1, seconds=20.0):
        """The deliveries, once there are at least `count`."""
        until(lambda: len(self._deliveries) >= count, f"{count} deliveries ({len(self._deliveries)} so far)", seconds)
        return self.deliveries

    def wait_for(self, subject, seconds=20.0):
        """The first delivery whose Subject contains the text."""
        return self._first(lambda d: subject in (d.header("Subject") or ""), subject, seconds)

    def wait_for_content(self, text, seconds=20.0):
        """The first delivery that has the text anywhere, as it was sent."""
        return self._first(lambda d: text.encode() in d.content, text, seconds)

    def _first(self, is_it, text, seconds):
        return until(lambda: next(filter(is_it, self.deliveries), None), f"delivery of {text!r}", seconds)

    def accounts(self, header="Message-ID"):
        """How often each message arrived, by a header that tells them apart."""
        return Counter(delivery.header(header) for delivery in self.deliveries)
