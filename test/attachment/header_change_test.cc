#include "mailreeve/attachment/header_change.hh"

#include "test/mime/tree.hh"

namespace mailreeve::attachment {

TEST_SUITE("attachment")
{
    TEST_CASE("changes of a header leave its other fields as they are")
    {
        const std::string message = "Subject: x\n"
                                    "Content-Type: text/html;\n"
                                    "\tcharset=utf-8\n"
                                    "X-Other:  odd   spacing \n"
                                    "content-type : second\n"
                                    "\n"
                                    "body\n";
        struct Case {
            const char* name;
            std::vector<HeaderChange> changes;
            std::string expected;
        };
        const std::string kept = "X-Other:  odd   spacing \n";
        const Case cases[] = {
            {"none", {}, message},
            {"replaced and deleted",
             {{"Content-Type", 2, {}}, {"Content-Type", 1, "text/plain;\n\tb=c"}},
             "Subject: x\nContent-Type: text/plain;\n\tb=c\n" + kept + "\nbody\n"},
            {"appended",
             {{"MIME-Version", 0, "1.0"}},
             message.substr(0, message.find("\n\n") + 1) +
                 "MIME-Version: 1.0\n\nbody\n"},
            {"not there", {{"Content-Type", 3, {}}, {"Content-ID", 1, "x"}}, message},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(apply_header(test::tree(message), message, c.changes) == c.expected);
            const auto crlf = test::with_crlf(message);
            CHECK(apply_header(test::tree(crlf), crlf, c.changes) ==
                  test::with_crlf(c.expected));
        }
    }

    TEST_CASE("a field can be added to a header without an end")
    {
        CHECK(apply_header(test::tree("A: b"), "A: b",
                           std::vector<HeaderChange>{{"C", 0, "d"}}) ==
              "A: b\r\nC: d\r\n");
        CHECK(apply_header(test::tree(""), "",
                           std::vector<HeaderChange>{{"C", 0, "d"}}) == "C: d\r\n");
    }
}

} // namespace mailreeve::attachment
