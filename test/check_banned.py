#!/usr/bin/env python3
"""Calls and words that this house does without, and why."""

import re
import sys
from pathlib import Path

CODE = ["lib", "policy", "snapshot", "control", "milter", "ctl", "unpack", "bench", "examples", "man"]

# A MAC, digest or secret on either side of == or !=, but for its size and whether it is there.
MAC_COMPARED = (
    r"\b\w*?(?:mac|digest|secret)_?(?:\([^()\n]*\)|\.bytes\(\))?\s*[!=]=(?!\s*(?:nullptr|std::nullopt))"
    r"|[!=]=\s*(?:\w+(?:\.|->|::|\(\)))*\w*?(?:mac|digest|secret)(?:_|_of)?\b(?!\.size|->size)"
)

# pattern, why, files that may. Looked for in code, with comments and texts taken out.
BANNED = [
    (r"std::regex|std::basic_regex|#\s*include <regex>", "exponential on hostile text; use RE2 or code", ()),
    (r"\b(?:system|popen|wordexp)\s*\(", "nothing reaches a shell", ()),
    (r"\bexec[vl]p?e?\s*\(", "use posix_spawn with fixed arguments", ()),
    (r"\b(?:v?sprintf|strcpy|strcat|gets|mktemp|tmpnam|alloca)\s*\(", "writes without a bound", ()),
    (r"\b(?:strtok|strerror|localtime|gmtime|asctime|ctime|rand|srand)\s*\(", "not for threads", ()),
    (r"\bmemcmp\s*\([^;]*(?:mac|hash|tag|digest)", "compares secrets in varying time; use CRYPTO_memcmp", ()),
    (MAC_COMPARED, "compares secrets in varying time; use crypto::equal", ()),
    (r"sqlite3_exec\s*\([^;]*(?:\+|format)", "SQL is never put together from text; bind", ()),
    (r"catch\s*\(\s*\.\.\.\s*\)", "exceptions stop at two places only",
     ("milter/guard.hh", "lib/mailreeve/base/thread.cc")),
    (r"\bnew\s+[A-Za-z_:(]", "ownership has a type: make_unique, CPtr", ()),
    (r"\bdelete\s+[A-Za-z_*(]|\bdelete\s*\[", "ownership has a type: unique_ptr, CPtr", ()),
    (r"(?:\bstd::|[^_.:>\w])(?:to(?:lower|upper)|is(?:alpha|digit|alnum|space|upper|lower|print|xdigit|punct|cntrl))\s*\(",
     "follows the locale; mail is ASCII: base/ascii.hh", ()),
    (r"\bsetlocale\s*\(", "follows the locale; mail is ASCII", ()),
    (r"std::(?:ranges::)?views::|#\s*include <ranges>", "clang 14 cannot compile libstdc++ 12's", ()),
    (r"std::ranges::(?:remove|remove_if|unique|rotate|partition|stable_partition|equal_range|search|find_end|subrange)\b",
     "clang 14 cannot compile libstdc++ 12's subrange; use the std:: form", ()),
    (r"std::atomic<\s*std::shared_ptr", "races in libstdc++ 12; use Guarded", ()),
    (r"\bthread_local\b", "libmilter changes threads between callbacks", ()),
    (r"\busing namespace std\s*;", "hides where names come from", ()),
    (r"#\s*include <format>|std::format\b|std::expected", "GCC 12 has none; use fmt", ()),
]
IN_TESTS = {r"\bexec[vl]p?e?\s*\(", MAC_COMPARED}  # a test may start a program, and tell MACs apart
LEFT_UNDONE = re.compile(r"\b(?:TODO|FIXME|XXX)\b")
VAGUE = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|common|misc|data)(?:_|\.|$)")

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^(\s]{0,16})\(.*?\)(?P=tag)"'
    r"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'",
    re.S,
)


def bare(text):
    """The code alone: comments and texts become blanks, lines stay lines."""

    def blank(match):
        # Digit separators (1'000) look like characters; includes look like texts.
        return re.sub(r"[^\n]", " ", match.group())

    keep = re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", "_", text)
    return TOKEN.sub(blank, keep)


def sources(root, tops):
    for top in tops:
        for path in sorted((root / top).rglob("*.[ch][ch]")):
            yield path, str(path.relative_to(root))


def check_file(path, name, in_tests):
    text = path.read_text()
    for number, line in enumerate(text.splitlines(), 1):
        if LEFT_UNDONE.search(line):
            yield f"{name}:{number}: left undone: {line.strip()}"
    code = bare(text)
    for pattern, why, allowed in BANNED:
        if name in allowed or (in_tests and pattern in IN_TESTS):
            continue
        for match in re.finditer(pattern, code):
            number = code.count("\n", 0, match.start()) + 1
            yield f"{name}:{number}: {match.group().strip()}: {why}"
    if VAGUE.search(path.name):
        yield f"{name}: a name that says nothing of what is inside"


def main():
    root = Path(sys.argv[1])
    errors = []
    for tops, in_tests in ((CODE, False), (["test"], True)):
        for path, name in sources(root, tops):
            errors += check_file(path, name, in_tests)
    print("\n".join(errors))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
