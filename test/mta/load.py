"""Mail in numbers, with an account of it: what the MTA confirmed must arrive.

    with Load(postfix.address, connections=10) as load:
        load.wait(500)               # confirmed so far
        daemon.kill(); daemon.start()
        load.wait(1000)
    sink.wait(len(load.confirmed))
    assert load.lost(sink) == set()
"""

import itertools
import threading
from collections import Counter

from mta.smtp import Client, message
from mta.waiting import until


class Load:
    """Sends one small message after another over `connections` connections until
    it is stopped. What is answered with 4xx is sent again, under the same
    Message-ID; a connection that breaks is opened again.

    prepare(client, number) greets on a fresh connection (an EHLO unless given);
    make(number) returns (sender, recipients, content with a Message-ID).
    """

    def __init__(self, address, connections=10, messages_each=5, prepare=None, make=None, timeout=60.0):
        self.address, self.timeout = address, timeout
        self.confirmed = set()  # Message-IDs that were answered with 250
        self.replies = Counter()  # code of the last reply to each attempt, 0 for a broken connection
        self.uncertain = set()  # the connection broke after the final dot
        self._each, self._prepare = messages_each, prepare or (lambda client, number: client.ehlo("load.example"))
        self._make = make or self._small
        self._numbers = itertools.count()
        self._lock, self._end = threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=self._work, daemon=True, name=f"load-{n}") for n in range(connections)]

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def start(self):
        for thread in self._threads:
            thread.start()
        return self

    def stop(self):
        self._end.set()
        for thread in self._threads:
            thread.join(self.timeout + 5)

    def wait(self, count, seconds=60.0):
        """Until so many messages have been confirmed."""
        until(lambda: len(self.confirmed) >= count, f"{count} messages confirmed: {dict(self.replies)}", seconds)

    def lost(self, sink):
        """Confirmed messages that have not arrived."""
        return self.confirmed - set(sink.accounts())

    def doubled(self, sink):
        """Messages that arrived more than once although every attempt but one was
        clearly refused."""
        return {key for key, times in sink.accounts().items() if times > 1} - self.uncertain

    @staticmethod
    def _small(number):
        return "load@example", ["rcpt@example.net"], message(f"load {number}", headers=[f"X-Load: {number}"])

    def _work(self):
        waiting = []  # refused for the moment, to be sent again
        while not self._end.is_set():
            try:
                with Client(self.address, timeout=self.timeout) as client:
                    self._prepare(client, next(self._numbers))
                    self._converse(client, waiting)
            except (OSError, ValueError):
                self._count(0)
                self._end.wait(0.05)

    def _converse(self, client, waiting):
        for _ in range(self._each):
            if self._end.is_set():
                return
            mail = waiting.pop() if waiting else self._make(next(self._numbers))
            if not self._send(client, mail):
                waiting.append(mail)
                return

    def _send(self, client, mail):
        """Whether the message needs no further attempt."""
        sender, recipients, content = mail
        key = next(line[12:].strip().decode() for line in content.split(b"\r\n") if line.startswith(b"Message-ID: "))
        before = len(client.replies)
        try:
            code = client.send(sender, recipients, content).code
        except OSError:
            code = 0
        self._count(code)
        with self._lock:
            if code == 250:
                self.confirmed.add(key)
            if not code and any(reply.code == 354 for reply in client.replies[before:]):
                self.uncertain.add(key)
        if code == 0 or code // 100 == 4:
            self._end.wait(0.02)
            return False
        return True

    def _count(self, code):
        with self._lock:
            self.replies[code] += 1
