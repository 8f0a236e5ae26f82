"""DNS messages as bytes (RFC 1035): just what tests need to ask and to answer."""

import ipaddress
import secrets
import socket
import struct
from dataclasses import dataclass

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "ANY": 255}
TYPE_NAMES = {number: name for name, number in TYPES.items()}
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = range(6)
QR, AA, TC, RD, RA = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080
OPT = b"\0" + struct.pack("!HHIH", 41, 1232, 0, 0)


@dataclass(frozen=True)
class Question:
    id: int
    name: str  # as it was written, without the last dot
    type: str
    raw: bytes  # the question section
    flags: int
    edns: int  # the UDP size it offers, 0 without EDNS

    @property
    def key(self):
        return self.name.lower()


@dataclass(frozen=True)
class Answer:
    rcode: int
    records: list  # of (name, type, ttl, text)
    truncated: bool
    id: int


def encode_name(name):
    labels = [label for label in name.rstrip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label.encode("latin-1") for label in labels) + b"\0"


def read_name(data, at):
    """The name at `at`, and where the reading goes on. Throws ValueError."""
    labels, after, jumps = [], None, 0
    while True:
        length = data[at]
        if length >= 0xC0:
            after = after or at + 2
            at = struct.unpack_from("!H", data, at)[0] & 0x3FFF
            jumps += 1
            if jumps > 32:
                raise ValueError("the name loops")
            continue
        at += 1
        if not length:
            return ".".join(labels), after or at
        labels.append(data[at : at + length].decode("latin-1"))
        at += length


def encode_rdata(kind, text):
    if kind in ("A", "AAAA"):
        return ipaddress.ip_address(text).packed
    if kind in ("CNAME", "PTR", "NS"):
        return encode_name(text)
    if kind == "MX":
        preference, host = text.split()
        return struct.pack("!H", int(preference)) + encode_name(host)
    if kind == "TXT":
        raw = text.encode()
        pieces = [raw[i : i + 255] for i in range(0, len(raw), 255)] or [b""]
        return b"".join(bytes([len(piece)]) + piece for piece in pieces)
    if kind == "SOA":
        primary, person, *numbers = text.split()
        return encode_name(primary) + encode_name(person) + struct.pack("!5I", *map(int, numbers))
    raise ValueError(f"no codec for {kind}")


def decode_rdata(kind, data, at, length):
    if kind in ("A", "AAAA"):
        return str(ipaddress.ip_address(data[at : at + length]))
    if kind in ("CNAME", "PTR", "NS"):
        return read_name(data, at)[0]
    if kind == "MX":
        return f"{struct.unpack_from('!H', data, at)[0]} {read_name(data, at + 2)[0]}"
    if kind == "TXT":
        out, end = b"", at + length
        while at < end:
            out += data[at + 1 : at + 1 + data[at]]
            at += 1 + data[at]
        return out.decode(errors="replace")
    return data[at : at + length].hex()


def encode_record(name, kind, ttl, text):
    rdata = encode_rdata(kind, text)
    return encode_name(name) + struct.pack("!HHIH", TYPES[kind], 1, ttl, len(rdata)) + rdata


def encode_query(name, kind, number=None):
    number = secrets.randbelow(65536) if number is None else number
    head = struct.pack("!6H", number, RD, 1, 0, 0, 1)
    return head + encode_name(name) + struct.pack("!HH", TYPES[kind], 1) + OPT


def parse_query(data):
    """The one question of a query. Throws ValueError for what is none."""
    try:
        number, flags, questions, _, _, additional = struct.unpack_from("!6H", data)
        if flags & QR or questions != 1:
            raise ValueError("no query")
        name, at = read_name(data, 12)
        kind = struct.unpack_from("!H", data, at)[0]
        edns = 0
        if additional and data[at + 4 : at + 7] == b"\0\0\x29":
            edns = struct.unpack_from("!H", data, at + 7)[0]
    except (struct.error, IndexError) as error:
        raise ValueError("short query") from error
    return Question(number, name, TYPE_NAMES.get(kind, str(kind)), data[12 : at + 4], flags, edns)


def encode_answer(question, records=(), rcode=NOERROR, flags=0, authority=()):
    """A reply to `question`; records and authority are (name, type, ttl, text)."""
    bits = QR | RA | (question.flags & RD) | flags | rcode
    head = struct.pack("!6H", question.id, bits, 1, len(records), len(authority), 1 if question.edns else 0)
    sections = b"".join(encode_record(*record) for record in (*records, *authority))
    return head + question.raw + sections + (OPT if question.edns else b"")


def parse_answer(data):
    number, flags, questions, answers = struct.unpack_from("!4H", data)
    at = 12
    for _ in range(questions):
        at = read_name(data, at)[1] + 4
    records = []
    for _ in range(answers):
        name, at = read_name(data, at)
        kind, _, ttl, length = struct.unpack_from("!HHIH", data, at)
        at += 10
        type_name = TYPE_NAMES.get(kind, str(kind))
        records.append((name, type_name, ttl, decode_rdata(type_name, data, at, length)))
        at += length
    return Answer(flags & 15, records, bool(flags & TC), number)


def reverse_name(address):
    return ipaddress.ip_address(address).reverse_pointer


def list_name(address, zone):
    """The name under a blocklist's zone that stands for an address (RFC 5782)."""
    pointer = reverse_name(address)
    return pointer.rsplit(".", 2)[0] + "." + zone


def ask(server, name, kind="A", timeout=1.0, tcp=False):
    """Asks one server, (host, port), once. Returns the Answer, or None for silence."""
    query = encode_query(name, kind)
    family = socket.AF_INET6 if ":" in server[0] else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM) as sock:
            sock.settimeout(timeout)
            sock.connect(server)
            if not tcp:
                sock.send(query)
                return parse_answer(sock.recv(65535))
            sock.sendall(struct.pack("!H", len(query)) + query)
            with sock.makefile("rb") as stream:
                length = struct.unpack("!H", stream.read(2))[0]
                return parse_answer(stream.read(length))
    except (OSError, struct.error, IndexError, ValueError):
        return None
