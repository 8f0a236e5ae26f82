#!/usr/bin/env python3
"""The checks find what they are for, and leave alone what is fine."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import check_banned  # noqa: E402
import check_layers  # noqa: E402
import check_sizes  # noqa: E402
import tally  # noqa: E402


class Tree(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = Path(place.name)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


class Layers(Tree):
    def errors(self):
        return list(check_layers.check(check_layers.read_includes(self.root)))

    def test_an_arrow_that_points_up_is_found(self):
        self.write("lib/mailreeve/rbl/a.hh", '#include "mailreeve/inspect/b.hh"\n')
        self.write("lib/mailreeve/inspect/b.hh", "")
        self.assertIn("rbl may not include", self.errors()[0])

    def test_neighbours_do_not_include_each_other(self):
        self.write("lib/mailreeve/rbl/a.hh", '#include "mailreeve/rdns/b.hh"\n')
        self.write("lib/mailreeve/rdns/b.hh", "")
        self.assertEqual(len(self.errors()), 1)

    def test_an_arrow_that_points_down_is_fine(self):
        self.write("policy/a.cc", '#include "mailreeve/rbl/b.hh"\n')
        self.write("lib/mailreeve/rbl/b.hh", '#include "mailreeve/net/c.hh"\n')
        self.write("lib/mailreeve/net/c.hh", "#include <string>\n")
        self.assertEqual(self.errors(), [])

    def test_a_vendor_header_away_from_home_is_found(self):
        self.write("lib/mailreeve/rbl/a.cc", "#include <ldns/ldns.h>\n")
        self.assertIn("only dns may include", self.errors()[0])

    def test_policy_reaching_the_network_through_another_header_is_found(self):
        self.write("policy/a.cc", '#include "mailreeve/rbl/b.hh"\n')
        self.write("lib/mailreeve/rbl/b.hh", '#include "mailreeve/dns/resolver.hh"\n')
        self.write("lib/mailreeve/dns/resolver.hh", "")
        self.assertIn("policy reaches the network", self.errors()[0])


class Banned(Tree):
    def found(self, text, name="lib/mailreeve/net/a.cc"):
        return list(check_banned.check_file(self.write(name, text), name, False))

    def test_each_banned_call_is_found_and_told_with_its_line(self):
        rows = [
            "std::regex r;",
            "int n = system(s);",
            "catch (...) {",
            "auto* p = new Thing{};",
            "delete p;",
            "c = std::tolower(c);",
            "if (isspace(c))",
            "thread_local int x;",
            "for (auto x : std::views::reverse(v))",
            "memcmp(a, mac, 32)",
            "if (mac == other)",
            "return given != stamp.mac;",
            "return key.mac(bytes) == given;",
            "return given == mac_of(key, stamp);",
            "bool same = a.secret.bytes() == b;",
        ]
        for row in rows:
            with self.subTest(row):
                self.assertIn("a.cc:2: ", "".join(self.found("\n" + row + "\n")))

    def test_texts_comments_and_deleted_functions_are_fine(self):
        rows = [
            "// catch (...) would hide it",
            'log("system(3) failed");',
            "Thing(const Thing&) = delete;",
            "ascii::tolower(c);",
            "subsystem(x);",
            "crypto::equal(a.mac, b.mac)",
            "size == mac.size()",
            "if (mac == nullptr || macro == other)",
            "auto n = 1'000'000; auto m = 2'0;",
        ]
        for row in rows:
            with self.subTest(row):
                self.assertEqual(self.found(row + "\n"), [])

    def test_the_guard_may_catch_everything(self):
        self.assertEqual(self.found("catch (...) {", "milter/guard.hh"), [])


class Sizes(Tree):
    def test_a_file_of_more_than_400_lines_is_found(self):
        self.write("milter/a.cc", "\n" * 401)
        self.write("milter/b.cc", "\n" * 400)
        self.assertEqual(list(check_sizes.check(self.root)), ["milter/a.cc: 401 lines, more than 400"])


class Tally(Tree):
    def counts(self, *tests):
        return tally.of_meson_log("\n".join(map(json.dumps, tests)))[0]

    def test_a_doctest_program_counts_by_its_cases(self):
        out = "[doctest] test cases: 12 | 11 passed | 1 failed | 3 skipped\n"
        self.assertEqual(self.counts({"name": "net", "result": "FAIL", "stdout": out}), [(11, 1, 3)])

    def test_a_program_that_died_fails_once_whatever_its_cases_said(self):
        out = "[doctest] test cases: 12 | 12 passed | 0 failed | 0 skipped\n"
        self.assertEqual(self.counts({"name": "net", "result": "FAIL", "stdout": out}), [(12, 1, 0)])

    def test_other_tests_count_as_one(self):
        self.assertEqual(
            self.counts({"name": "a", "result": "OK"}, {"name": "b", "result": "SKIP"},
                        {"name": "c", "result": "TIMEOUT"}),
            [(1, 0, 0), (0, 0, 1), (0, 1, 0)],
        )

    def test_a_report_without_its_last_line_is_a_failure(self):
        path = self.write("mta.log", "ok  a\nTraceback\n")
        self.assertEqual(tally.of_file(str(path))[0], [(0, 1, 0)])
        self.assertEqual(tally.of_file(str(self.root / "absent"))[0], [(0, 1, 0)])


if __name__ == "__main__":
    unittest.main()
