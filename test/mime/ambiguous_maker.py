"""What ambiguous messages are made of, chosen by one random source."""

import base64
import binascii
import random

PROGRAM = (
    b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0@" + bytes(35)
    + b"\x80\0\0\0\x0e\x1f\xba\x0e\0\xb4\x09\xcd!\xb8\1L\xcd!"
    + b"This program cannot be run in DOS mode.\r\r\n$" + bytes(7) + b"PE\0\0"
)


def lines(*parts):
    return b"\n".join(p if isinstance(p, bytes) else p.encode("latin-1") for p in parts) + b"\n"


class Maker:
    """What the tricks are made of, chosen by one random source."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.name = self.pick("invoice", "setup", "scan", "document") + "%d.exe" % self.below(1000)
        self.b = self.pick("b", "=_Part_1", "----=_Next", "x'y", "0000abc", "outer_boundary")
        self.c = self.pick("c", "=_Other_2", "----=_Last", "z'z", "9999xyz", "second_boundary")

    def pick(self, *choices):
        return self.random.choice(choices)

    def below(self, bound):
        return self.random.randrange(bound)

    def program(self):
        return PROGRAM + bytes(self.below(256) for _ in range(40 + self.below(400)))

    def base64(self, width=76):
        text = base64.b64encode(self.program()).decode()
        return "\n".join(text[i:i + width] for i in range(0, len(text), width))

    def uuencode(self, mode="644"):
        data = self.program()
        rows = [binascii.b2a_uu(data[i:i + 45], backtick=self.below(2) == 0).decode().rstrip("\n")
                for i in range(0, len(data), 45)]
        return "begin %s %s\n%s\n`\nend" % (mode, self.name, "\n".join(rows))

    def head(self, mime_version=True):
        fields = ["From: a@example.org", "To: b@example.net",
                  "Subject: %s %d" % (self.pick("hello", "your order", "a bill"), self.below(10**6))]
        if mime_version:
            fields.append("MIME-Version: 1.0")
        return "\n".join(fields)

    def disposition(self):
        return 'Content-Disposition: attachment; filename="%s"' % self.name

    def fields(self, extra=""):
        kind = self.pick("application/octet-stream", "application/x-msdownload", "image/png")
        parts = ["Content-Type: %s%s" % (kind, self.pick("", '; name="%s"' % self.name)),
                 "Content-Transfer-Encoding: base64", self.disposition()]
        self.random.shuffle(parts)
        return "\n".join(parts) + extra

    def part(self):
        return self.fields() + "\n\n" + self.base64()

    def text(self):
        return "Content-Type: text/plain\n\nhello"

    def multipart(self, value, content):
        return lines(self.head(), "Content-Type: multipart/mixed; " + value, "", content)

    def parts(self, boundary, *all_parts, end=True):
        text = "".join("--%s\n%s\n" % (boundary, part) for part in all_parts)
        return text + ("--%s--" % boundary if end else "")


TRICKS = {}


def trick(function):
    TRICKS[function.__name__.replace("_", "-")] = function
    return function
