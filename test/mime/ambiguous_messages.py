#!/usr/bin/env python3
"""Messages that carry a program which a reader of mail may miss.

Each hides one file (bytes that begin like a program of Windows, a name that ends in
".exe") by one trick: the kinds that draft-chen-email-mime-ambiguity-defense, the
grammar of MIMEminer and the records of MIME-tools, amavis and Exim tell of
(CVE-2024-28054, CVE-2024-39929, CVE-2026-116264 to -116273). The same seed makes the
same messages.

    ambiguous_messages.py OUTDIR COUNT

writes COUNT files NNNNN.eml and manifest.tsv: file, trick.
"""

import base64
import binascii
import quopri
import random
import sys
from pathlib import Path

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


@trick
def two_boundaries(m):
    order = [m.b, m.c]
    m.random.shuffle(order)
    form = m.pick("boundary={0}; boundary={1}", 'boundary="{0}"; boundary="{1}"',
                  "boundary={0}; Boundary={1}", 'boundary="{0}"; x=y; BOUNDARY="{1}"')
    inner = "--%s\n%s\n--%s\n%s\n--%s--\n--%s--" % (m.b, m.text(), m.c, m.part(), m.c, m.b)
    return m.multipart(form.format(*('"%s"' % o if '"' not in form and "=" in o else o for o in order)), inner)


@trick
def boundary_sections(m):
    value = m.pick('boundary="{b}"; boundary*0="{c0}"; boundary*1="{c1}"',
                   "boundary*0=\"{c0}\"; boundary*1=\"{c1}\"; boundary=\"{b}\"",
                   "boundary*0=\"{b}\"; boundary*0=\"{c}\"",
                   "boundary*=utf-8''{c}; boundary=\"{b}\"",
                   "boundary*1=\"{c1}\"; boundary*0=\"{c0}\"; boundary*=us-ascii'en'{b}",
                   "boundary*0=\"{b}\"; boundary*2=\"{c}\"")
    value = value.format(b=m.b, c=m.c, c0=m.c[:3], c1=m.c[3:])
    shown = m.pick(m.c, m.b + m.c, m.b)
    inner = "--%s\n%s\n--%s\n%s\n--%s--\n--%s--" % (m.b, m.text(), shown, m.part(), shown, m.b)
    return m.multipart(value, inner)


@trick
def boundary_behind_odd_parameter(m):
    odd = m.pick("x:y=1; ", "\xe9=1; ", "x; ", "=; ", "x=\"; ", "(x; ", "x=1, ", ";;", "x=(y)z; ", "x=\\\"; ")
    return m.multipart(odd + 'boundary="%s"' % m.b, m.parts(m.b, m.text(), m.part()))


@trick
def boundary_with_comment(m):
    value = m.pick('boundary((c))="{0}"', 'boundary=(c)"{0}"', 'boundary="{0}"(c)', 'boundary(c (d))= "{0}"',
                   'boundary="{0}" (; boundary="{1}")', '(boundary="{1}"); boundary="{0}"')
    value = value.format(m.b, m.c)
    shown = m.c if m.c in value and m.below(2) else m.b
    return m.multipart(value, m.parts(shown, m.text(), m.part()))


@trick
def boundary_encoded_word(m):
    word = "=?utf-8?q?%s?=" % m.b.replace("=", "=3D").replace("_", "=5F")
    shown = m.pick(word, m.b)
    return m.multipart('boundary="%s"' % word, m.parts(shown, m.text(), m.part()))


@trick
def boundary_with_space(m):
    told = m.pick(m.b + " ", " " + m.b, m.b + "\t", m.b + "  ")
    shown = m.pick(m.b, m.b + " ", m.b + "\t", told)
    return m.multipart('boundary="%s"' % told,
                       "--%s\n%s\n--%s\n%s\n--%s--" % (told, m.text(), shown, m.part(), m.pick(told, shown)))


@trick
def boundary_empty_or_missing(m):
    value = m.pick('boundary=""', "x=y", "boundary", "boundary=", "boundry=%s" % m.c, "boundary=;x=y")
    shown = m.pick(m.b, "")
    return m.multipart(value, m.parts(shown, m.text(), m.part()))


@trick
def boundary_prefix(m):
    longer = m.b + m.pick("x", " x", "-", "=", ".1", "\tx", "--x", "\0")
    inner = "--%s\n%s\n--%s\n%s\n--%s--" % (m.b, m.text(), longer, m.part(), m.b)
    return m.multipart('boundary="%s"' % m.b, inner)


@trick
def boundary_too_long(m):
    told = "b" * m.pick(71, 100, 250, 998)
    shown = told[:m.pick(70, 69, 71, 100)]
    return m.multipart("boundary=" + told, "--%s\n%s\n%s" % (told, m.text(), m.parts(shown, m.part())))


@trick
def boundary_quoting(m):
    told, shown = m.pick((r'"a\b"', "ab"), (r'"a\b"', r"a\b"), ("'%s'" % m.c, m.c), ('"%s' % m.c, m.c), (m.c + '"', m.c),
                         ('"%s";x' % m.c, m.c), ('""%s' % m.c, m.c), ('"%s"y' % m.c, m.c + "y"), ("<%s>" % m.c, m.c))
    return m.multipart("boundary=" + told, m.parts(shown, m.text(), m.part()))


@trick
def boundary_case(m):
    shown = m.b.swapcase() + m.pick("", "q")
    told = m.b + ("q" if shown.endswith("q") else "")
    return m.multipart('boundary="%s"' % told,
                       "--%s\n%s\n--%s\n%s\n--%s--" % (told, m.text(), shown, m.part(), told))


@trick
def boundary_same_inside(m):
    inner = 'Content-Type: multipart/mixed; boundary="%s"\n\n%s' % (
        m.pick(m.b, m.b + "x"), m.parts(m.b, m.text(), m.part()))
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), inner))


@trick
def two_types(m):
    multi = 'Content-Type: multipart/mixed; boundary="%s"' % m.b
    other = m.pick("Content-Type: text/plain", "Content-Type: text/html",
                   'Content-Type: multipart/mixed; boundary="%s"' % m.c, "Content-Type: message/rfc822",
                   "Content-Type:", "Content-Type: x")
    pair = [multi, other]
    m.random.shuffle(pair)
    return lines(m.head(), *pair, "", m.parts(m.b, m.text(), m.part()))


@trick
def type_syntax(m):
    field = m.pick("Content-Type : multipart/mixed; ", "Content-Type\t:multipart/mixed;", "content-type:MULTIPART/Mixed;",
                   "Content-Type: multipart /mixed;", "Content-Type: multipart/mixed ", "Content-Type: \"multipart/mixed\"; ",
                   "Content-Type: multipart/; ", "Content-Type: multipart; ", "Content-Type: multipart/mixed/x; ",
                   "Content-Type: (c)multipart/mixed; ", "Content-Type: text/plain, multipart/mixed; ",
                   "Content-Type: text/plain multipart/mixed; ", "Content-Type:\n multipart/mixed;\n ",
                   "Content-Type: multipart/mixed\n ;", "Content-Type\xa0: multipart/mixed; ", "Content-Type;: multipart/mixed; ",
                   "Content-Type\0: multipart/mixed; ", "\xef\xbb\xbfContent-Type: multipart/mixed; ",
                   "Content-Type: =?utf-8?q?multipart/mixed?=; ", "Content_Type: multipart/mixed; ")
    return lines(m.head(), field + 'boundary="%s"' % m.b, "", m.parts(m.b, m.text(), m.part()))


@trick
def no_mime_version(m):
    version = m.pick("", "\nMIME-Version: 2.0", "\nMime-Version : 1.0", "\nMIME-Version: (c) 1.0 (d)", "\nMIME-Version:")
    return lines(m.head(False) + version, 'Content-Type: multipart/mixed; boundary="%s"' % m.b, "",
                 m.parts(m.b, m.text(), m.part()))


@trick
def file_name(m):
    stem, n = m.name[:-4], m.name
    told = m.pick(
        "filename=%s.txt; filename=%s" % (stem, n), "filename=%s; filename=%s.txt" % (n, stem),
        "filename=a.txt; filename*=utf-8''%s%%2Eexe" % stem, "filename*0=%s; filename*1=.exe" % stem,
        "filename*1=exe; filename*0=%s." % stem, "filename*0*=utf-8'en'%s; filename*1*=%%2e; filename*2=exe" % stem,
        'filename="=?utf-8?B?%s?="' % base64.b64encode(n.encode()).decode(), "filename==?utf-8?q?%s=2Eexe?=" % stem,
        "filename =%s" % n, "filename(c)=%s" % n, "filename=%s (c)" % n, "filename=a.txt %s" % n, 'filename="%s' % n,
        'filename="%s."' % n, 'filename="%s "' % n, 'filename="C:\\dir\\%s"' % n, 'filename="../%s"' % n,
        'filename="%s\0.txt"' % n, 'filename="%s\r.txt"' % n, 'filename="a.txt"; name="%s"' % n, "x=\"; filename=%s" % n,
        "x:y=1; filename=%s" % n, "\xe9=1; filename=%s" % n, 'filename="a.txt\n\t%s"' % n, "FILENAME=%s" % n.upper(),
        "filename*=%s" % n, "filename*=utf-8''a.txt; filename=%s" % n, "filename=(c)%s(d).exe" % stem,
        "filename=\"a.txt\"\n; filename=%s" % n, 'filename="%s%%20"' % n, 'filename="a\u202etxt.exe"'.encode().decode("latin-1"))
    part = "Content-Type: %s\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; %s\n\n%s" % (
        m.pick("application/octet-stream", "text/plain; name=a.txt", "application/pdf"), told, m.base64())
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), part))


@trick
def two_encodings(m):
    other = m.pick("7bit", "8bit", "quoted-printable", "binary", "x-unknown", "uuencode")
    pair = ["Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: " + other]
    m.random.shuffle(pair)
    part = "\n".join(["Content-Type: application/octet-stream; name=" + m.pick(m.name, "a.dat"), *pair]) + "\n\n" + m.base64()
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), part))


@trick
def encoding_word(m):
    word = m.pick("BASE64", "base64 ", "base64;", "base64 (c)", "(c) base64", '"base64"', "x-base64", "base-64", "b64",
                  "base64, 7bit", "7bit base64", "base64 7bit", "base\n 64", "=?utf-8?q?base64?=", "base64\0", "base64\xa0")
    part = "Content-Type: application/octet-stream; name=%s\nContent-Transfer-Encoding: %s\n\n%s" % (
        m.pick(m.name, "a.dat"), word, m.base64())
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), part))


@trick
def encoding_field(m):
    field = m.pick("Content-Transfer-Encoding : base64", "Content-Transfer-Encoding\t:base64",
                   "content-transfer-encoding:base64", "Content-Transfer-Encoding:\n base64", "Content-Transfer-Encoding\xa0: base64",
                   "Content-Encoding: base64", "Content-Transfer-Encoding\0: base64", "Content_Transfer_Encoding: base64")
    part = "Content-Type: application/octet-stream; name=%s\n%s\n\n%s" % (m.pick(m.name, "a.dat"), field, m.base64())
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), part))


@trick
def base64_form(m):
    text = m.base64()
    form = m.below(10)
    if form == 0:
        text = "YQ==\n" + text
    elif form == 1:
        text = "====\n" + text
    elif form == 2:
        text = text[:4] + m.pick("!", "-", "*", "\xff", "\0", ".") + text[4:]
    elif form == 3:
        text = " ".join(text)
    elif form == 4:
        text = m.base64(m.pick(3, 5, 7, 77, 10**6))
    elif form == 5:
        text = text.rstrip("=\n")
    elif form == 6:
        text = "\n\n" + text.replace("\n", "\n\n")
    elif form == 7:
        text = "hello world!!\n" + text
    elif form == 8:
        data = m.program()
        text = "".join(base64.b64encode(data[i:i + 4]).decode() for i in range(0, len(data), 4))
    else:
        text = text + "\n-- \nregards"
    part = "Content-Type: application/octet-stream; name=%s\nContent-Transfer-Encoding: base64\n\n%s" % (
        m.pick(m.name, "a.dat"), text)
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), part))


@trick
def quoted_printable_program(m):
    data = quopri.encodestring(m.program(), quotetabs=True).decode("latin-1")
    if m.below(2):
        data = data.replace("=90", "=9\n0") if m.below(2) else data.lower().replace("mz", "MZ")
    part = "Content-Type: application/octet-stream; name=%s\nContent-Transfer-Encoding: quoted-printable\n\n%s" % (
        m.pick(m.name, "a.dat"), data)
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), part))


@trick
def encoded_multipart(m):
    inner = m.parts(m.b, m.text(), m.part())
    coding = m.pick("base64", "quoted-printable", "x-uuencode")
    if coding == "base64":
        inner = base64.encodebytes(inner.encode("latin-1")).decode()
    elif coding == "quoted-printable":
        inner = quopri.encodestring(inner.encode("latin-1")).decode().replace("--", "=2D-")
    else:
        inner = "begin 644 x\n" + "".join(binascii.b2a_uu(inner.encode("latin-1")[i:i + 45]).decode()
                                          for i in range(0, len(inner), 45)) + "`\nend"
    return lines(m.head(), 'Content-Type: multipart/mixed; boundary="%s"' % m.b,
                 "Content-Transfer-Encoding: " + coding, "", inner)


@trick
def encoded_message(m):
    inner = lines(m.head(), 'Content-Type: multipart/mixed; boundary="%s"' % m.c, "", m.parts(m.c, m.text(), m.part()))
    coding = m.pick("base64", "quoted-printable")
    data = (base64.encodebytes(inner) if coding == "base64" else quopri.encodestring(inner)).decode("latin-1")
    part = "Content-Type: %s\nContent-Transfer-Encoding: %s\n\n%s" % (
        m.pick("message/rfc822", "message/rfc822; name=a.eml", "message/global"), coding, data)
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), part))


@trick
def nested_messages(m):
    inner = m.multipart('boundary="%s"' % m.c, m.parts(m.c, m.text(), m.part())).decode("latin-1")
    for _ in range(1 + m.below(5)):
        kind = m.pick("message/rfc822", "MESSAGE/RFC822", "message/news", "message/global")
        inner = "%s\nContent-Type: %s\n\n%s" % (m.head(), kind, m.pick("", "\n", "From x\n") + inner)
    return lines(inner)


@trick
def in_preamble(m):
    hidden = m.pick(m.part(), m.uuencode(), "--%s\n%s" % (m.c, m.part()), m.fields() + "\n\n" + m.base64())
    return m.multipart('boundary="%s"' % m.b, hidden + "\n" + m.parts(m.b, m.text()))


@trick
def in_epilogue(m):
    hidden = m.pick(m.part(), m.uuencode(), "--%s\n%s\n--%s--" % (m.b, m.part(), m.b), "--%s\n%s" % (m.c, m.part()))
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text()) + "\n" + hidden)


@trick
def in_open_part(m):
    inner = 'Content-Type: multipart/alternative; boundary="%s"\n\n%s' % (m.c, m.parts(m.c, m.text(), end=False))
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, inner, m.part(), end=m.below(2) == 0))


@trick
def behind_inner_end(m):
    inner = 'Content-Type: multipart/alternative; boundary="%s"\n\n%s\n--%s\n%s' % (
        m.c, m.parts(m.c, m.text()), m.c, m.part())
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, inner))


@trick
def in_text(m):
    hidden = m.pick("--%s\n%s\n--%s--" % (m.c, m.part(), m.c), m.part(), m.base64())
    kind = m.pick("text/plain", "text/html", "text/plain; charset=utf-8")
    return lines(m.head(), "Content-Type: " + kind, "", m.pick("hello\n", ""), hidden)


@trick
def type_of_text_with_boundary(m):
    kind = m.pick("text/plain", "text/html", "application/octet-stream", "text/multipart/mixed", "multi/part", "multipartmixed")
    return lines(m.head(), 'Content-Type: %s; boundary="%s"' % (kind, m.b), "", m.parts(m.b, m.text(), m.part()))


@trick
def uuencode_in_text(m):
    text = m.uuencode(m.pick("644", "0644", "666", "100644", "755"))
    if m.below(4) == 0:
        text = text.replace("begin ", "BEGIN ").replace("\nend", "\nEND")
    if m.below(4) == 0:
        text = "\n".join(m.pick("> ", "  ", "| ")[:2] + row for row in text.split("\n"))
    if m.below(4) == 0:
        text = text[:text.rindex("\n")]
    return lines(m.head(), m.pick("Content-Type: text/plain", "X-A: b"), "", "hello", text, "bye")


@trick
def base64_uuencode_in_text(m):
    return lines(m.head(), "Content-Type: text/plain", "",
                 "begin-base64 %s %s\n%s\n====" % (m.pick("644", "755"), m.name, m.base64(60)))


@trick
def yenc_in_text(m):
    body = bytearray()
    data = m.program()
    for byte in data:
        code = (byte + 42) & 255
        body += bytes([61, (code + 64) & 255]) if code in (0, 10, 13, 61) else bytes([code])
    part = m.pick(b"", b"=ypart begin=1 end=%d\n" % len(data))
    return lines(m.head(), "Content-Transfer-Encoding: 8bit", "",
                 b"=ybegin line=128 size=%d name=%s\n" % (len(data), m.name.encode()) + part + bytes(body)
                 + b"\n=yend size=%d" % len(data))


@trick
def header_break(m):
    stray = m.pick("stray", " \t", "\t", "no field here", ">From x", "From x y", "\0", "\r", "--", "X Y: z", ": x", "\xff\xfe")
    before = m.head() + "\n" + m.pick('Content-Type: multipart/mixed; boundary="%s"' % m.b, "X-A: b")
    after = m.pick('Content-Type: multipart/mixed; boundary="%s"' % m.b, "X-B: c", m.fields())
    body = m.pick(m.parts(m.b, m.text(), m.part()), m.uuencode(), m.base64())
    return lines(before, stray, after, "", body)


@trick
def header_break_in_part(m):
    stray = m.pick("stray", " \t", "no field here", "\r", "\0", "TVqQ" * 6)
    fields = m.fields().split("\n")
    fields.insert(1 + m.below(2), stray)
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), "\n".join(fields) + "\n\n" + m.base64()))


@trick
def first_line_of_part(m):
    first = m.pick(" ", "\t", "hello", "\0", "\r", " folded", "From x", ">From x", "x y: z", "\n", "\n\n", " \n")
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), first + "\n" + m.part()))


@trick
def nul_bytes(m):
    message = m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), m.part()))
    place = m.pick(b"Content-Type: multipart", b"boundary=", b"\n--" + m.b.encode() + b"\nContent", b"Content-Transfer", b"base64",
                   b"filename", b"multipart/mixed", b'"\n\n')
    at = message.find(place)
    at += m.below(len(place) + 1) if at >= 0 else 0
    return message[:at] + b"\0" * m.pick(1, 1, 4) + message[at:]


@trick
def bare_cr(m):
    message = m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), m.part()))
    form = m.below(5)
    boundary = b"--" + m.b.encode()
    if form == 0:
        return message.replace(b"\n" + boundary + b"\n", b"\r" + boundary + b"\r")
    if form == 1:
        return message.replace(b"\nContent-Type: multipart", b"\rContent-Type: multipart", 1)
    if form == 2:
        return message.replace(b"\nContent-", b"\rContent-")
    if form == 3:
        return message.replace(b"\n", b"\r\r\n")
    at = message.rfind(b"\n\n")
    return message[:at] + b"\r\r" + message[at + 2:]


@trick
def line_ends(m):
    message = m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), m.part()))
    return b"".join(c if c != b"\n" else m.pick(b"\n", b"\r\n", b"\r\n")
                    for c in (message[i:i + 1] for i in range(len(message))))


@trick
def file_is_the_message(m):
    return lines(m.head(), m.fields(), "", m.base64())


@trick
def partial_and_external(m):
    value = m.pick('message/partial; number=1; total=1; id="x"', 'message/partial; number=2; total=2; id="x"')
    inner = m.multipart('boundary="%s"' % m.c, m.parts(m.c, m.text(), m.part()))
    return lines(m.head(), "Content-Type: " + value, "", inner)


@trick
def digest(m):
    inner = m.multipart('boundary="%s"' % m.c, m.parts(m.c, m.text(), m.part())).decode("latin-1")
    return lines(m.head(), 'Content-Type: multipart/digest; boundary="%s"' % m.b, "",
                 m.parts(m.b, "\n" + inner, m.pick("", "Content-Type: x\n") + "\n" + inner))


@trick
def folded_oddly(m):
    value = m.pick('multipart/mixed;\n\tboundary="%s"', 'multipart/mixed;\n \n boundary="%s"', 'multipart/mixed; boundary=\n "%s"',
                   'multipart/mixed;\nboundary="%s"', 'multipart/\n mixed; boundary="%s"', 'multipart/mixed; bound\n ary="%s"',
                   'multipart/mixed; boundary\n ="%s"', '\n multipart/mixed; boundary="%s"', 'multipart/mixed;\x0bboundary="%s"',
                   'multipart/mixed;\x0cboundary="%s"') % m.b
    return lines(m.head(), "Content-Type: " + value, "", m.parts(m.b, m.text(), m.part()))


@trick
def two_dispositions(m):
    pair = ["Content-Disposition: attachment; filename=a.txt", m.disposition()]
    m.random.shuffle(pair)
    part = "\n".join(["Content-Type: %s" % m.pick("application/octet-stream", "image/png"),
                      "Content-Transfer-Encoding: base64", *pair]) + "\n\n" + m.base64()
    return m.multipart('boundary="%s"' % m.b, m.parts(m.b, m.text(), part))


def messages(count, seed=1):
    """COUNT pairs of a trick's name and a message, no message twice."""
    seen = set()
    names = sorted(TRICKS)
    number = 0
    while len(seen) < count:
        name = names[number % len(names)]
        message = TRICKS[name](Maker("%d %d" % (seed, number)))
        number += 1
        if message in seen:
            continue
        seen.add(message)
        yield name, message


def main(out, count):
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "manifest.tsv", "w", encoding="ascii") as manifest:
        for number, (name, message) in enumerate(messages(int(count))):
            file = "%05d.eml" % number
            (folder / file).write_bytes(message)
            manifest.write("%s\t%s\n" % (file, name))


if __name__ == "__main__":
    main(*sys.argv[1:3])
