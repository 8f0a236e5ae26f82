"""Tricks with names, encodings, line ends, and places where nobody looks."""

import base64
import binascii
import quopri

from ambiguous_maker import lines, trick


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
