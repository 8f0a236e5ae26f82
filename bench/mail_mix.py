"""Mail as a site receives it, made here: the same bytes with each run.

    python3 bench/mail_mix.py DIRECTORY     writes the mix there, and says what is in it

Sizes are log-normal with a median of 20 KB and one message in twenty above 500 KB.
Words, addresses and pictures mean nothing; what matters is that texts compress as
texts do, that pictures do not, and that every file is a true one of its kind.
"""

import base64
import binascii
import io
import math
import random
import sys
import zipfile
import zlib
from pathlib import Path
from statistics import NormalDist

SEED = 4
MESSAGES = 400
MEDIAN = 20_000
ABOVE = 500_000  # one in twenty
SMALLEST, LARGEST = 1_000, 8_000_000
DATE = (2026, 11, 23, 8, 0, 0)


class Words:
    """Texts in a language that nobody speaks, with the frequencies of one."""

    def __init__(self, dice, count=6000):
        syllables = [c + v for c in "bdfghklmnprstvwz" for v in "aeiou"] + ["st", "ch", "en", "er", "ung"]
        self.dice = dice
        self.words = ["".join(dice.choices(syllables, k=dice.choices((1, 2, 3, 4), (2, 5, 4, 1))[0]))
                      for _ in range(count)]
        weights = [1 / (rank + 1) ** 1.15 for rank in range(count)]
        pool = dice.choices(self.words, weights, k=400_000)
        for at in range(0, len(pool), 12):
            pool[at] = pool[at].capitalize()
            pool[at - 1] += dice.choice((".", ".", ",", "?", ":"))
        self.pool = " ".join(pool)

    def line(self, size):
        start = self.dice.randrange(len(self.pool) - size)
        return self.pool[start:start + size].strip()

    def text(self, size, width=72):
        """Lines with CRLF, in paragraphs."""
        lines, total = [], 0
        while total < size:
            lines.append("" if self.dice.random() < 0.12 else self.line(min(width, max(8, size - total))))
            total += len(lines[-1]) + 2
        return "\r\n".join(lines) + "\r\n"

    def table(self, size):
        rows = [f"{row};2026-11-{row % 28 + 1:02};{self.dice.choice(self.words[:60])};{self.dice.randrange(10**4) / 100}"
                for row in range(size // 25)]
        return "\r\n".join(rows) + "\r\n"

    def html(self, size):
        rows, total = [], 0
        while total < size:
            rows.append('<tr><td style="font-family:Arial,sans-serif;font-size:14px;color:#333333">'
                        f'<a href="https://www.example.org/page/{self.dice.randrange(10_000)}">{self.line(24)}</a> '
                        f"{self.line(120)}&nbsp;&auml;</td></tr>")
            total += len(rows[-1]) + 2
        return ('<!DOCTYPE html>\r\n<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
                "</head><body><table>\r\n" + "\r\n".join(rows) + "\r\n</table></body></html>\r\n")


# Files


def jpeg(dice, size):
    entropy = dice.randbytes(max(64, size - 200)).replace(b"\xff", b"\xff\x00")
    return (b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\1\0\x48\0\x48\0\0\xff\xdb\0\x43\0" + bytes(range(1, 65)) +
            b"\xff\xc0\0\x11\x08\2\x58\3\x20\3\1\x22\0\2\x11\1\3\x11\1\xff\xda\0\x0c\3\1\0\2\x11\3\x11\0\x3f\0" +
            entropy + b"\xff\xd9")


def pdf(dice, words, size):
    """Half pages (compressed text), half pictures."""
    streams, total = [], 0
    while total < size - 600:
        room = min(size - 600 - total, 60_000)
        if len(streams) % 2:
            streams.append((b"/Subtype/Image/Filter/DCTDecode", jpeg(dice, room)))
        else:
            streams.append((b"/Filter/FlateDecode", zlib.compress(words.text(room * 3).encode(), 6)))
        total += len(streams[-1][1]) + 80
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    bodies = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    bodies += [b"<<" + kind + b"/Length %d>>\nstream\n" % len(raw) + raw + b"\nendstream" for kind, raw in streams]
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table +
                 b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out)))


def packed(files):
    """A zip of (name, bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def docx(dice, words, size):
    space = "http://schemas.openxmlformats.org/"
    text = "".join(f"<w:p><w:pPr><w:spacing w:after=\"120\"/></w:pPr><w:r><w:t>{line}</w:t></w:r></w:p>"
                   for line in words.text(min(size * 2, 60_000)).split("\r\n"))
    files = [
        ("[Content_Types].xml", f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{space}package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
         '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
         'wordprocessingml.document.main+xml"/></Types>'),
        ("_rels/.rels", f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{space}package/2006/relationships">'
         f'<Relationship Id="rId1" Type="{space}officeDocument/2006/relationships/officeDocument"'
         ' Target="word/document.xml"/></Relationships>'),
        ("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{space}wordprocessingml/2006/main">'
         f"<w:body>{text}</w:body></w:document>"),
    ]
    for number in range(1, 40):
        room = size - len(packed(files))
        if room < 4_000:
            break
        files.append((f"word/media/image{number}.jpeg", jpeg(dice, min(room, 400_000))))
    return packed(files)


def small_zip(dice, words, size):
    files, number = [], 0
    while (room := size - len(packed(files))) > 1_500:
        number += 1
        piece = min(room, max(2_000, size // 4))
        files.append(dice.choice((
            lambda: (f"text {number}.txt", words.text(piece * 3)),
            lambda: (f"pictures/{number}.jpg", jpeg(dice, piece)),
            lambda: (f"table{number}.csv", words.table(piece * 2)),
            lambda: (f"page{number}.pdf", pdf(dice, words, piece)),
        ))())
    return packed(files)


# Messages


def folded(raw):
    return base64.encodebytes(raw).replace(b"\n", b"\r\n")


def part(kind, content, encoding="base64", more=""):
    """Header and body of one part: bytes."""
    if encoding == "base64":
        body = folded(content)
    elif encoding == "quoted-printable":
        body = binascii.b2a_qp(content.replace(b"\r\n", b"\n"), istext=True).replace(b"\n", b"\r\n")
    else:
        body = content
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}".encode(), body


def several(subtype, parts, boundary):
    body = b"".join(b"--" + boundary + b"\r\n" + head + b"\r\n" + content + b"\r\n" for head, content in parts)
    return (f'Content-Type: multipart/{subtype};\r\n\tboundary="{boundary.decode()}"\r\n'.encode(),
            body + b"--" + boundary + b"--\r\n")


def attached(name, kind, content, disposition="attachment"):
    return part(f'{kind};\r\n\tname="{name}"', content,
                more=f'Content-Disposition: {disposition};\r\n\tfilename="{name}"\r\n')


class Mix:
    def __init__(self, seed=SEED):
        self.dice = random.Random(seed)
        self.words = Words(self.dice)

    def boundary(self):
        return b"----=_Part_" + self.dice.randbytes(12).hex().encode()

    def text(self, size, kind="plain"):
        encoding = self.dice.choices(("7bit", "quoted-printable", "8bit", "base64"), (35, 45, 10, 10))[0]
        made = self.words.text(size) if kind == "plain" else self.words.html(size)
        if encoding in ("8bit", "quoted-printable"):
            made = made.replace("ung", "\u00fcng")
        return part(f"text/{kind}; charset=utf-8", made.encode(), encoding)

    def letter(self, size):
        """What is read: one text, or two forms of it, or with a picture in it."""
        roll = self.dice.random()
        if roll < 0.30 or size < 2_000:
            return self.text(size)
        if roll < 0.38:
            return self.text(size, "html")
        text = self.text(size // 4)
        html = self.text(size * 3 // 4, "html")
        if roll > 0.88 and size > 12_000:
            logo = attached("logo.jpg", "image/jpeg", jpeg(self.dice, size // 4), "inline")
            html = several("related", [self.text(size // 2, "html"), logo], self.boundary())
        return several("alternative", [text, html], self.boundary())

    def file(self, size, number):
        kind = self.dice.choices(("pdf", "jpeg", "docx", "zip"), (45, 35, 14, 6))[0]
        if kind == "pdf":
            return attached(f"Report {number}.pdf", "application/pdf", pdf(self.dice, self.words, size))
        if kind == "jpeg":
            return attached(f"IMG_{number:04}.jpg", "image/jpeg", jpeg(self.dice, size))
        if kind == "docx":
            return attached(f"Letter {number}.docx", "application/vnd.openxmlformats-officedocument."
                            "wordprocessingml.document", docx(self.dice, self.words, size))
        return attached(f"files{number}.zip", "application/zip", small_zip(self.dice, self.words, size))

    def content(self, size):
        likely = 0.02 if size < 15_000 else 0.25 if size < 60_000 else 0.75 if size < 300_000 else 1
        if self.dice.random() >= likely:
            return self.letter(size)
        text = min(size // 3, self.dice.randrange(1_000, 15_000))
        count = self.dice.choices((1, 2, 3, 4), (60, 20, 12, 8))[0] if size > 40_000 else 1
        room = (size - text) * 72 // 100 // count  # base64, in lines
        files = [self.file(max(1_500, room), number + 1) for number in range(count)]
        return several("mixed", [self.letter(text), *files], self.boundary())

    def envelope(self, number):
        hops = "".join(f"Received: from hop{hop}.example.org (hop{hop}.example.org [192.0.2.{hop + 1}])\r\n\t"
                       f"by mx{hop}.example.org (Postfix) with ESMTPS id {self.dice.randbytes(6).hex().upper()}\r\n\t"
                       f"for <recipient@example.net>; Mon, 23 Nov 2026 08:00:0{hop} +0000 (UTC)\r\n"
                       for hop in range(self.dice.randrange(2, 8)))
        return (f"{hops}DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1;\r\n"
                f"\th=from:to:subject:date; bh={base64.b64encode(self.dice.randbytes(32)).decode()};\r\n"
                f"\tb={base64.b64encode(self.dice.randbytes(192)).decode()}\r\n"
                f"Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nFrom: \"Example Ltd\" <sender@example.org>\r\n"
                f"To: <recipient@example.net>\r\nMessage-ID: <{number}.{self.dice.randbytes(8).hex()}@mail.example.org>\r\n"
                f"Subject: {self.words.line(40)}\r\nX-Mailer: Example 1.0\r\nMIME-Version: 1.0\r\n").encode()

    def message(self, number, content):
        head, body = content
        return self.envelope(number) + head + b"\r\n" + body

    def sizes(self):
        """In an order that does not bring large ones together."""
        spread = math.log(ABOVE / MEDIAN) / NormalDist().inv_cdf(0.95)
        sizes = [MEDIAN * math.exp(spread * NormalDist().inv_cdf((number + 0.5) / MESSAGES))
                 for number in range(MESSAGES)]
        self.dice.shuffle(sizes)
        return [int(min(max(size, SMALLEST), LARGEST)) for size in sizes]

    def write(self, directory):
        directory.mkdir(parents=True, exist_ok=True)
        for number, size in enumerate(self.sizes()):
            (directory / f"{number:04}.eml").write_bytes(self.message(number, self.content(size)))
        return directory


def large(mix, zipped=18_000_000, unpacked=60_000_000):
    """A message of 25 MB: one archive, of texts, tables, pages and pictures."""
    dice, words = mix.dice, mix.words
    makes = [("texts/chapter {}.txt", words.text), ("tables/{}.csv", words.table), ("pages/{}.html", words.html)]
    size = 1_000_000
    ratio = sum(len(packed([(name, make(size)[:size])])) for name, make in makes) / size / len(makes)
    pictures = (zipped - unpacked * ratio) / (1 - ratio)
    files = [(name.format(number), make(size)[:size]) for number in range(20) for name, make in makes]
    files = files[:round((unpacked - pictures) / size)]
    files += [(f"pictures/IMG_{number:04}.jpg", jpeg(dice, int(pictures / 8))) for number in range(8)]
    dice.shuffle(files)
    archive = packed(files)
    assert abs(len(archive) - zipped) < zipped / 50, len(archive)
    return mix.message(0, several("mixed", [mix.letter(4_000), attached("project.zip", "application/zip", archive)],
                                  mix.boundary()))


def with_program(mix):
    """Something that must not pass, to see that judging is on."""
    program = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + bytes(400)
    archive = packed([("invoice.exe", program)])
    return mix.message(0, several("mixed", [mix.letter(1_000), attached("invoice.zip", "application/zip", archive)],
                                  mix.boundary()))


def described(directory):
    sizes = sorted(path.stat().st_size for path in directory.iterdir())
    return (f"{len(sizes)} messages, median {sizes[len(sizes) // 2] / 1000:.0f} KB, "
            f"mean {sum(sizes) / len(sizes) / 1000:.0f} KB, most {sizes[-1] / 1e6:.1f} MB, "
            f"{sum(size > ABOVE for size in sizes) / len(sizes):.1%} above 500 KB")


if __name__ == "__main__":
    print(described(Mix().write(Path(sys.argv[1]))))
