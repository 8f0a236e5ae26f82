"""Mail with attachments, byte by byte: what is sent is known to the last of them."""

import base64
import io
import quopri
import re
import struct
import tarfile
import zipfile
import zlib
from email import message_from_bytes, policy

BOUNDARY = "=_letter 0123456789"
UPS = "UPS_INVOICE_978172"


# Files

def program(size=1024):
    """A Windows program in its first bytes: "MZ", and "PE" where these say it is."""
    head = bytearray(size)
    head[0:2], head[0x3C:0x40], head[0x80:0x86] = b"MZ", struct.pack("<I", 0x80), b"PE\0\0\x4c\x01"
    return bytes(head)


def zipped(contents):
    """A zip archive of {name: content}."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 22, 9, 15, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(contents):
    """A tar archive in gzip, which nobody reads to its end without inflating all of it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive:
        for name, content in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def ups_zip():
    return zipped({f"{UPS}.exe": program()})


def text_zip():
    """One that holds nothing to be afraid of."""
    return zipped({"notes.txt": b"nothing but words\n" * 50})


def bomb(size=100_000_000, copies=50):
    """Some kilobytes that inflate to gigabytes, two archives deep."""
    inner = zipped({"zeros.bin": bytes(size)})
    return zipped({f"{number}.zip": inner for number in range(copies)})


class _ZipCrypto:
    """The traditional encryption of PKZIP (APPNOTE.TXT 6.1)."""

    def __init__(self, password):
        self._keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self._update(byte)

    @staticmethod
    def _crc(old, byte):
        return ~zlib.crc32(bytes([byte]), ~old & 0xFFFFFFFF) & 0xFFFFFFFF

    def _update(self, byte):
        keys = self._keys
        keys[0] = self._crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = self._crc(keys[2], keys[1] >> 24)

    def encrypt(self, data):
        out = bytearray()
        for byte in data:
            word = self._keys[2] | 2
            out.append(byte ^ ((word * (word ^ 1)) >> 8 & 0xFF))
            self._update(byte)
        return bytes(out)


def encrypted_zip(name, content, password=b"secret"):
    """An archive of one stored entry under a password; its name can be read."""
    crc, raw = zlib.crc32(content), name.encode()
    body = _ZipCrypto(password).encrypt(bytes(11) + bytes([crc >> 24]) + content)
    fields = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0x49E0, 0x5B76, crc, len(body), len(content), len(raw), 0)
    local = b"PK\3\4" + fields + raw + body
    central = b"PK\1\2" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    return local + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


# Parts and messages: bytes with CRLF

def crlf(text):
    return text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def encoded(content, encoding):
    if encoding == "base64":
        return crlf(base64.encodebytes(content))
    if encoding == "quoted-printable":
        return crlf(quopri.encodestring(content))
    return content


def text_part(text, subtype="plain", charset="utf-8", encoding="8bit", more=""):
    """A text as a reader has to see it, in a charset and an encoding."""
    head = f"Content-Type: text/{subtype}; charset={charset}{more}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + encoded(text.replace("\n", "\r\n").encode(charset), encoding)


def file_part(name, content, kind="application/octet-stream"):
    head = (f'Content-Type: {kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
            f'Content-Disposition: attachment; filename="{name}"\r\n\r\n')
    return head.encode() + encoded(content, "base64")


def ups_part():
    return file_part(f"{UPS}.zip", ups_zip(), "application/zip")


def multipart(parts, kind="mixed", boundary=BOUNDARY, preamble=b"", epilogue=b""):
    """An entity: its header lines for Content-Type, an empty line, its parts."""
    dashes = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{kind};\r\n\tboundary="{boundary}"\r\n\r\n'.encode()
    body = b"".join(dashes + b"\r\n" + part + b"\r\n" for part in parts)
    return head + preamble + body + dashes + b"--\r\n" + epilogue


def letter(subject, entity, sender="ann@sender.example", to="joe@example.net", headers=()):
    """A message around an entity that brings its own header lines."""
    lines = [f"From: Ann <{sender}>", f"To: <{to}>", f"Subject: {subject}", *headers,
             f"Message-ID: <{re.sub(r'[^a-zA-Z0-9]+', '.', subject)}@sender.example>",
             "Date: Sun, 22 Nov 2026 09:15:00 +0000", "MIME-Version: 1.0"]
    return "\r\n".join(lines).encode() + b"\r\n" + entity


# What arrived

def pieces(body, boundary=BOUNDARY):
    """What stands between the boundary lines: preamble, parts, epilogue. Joined by
    those lines they are the body."""
    return body.split(b"--" + boundary.encode())


def read(content):
    """A message as Python's email reads it."""
    return message_from_bytes(content, policy=policy.default)


def leaves(message):
    """Its parts without parts."""
    return [part for part in message.walk() if not part.is_multipart()]


def files(content):
    """The decoded contents of all parts."""
    return [part.get_payload(decode=True) for part in leaves(read(content))]


def has_program(content):
    """Whether a reader finds our program in it, packed or not."""
    return any(program()[:0x86] in one or f"{UPS}.exe".encode() in one and one.startswith(b"PK")
               for one in files(content))
