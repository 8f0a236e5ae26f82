"""An MTA's side of the milter protocol (libmilter/mfdef.h), as far as these tests go."""

import socket
import struct


OFFER = struct.pack(">III", 6, 0x1FF, 0x1FFFFF)  # as Postfix 3.7
SILENT = {b"C": 0x1000, b"H": 0x2000, b"M": 0x4000, b"R": 0x8000, b"L": 0x80, b"B": 0x80000}
STEPS = {b"C": 0x1, b"H": 0x2, b"M": 0x4, b"R": 0x8, b"B": 0x10, b"L": 0x20}


class Gone(Exception):
    """The milter closed the connection, or said nothing in time."""


class Client:
    def __init__(self, address, patience=10.0):
        if address.startswith("unix:"):
            self.socket = socket.socket(socket.AF_UNIX)
            target = address[5:]
        else:
            port, host = address.split(":", 1)[1].split("@")
            self.socket = socket.socket(socket.AF_INET)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            target = (host, int(port))
        self.socket.settimeout(patience)
        self.unwanted = 0  # steps that the milter switched off
        try:
            self.socket.connect(target)
        except OSError:
            self.socket.close()
            raise

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def send(self, kind, payload=b""):
        try:
            self.socket.sendall(struct.pack(">I", len(payload) + 1) + kind + payload)
        except OSError as error:
            raise Gone(str(error)) from error

    def _exactly(self, size):
        got = b""
        while len(got) < size:
            try:
                more = self.socket.recv(size - len(got))
            except OSError as error:
                raise Gone(str(error)) from error
            if not more:
                raise Gone("closed")
            got += more
        return got

    def receive(self):
        size = struct.unpack(">I", self._exactly(4))[0]
        packet = self._exactly(size)
        return packet[:1], packet[1:]

    def ask(self, kind, payload=b""):
        if self.unwanted & STEPS[kind]:
            return b"c"
        self.send(kind, payload)
        if self.unwanted & SILENT.get(kind, 0):
            return b"c"
        return self.receive()[0]

    def negotiate(self):
        self.send(b"O", OFFER)
        kind, payload = self.receive()
        assert kind == b"O", kind
        self.unwanted = struct.unpack(">III", payload[:12])[2]
        return self

    def connect(self, name=b"client.example", address=b"192.0.2.7"):
        return self.ask(b"C", name + b"\0" + b"4" + struct.pack(">H", 25) + address + b"\0")

    def open(self):
        """A session, up to where MAIL may come."""
        self.negotiate()
        return self.connect()

    def begin(self, subject="test"):
        """A message, up to its body: the answers that were not "continue", or "skip the rest"."""
        answers = [
            self.ask(b"M", b"<a@example.org>\0"),
            self.ask(b"R", b"<b@example.net>\0"),
            self.ask(b"L", b"Subject\0" + subject.encode() + b"\0"),
            self.ask(b"B", b"text\r\n"),
        ]
        return [answer for answer in answers if answer not in (b"c", b"s")]

    def end(self):
        """The end of the message: (verdict, process id of who added the header)."""
        self.send(b"E")
        process = None
        while True:
            kind, payload = self.receive()
            if kind == b"h" and payload.startswith(b"X-Process"):
                process = int(payload.split(b"\0")[1])
            elif kind in b"himpq":
                continue  # other changes
            else:
                return kind, process

    def message(self, subject="test"):
        refused = self.begin(subject)
        return (refused[0], None) if refused else self.end()
