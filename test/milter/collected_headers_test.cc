#include "milter/collected_headers.hh"

#include <doctest/doctest.h>

namespace mailreeve::milter {

namespace {

constexpr char ours[] = " mx1.example.net; iprev=pass policy.iprev=192.0.2.1";

} // namespace

TEST_SUITE("milter")
{
    TEST_CASE("fifty forged copies among others are all found, the last one first")
    {
        CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
        for (int i = 0; i < 50; ++i) {
            headers.add("Received", " from somewhere");
            headers.add("X-Mailreeve-Verdict", " clean");
        }
        const auto forged = headers.forged();
        REQUIRE(forged.size() == 50);
        for (std::size_t i = 0; i < forged.size(); ++i)
            CHECK(forged[i] == Place{"x-mailreeve-verdict", 50 - i});
        CHECK(headers.count() == 100);
    }

    TEST_CASE("names of forged fields are ours whatever their case and trailing space")
    {
        const char* names[] = {"X-Mailreeve-Verdict",   "x-mailreeve-verdict",
                               "X-MAILREEVE-STAMP",     "X-Mailreeve-Verdict ",
                               "X-Mailreeve-Verdict\t", "X-mailreeve-"};
        for (const auto* name : names) {
            CAPTURE(name);
            CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
            headers.add(name, " x");
            CHECK(headers.forged().size() == 1);
        }
    }

    TEST_CASE("fields of others stay")
    {
        const char* names[] = {"X-Mailreeve", "Mailreeve-Verdict",
                               "X-Mailreever-Verdict", "", "X-Spam-Verdict"};
        for (const auto* name : names) {
            CAPTURE(name);
            CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
            headers.add(name, " x");
            CHECK(headers.forged().empty());
        }
    }

    TEST_CASE("case variants of one name are counted together")
    {
        CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
        headers.add("X-Mailreeve-Verdict", " a");
        headers.add("x-mailreeve-VERDICT", " b");
        CHECK(headers.forged() == std::vector<Place>{{"x-mailreeve-verdict", 2},
                                                     {"x-mailreeve-verdict", 1}});
    }

    TEST_CASE("results of other filters keep their place and are not taken for ours")
    {
        CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
        headers.add("Authentication-Results", " mx1.example.net; dkim=pass");
        headers.add("Authentication-Results", ours);
        headers.add("Authentication-Results", " other.example; iprev=pass");
        headers.add("authentication-results", " MX1.EXAMPLE.NET; iprev=pass");
        const auto forged = headers.forged();
        REQUIRE(forged.size() == 2);
        CHECK(forged[0].index == 4);
        CHECK(forged[1].index == 2);
    }

    TEST_CASE("every subject is kept with its place")
    {
        CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
        headers.add("Subject", " one");
        headers.add("SUBJECT", " two");
        const std::vector<Subject> expected{{{"Subject", 1}, " one"},
                                            {{"SUBJECT", 2}, " two"}};
        CHECK(headers.subjects() == expected);
    }

    TEST_CASE("the first message id counts")
    {
        CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
        CHECK_FALSE(headers.message_id());
        headers.add("Message-Id", " <a@example.org>");
        headers.add("Message-ID", " <b@example.org>");
        REQUIRE(headers.message_id());
        CHECK(headers.message_id()->text() == "a@example.org");
    }

    TEST_CASE("what a hundred thousand fields leave behind is bounded, and counted")
    {
        CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
        const std::string long_subject(10'000, 's');
        for (int i = 0; i < 100'000; ++i) {
            headers.add("X-Mailreeve-" + std::to_string(i % 2000), "x");
            headers.add("Subject", long_subject);
            headers.add("Authentication-Results", ours);
        }
        CHECK(headers.subjects().size() == 26); // 256 KiB
        CHECK(headers.count() == 300'000);
        CHECK(headers.forged().size() == CollectedHeaders::max_forged);
        CHECK(headers.beyond_bounds() == (100'000 - 26) + (200'000 - 500));
    }

    TEST_CASE("places stay right when a field before them was beyond a bound")
    {
        CollectedHeaders headers{"mx1.example.net", "X-Mailreeve-Stamp"};
        headers.add("Subject",
                    std::string(CollectedHeaders::max_subject_bytes + 1, 's'));
        headers.add("Subject", " kept");
        REQUIRE(headers.subjects().size() == 1);
        CHECK(headers.subjects()[0].place.index == 2);
    }
}

} // namespace mailreeve::milter
