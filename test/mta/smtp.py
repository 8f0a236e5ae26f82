"""An SMTP client that keeps every reply and knows XCLIENT.

    with Client(("127.0.0.1", port)) as client:
        client.ehlo("mail.example")
        client.xclient("192.0.2.7", name="mail.example")   # greets again itself
        reply = client.send("a@example", ["b@example.net"], message("hello"))
        assert reply.code == 250, client.transcript()
"""

import base64
import socket
from dataclasses import dataclass
from email.utils import formatdate, make_msgid

UNAVAILABLE = "[UNAVAILABLE]"
TEMPUNAVAIL = "[TEMPUNAVAIL]"


@dataclass(frozen=True)
class Reply:
    code: int  # 0 when the server closed the connection instead
    text: str  # the lines after the code, joined by newlines

    @property
    def enhanced(self):
        word = self.text.split(" ", 1)[0]
        return word if word.count(".") == 2 else ""

    def __str__(self):
        return f"{self.code} {self.text}"


@dataclass(frozen=True)
class Sent:
    """What became of one message: a reply to each command that was given."""

    mail: Reply
    rcpts: tuple
    data: Reply  # to the end of the message; the first refusal if it came so far not

    @property
    def code(self):
        return self.data.code

    @property
    def accepted(self):
        return self.data.code == 250

    def __str__(self):
        return " | ".join(map(str, (self.mail, *self.rcpts, self.data)))


def message(subject="test", body="hello\r\n", sender="sender@example", to="rcpt@example.net", headers=()):
    """A small RFC 5322 message as bytes, with a Message-ID of its own."""
    lines = [*headers, f"From: <{sender}>", f"To: <{to}>", f"Subject: {subject}",
             f"Date: {formatdate()}", f"Message-ID: {make_msgid(domain='test.example')}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def stuffed(content):
    """The bytes between DATA and the final dot."""
    content = content.replace(b"\r\n.", b"\r\n..")
    if content.startswith(b"."):
        content = b"." + content
    return content if content.endswith(b"\r\n") else content + b"\r\n"


class Client:
    """One connection. `source` is the address that it comes from."""

    def __init__(self, address, source=None, timeout=60.0, proto=None):
        self.replies = []
        self._sent = []
        self._hello = "EHLO localhost"
        self._sock = socket.create_connection(address, timeout, source and (source, 0))
        self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = self._sock.makefile("rb")
        self.proto = proto
        self.greeting = self.read()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self, quit=True):
        if self._sock is None:
            return
        try:
            if quit:
                self.command("QUIT")
        except OSError:
            pass
        finally:
            self._stream.close()
            self._sock.close()
            self._sock = None

    def drop(self):
        """Hangs up without QUIT."""
        self.close(quit=False)

    # Commands

    def read(self):
        lines = []
        while True:
            line = self._stream.readline()
            if not line:
                reply = Reply(0, "connection closed")
                break
            text = line.decode(errors="surrogateescape").rstrip("\r\n")
            lines.append(text[4:])
            if text[3:4] != "-":
                reply = Reply(int(text[:3]), "\n".join(lines))
                break
        self.replies.append(reply)
        return reply

    def write(self, text):
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        self._sent.append(data)
        self._sock.sendall(data)

    def command(self, text):
        self.write(text + "\r\n")
        return self.read()

    def pipeline(self, commands):
        """Sends the commands in one write, returns their replies."""
        self.write("".join(command + "\r\n" for command in commands))
        return [self.read() for _ in commands]

    def ehlo(self, name="localhost"):
        self._hello = f"EHLO {name}"
        return self.command(self._hello)

    def helo(self, name="localhost"):
        self._hello = f"HELO {name}"
        return self.command(self._hello)

    def xclient(self, address, name=UNAVAILABLE, reverse=None, helo=None, proto=None):
        """Pretends to be another client. NAME is what the MTA shall think it has
        confirmed, REVERSE_NAME what the PTR said (the same unless told); both are
        always sent, for otherwise those of localhost stay (FACTS 2)."""
        ipv6 = "IPV6:" if ":" in address else ""
        words = [f"ADDR={ipv6}{address}", f"NAME={name}", f"REVERSE_NAME={reverse or name}"]
        words += [f"HELO={helo}"] if helo else []
        words += [f"PROTO={proto}"] if proto else []
        reply = self.command("XCLIENT " + " ".join(words))
        if reply.code == 220:
            reply = self.command(f"EHLO {helo}" if helo else self._hello)
        return reply

    def auth(self, user, password):
        token = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        return self.command(f"AUTH PLAIN {token}")

    def mail(self, sender, options=""):
        return self.command(f"MAIL FROM:<{sender}>{options and ' ' + options}")

    def rcpt(self, recipient, options=""):
        return self.command(f"RCPT TO:<{recipient}>{options and ' ' + options}")

    def data(self, content):
        reply = self.command("DATA")
        if reply.code != 354:
            return reply
        self.write(stuffed(content) + b".\r\n")
        return self.read()

    def send(self, sender, recipients, content, options=""):
        """One message, MAIL to the final dot. Goes on while at least one
        recipient is left; resets the transaction when it is not."""
        mail, rcpts = self.mail(sender, options), []
        if mail.code != 250:
            return Sent(mail, (), mail)
        for recipient in recipients:
            rcpts.append(self.rcpt(recipient))
        if not any(r.code == 250 for r in rcpts):
            if rcpts[-1].code:
                self.command("RSET")
            return Sent(mail, tuple(rcpts), rcpts[-1])
        return Sent(mail, tuple(rcpts), self.data(content))

    def send_pipelined(self, sender, recipients, content, options=""):
        """The same with MAIL, RCPTs and DATA in one write (RFC 2920)."""
        commands = [f"MAIL FROM:<{sender}>{options and ' ' + options}"]
        commands += [f"RCPT TO:<{recipient}>" for recipient in recipients]
        mail, *rcpts, go = self.pipeline([*commands, "DATA"])
        if go.code != 354:
            return Sent(mail, tuple(rcpts), go)
        self.write(stuffed(content) + b".\r\n")
        return Sent(mail, tuple(rcpts), self.read())

    def transcript(self):
        """For a failure's message: what the server said, line by line."""
        return "\n".join(map(str, self.replies))
