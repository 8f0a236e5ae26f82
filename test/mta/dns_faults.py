"""A name server that behaves badly to order, and remembers what it was asked.

    server = FaultyDns({"mail.example": {"A": ["192.0.2.7"]}})
    server.start()
    server.rule("bl.example", "silent")            # every name at or under it
    server.rule("mail.example", "delay", seconds=0.2, types={"A"})
    server.rule("", "drop", rate=0.01)             # everything else, one in a hundred
    server.clear("bl.example")

Modes:
    answer          as the records say (NXDOMAIN or an empty answer otherwise)
    delay           the same after `seconds`
    silent          nothing, by UDP or TCP
    drop            nothing for `rate` of the packets (a seeded chance); else answer
    drop_first      nothing for the first `count` packets of each question; then answer
    wrong_id, wrong_question, wrong_source
                    a forged reply with 203.0.113.66; `then` another mode after it,
                    "answer" unless told otherwise ("silent" for the lie alone)
    truncate        TC by UDP; `tcp`: "ok", "refuse" (closed at once) or "stall"
    cname_loop      the name points at itself through two aliases
    cname_chain     `count` aliases, then the answer
    servfail, refused, nxdomain
    garbage         `count` bytes of noise that begin with the right id
    lie             any question is answered with `address` (a parked zone)
"""

import asyncio
import random
import struct
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from mta import wire

FORGED = "203.0.113.66"


@dataclass(frozen=True)
class Rule:
    suffix: str
    mode: str
    options: dict
    types: frozenset = frozenset()  # all, if empty
    seen: Counter = field(default_factory=Counter)

    def matches(self, question):
        name = question.key
        inside = not self.suffix or name == self.suffix or name.endswith("." + self.suffix)
        return inside and (not self.types or question.type in self.types)


@dataclass(frozen=True)
class Asked:
    """One query as it arrived."""

    name: str  # in lower case
    type: str
    transport: str  # "udp" or "tcp"
    at: float  # time.monotonic()
    peer: tuple
    raw_name: str
    id: int


DEFAULT = Rule("", "answer", {})


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, server):
        self.server = server
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, peer):
        self.server._on_udp(data, peer)


class FaultyDns:
    """Start, ask, stop; rules may change at any time from any thread."""

    def __init__(self, records=None, host="127.0.0.1", ttl=60, seed=1):
        self.host, self.port, self.ttl = host, 0, ttl
        self.queries = []
        self._records = {}
        self._rules = []
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="faulty-dns")
        self._udp = self._stray = self._tcp = None
        self._tasks = set()
        self._modes = {
            "answer": self._answer,
            "delay": self._delay,
            "silent": lambda question, rule, send: None,
            "drop": self._drop,
            "drop_first": self._drop_first,
            "wrong_id": self._wrong_id,
            "wrong_question": self._wrong_question,
            "wrong_source": self._wrong_source,
            "truncate": self._truncate,
            "cname_loop": self._cname_loop,
            "cname_chain": self._cname_chain,
            "servfail": self._failing(wire.SERVFAIL),
            "refused": self._failing(wire.REFUSED),
            "nxdomain": self._failing(wire.NXDOMAIN),
            "garbage": self._garbage,
            "lie": self._lie,
        }
        for name, types in (records or {}).items():
            for kind, texts in types.items():
                self.record(name, kind, *texts)

    # What it knows and how it behaves

    def record(self, name, kind, *texts):
        """Gives a name these records; none takes them away."""
        key = (name.lower().rstrip("."), kind)
        records = dict(self._records)
        if texts:
            records[key] = list(texts)
        else:
            records.pop(key, None)
        self._records = records

    def rule(self, suffix, mode, types=(), **options):
        """Names at or under `suffix` behave so; the longest suffix wins, then the latest."""
        if mode not in self._modes:
            raise ValueError(f"no mode {mode}")
        new = Rule(suffix.lower().strip("."), mode, options, frozenset(types))
        kept = [old for old in self._rules if (old.suffix, old.types) != (new.suffix, new.types)]
        self._rules = sorted([new, *kept], key=lambda rule: -len(rule.suffix))

    def clear(self, suffix=None):
        """Forgets the rules for a suffix, or all."""
        self._rules = [r for r in self._rules if suffix is not None and r.suffix != suffix.lower().strip(".")]

    def asked(self, suffix="", kind=None):
        """The queries so far for names at or under `suffix`."""
        inside = Rule(suffix.lower().strip("."), "answer", {})
        return [q for q in list(self.queries) if inside.matches(_Key(q.name)) and kind in (None, q.type)]

    @property
    def address(self):
        return (self.host, self.port)

    # Life

    def start(self):
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)
        return self

    def stop(self):
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()

    def go_away(self):
        """Closes its sockets: the kernel refuses what is sent to its port."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)

    def come_back(self):
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    async def _open(self):
        while True:
            self._udp = (await self._loop.create_datagram_endpoint(
                lambda: _Udp(self), local_addr=(self.host, self.port)))[0]
            port = self._udp.get_extra_info("sockname")[1]
            try:
                self._tcp = await asyncio.start_server(self._on_tcp, self.host, port)
                break
            except OSError:
                self._udp.close()
                if self.port:
                    raise
        self.port = port
        self._stray = (await self._loop.create_datagram_endpoint(
            lambda: _Udp(self), local_addr=(self.host, 0)))[0]

    async def _close(self):
        for transport in (self._udp, self._stray):
            transport.close()
        self._tcp.close()
        for task in list(self._tasks):
            task.cancel()
        await self._tcp.wait_closed()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # Questions arrive

    def _note(self, question, transport, peer):
        self.queries.append(Asked(
            question.key, question.type, transport, time.monotonic(), peer, question.name, question.id))
        return next((rule for rule in self._rules if rule.matches(question)), DEFAULT)

    def _on_udp(self, data, peer):
        try:
            question = wire.parse_query(data)
        except ValueError:
            return
        rule = self._note(question, "udp", peer)

        def send(reply, stray=False):
            (self._stray if stray else self._udp).sendto(reply, peer)

        send.udp = True
        self._modes[rule.mode](question, rule, send)

    async def _on_tcp(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            while True:
                length = struct.unpack("!H", await reader.readexactly(2))[0]
                question = wire.parse_query(await reader.readexactly(length))
                rule = self._note(question, "tcp", writer.get_extra_info("peername"))
                if rule.mode == "truncate" and rule.options.get("tcp") == "refuse":
                    return
                self._modes[rule.mode](question, rule, self._tcp_sender(writer))
        except (asyncio.IncompleteReadError, ConnectionError, ValueError, asyncio.CancelledError):
            return
        finally:
            self._tasks.discard(task)
            writer.close()

    @staticmethod
    def _tcp_sender(writer):
        def send(reply, stray=False):
            if not stray and not writer.is_closing():
                writer.write(struct.pack("!H", len(reply)) + reply)

        send.udp = False
        return send

    # The modes

    def _plain(self, question, limit=True):
        """The honest reply, with TC where it does not fit the datagram."""
        known = self._records
        name, records = question.key, []
        for _ in range(16):
            alias = known.get((name, "CNAME"))
            if not alias or question.type == "CNAME":
                break
            records.append((name, "CNAME", self.ttl, alias[0]))
            name = alias[0].lower()
        found = known.get((name, question.type), [])
        records += [(name, question.type, self.ttl, text) for text in found]
        if records:
            reply = wire.encode_answer(question, records, flags=wire.AA)
            if limit and len(reply) > max(question.edns, 512):
                return wire.encode_answer(question, flags=wire.TC)
            return reply
        exists = any(key == name for key, _ in known)
        soa = (question.key, "SOA", self.ttl, f"ns.invalid root.invalid 1 3600 600 86400 {self.ttl}")
        return wire.encode_answer(question, (), wire.NOERROR if exists else wire.NXDOMAIN, wire.AA, [soa])

    def _answer(self, question, _rule, send):
        send(self._plain(question, send.udp))

    def _later(self, seconds, send, reply):
        def fire():
            if not self._udp.is_closing():
                send(reply)

        self._loop.call_later(seconds, fire)

    def _delay(self, question, rule, send):
        self._later(rule.options.get("seconds", 0.02), send, self._plain(question, send.udp))

    def _drop(self, question, rule, send):
        if self._random.random() >= rule.options.get("rate", 0.01):
            self._delay(question, rule, send) if "seconds" in rule.options else self._answer(question, rule, send)

    def _drop_first(self, question, rule, send):
        key = (question.key, question.type)
        rule.seen[key] += 1
        if rule.seen[key] > rule.options.get("count", 1):
            self._answer(question, rule, send)

    def _then(self, question, rule, send):
        self._modes[rule.options.get("then", "answer")](question, rule, send)

    @staticmethod
    def _forged(question, as_question=None):
        kind = question.type if question.type in ("A", "PTR", "TXT", "CNAME") else "A"
        text = FORGED if kind == "A" else "forged.invalid"
        return wire.encode_answer(as_question or question, [(question.key, kind, 60, text)], flags=wire.AA)

    def _wrong_id(self, question, rule, send):
        forged = self._forged(question)
        send(struct.pack("!H", question.id ^ 0x5A5A) + forged[2:])
        self._then(question, rule, send)

    def _wrong_question(self, question, rule, send):
        other = wire.parse_query(wire.encode_query("other." + question.name, "A", question.id))
        send(self._forged(question, other))
        self._then(question, rule, send)

    def _wrong_source(self, question, rule, send):
        send(self._forged(question), stray=True)
        self._then(question, rule, send)

    def _truncate(self, question, rule, send):
        if send.udp:
            send(wire.encode_answer(question, flags=wire.TC))
        elif rule.options.get("tcp", "ok") == "ok":
            self._answer(question, rule, send)

    def _cname_loop(self, question, _rule, send):
        there = "loop." + question.key
        records = [(question.key, "CNAME", 60, there), (there, "CNAME", 60, question.key)]
        send(wire.encode_answer(question, records, flags=wire.AA))

    def _cname_chain(self, question, rule, send):
        names = [question.key] + [f"alias{i}.{question.key}" for i in range(rule.options.get("count", 3))]
        records = [(a, "CNAME", 60, b) for a, b in zip(names, names[1:])]
        found = self._records.get((question.key, question.type), [])
        records += [(names[-1], question.type, 60, text) for text in found]
        send(wire.encode_answer(question, records, flags=wire.AA))

    @staticmethod
    def _failing(rcode):
        def fail(question, _rule, send):
            send(wire.encode_answer(question, (), rcode))

        return fail

    def _garbage(self, question, rule, send):
        noise = self._random.randbytes(rule.options.get("count", 200))
        send(struct.pack("!H", question.id) + noise)

    def _lie(self, question, rule, send):
        text = rule.options.get("address", "203.0.113.80")
        if question.type == "A":
            send(wire.encode_answer(question, [(question.key, "A", 60, text)], flags=wire.AA))
        else:
            self._answer(question, rule, send)


@dataclass(frozen=True)
class _Key:
    key: str
    type: str = ""
