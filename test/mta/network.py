"""A network of a test's own, in which the loopback interface also has the
documentation networks: Sendmail, which knows no XCLIENT, then sees clients with
addresses that mailreeve judges.

    with PrivateNetwork("192.0.2.1"):     # all of 192.0.2.0/24
        ...                               # servers started here see nothing else
"""

import ctypes
import fcntl
import os
import socket
import struct

from mta.roots import Unavailable

CLONE_NEWNET = 0x40000000
SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8914, 0x8916, 0x891C
UP_AND_RUNNING = 0x41


class PrivateNetwork:
    """Holds for the thread that entered it, and for what it starts: threads and
    processes. Throws Unavailable where that is not allowed (root only)."""

    def __init__(self, *addresses):
        self._addresses = addresses

    def __enter__(self):
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._outside = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        if self._libc.unshare(CLONE_NEWNET):
            os.close(self._outside)
            raise Unavailable(f"no network of our own: {os.strerror(ctypes.get_errno())}")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            fcntl.ioctl(control, SIOCSIFFLAGS, self._request("lo", struct.pack("=H", UP_AND_RUNNING)))
            for number, address in enumerate(self._addresses):
                name = f"lo:{number}"
                fcntl.ioctl(control, SIOCSIFADDR, self._request(name, self._address(address)))
                fcntl.ioctl(control, SIOCSIFNETMASK, self._request(name, self._address("255.255.255.0")))
        return self

    def __exit__(self, *_):
        self._libc.setns(self._outside, CLONE_NEWNET)
        os.close(self._outside)

    @staticmethod
    def _request(name, value):
        return struct.pack("16s24s", name.encode(), value)

    @staticmethod
    def _address(address):
        return struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))
