"""mailreevectl asks a daemon that runs: status, metrics, reload of good and bad files."""

import json
import subprocess
import unittest

from mta.ground import GroundTest
from mta.nsd import Zones


class Control(GroundTest):
    def setUp(self):
        super().setUp()
        dns = self.ground.nsd(Zones().host("mail.example", "192.0.2.7"))
        self.daemon = self.ground.mailreeve({
            "dns": {"servers": ["{}:{}".format(*dns.address)]},
            "rbl": {"lists": [{"zone": "bl.example", "codes": {"127.0.0.2": 4}}]},
        })

    def ask(self, *words):
        return subprocess.run([self.ground.build / "ctl/mailreevectl", "-c", self.daemon.file, *words], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)

    def test_status_tells_people_and_programs_the_same(self):
        self.assertIn("serving", self.ask("status").stdout)
        told = json.loads(self.ask("--json", "status").stdout)
        self.assertEqual(told["process"], self.daemon.process.pid)
        self.assertEqual(told["generation"], 1)

    def test_metrics_tell_of_verdicts_servers_and_lists(self):
        text = self.ask("metrics").stdout
        for name in ("mailreeve_sessions", "mailreeve_dns_round_trip_seconds{server=", 'mailreeve_list_silent{list="bl.example"} 0',
                     "process_resident_memory_bytes", "mailreeve_stage_seconds_bucket"):
            self.assertIn(name, text)

    def test_a_bad_file_leaves_the_old_one_in_force(self):
        self.daemon.write("modus: observe\n")
        done = self.ask("--socket", str(self.daemon.control), "reload")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn('unknown key "modus"', done.stdout)
        self.assertEqual(json.loads(self.ask("--json", "--socket", str(self.daemon.control), "status").stdout)["generation"], 1)
        self.daemon.write({"mode": "observe"})
        done = self.ask("reload")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("generation 2", done.stdout)


if __name__ == "__main__":
    unittest.main()
