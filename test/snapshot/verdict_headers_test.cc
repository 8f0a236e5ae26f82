#include "snapshot/verdict_headers.hh"

#include "mailreeve/mail/header_field.hh"

#include <doctest/doctest.h>

#include <sstream>

namespace mailreeve::snapshot {

using namespace score::literals;

namespace {

Id some_id()
{
    return Id::from(WallTime{std::chrono::seconds{1'795'000'000}}, 42);
}

std::vector<score::Finding> many(std::size_t count)
{
    std::vector<score::Finding> findings;
    for (std::size_t i = 0; i < count; ++i)
        findings.push_back({"RBL_LIST_" + std::to_string(i), 1.5_points, "", {}});
    return findings;
}

std::size_t longest_line(const std::string& text)
{
    std::size_t longest = 0;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        longest = std::max(longest, line.size());
    return longest;
}

} // namespace

TEST_SUITE("snapshot")
{
    TEST_CASE("the verdict tells level, score, thresholds and id")
    {
        policy::Decision decision;
        decision.score = 6.20_points;
        decision.level = score::Level::Spam;
        CHECK(verdict_value(decision, some_id()) ==
              "SPAM score=6.20 spam=5.00 surespam=10.00 id=" + some_id().text());
        decision.withheld = policy::Reject{};
        CHECK(verdict_value(decision, some_id()).ends_with(" withheld=reject"));
    }

    TEST_CASE("findings are told with their points, unknown ones as such")
    {
        const std::vector<score::Finding> findings{
            {"RDNS_MISSING", 5_points, "no PTR", score::Answered::Yes},
            {"HELO_NOT_FQDN", 1.20_points, "", score::Answered::Yes},
            score::unknown("RBL_SLOW", "timeout"),
            {"ALLOWED", score::Points::hundredths(-250), "", score::Answered::Yes}};
        CHECK(findings_value(findings) ==
              "RDNS_MISSING=5.00, HELO_NOT_FQDN=1.20, RBL_SLOW=unknown, ALLOWED=-2.50");
        CHECK(findings_value({}) == "none");
    }

    TEST_CASE("the result of reverse DNS is told as RFC 8601 has it")
    {
        CHECK(results_value("mx1.example.net", "fail", "192.0.2.7") ==
              "mx1.example.net; iprev=fail policy.iprev=192.0.2.7");
    }

    TEST_CASE("a hundred findings are shown, the others counted")
    {
        const auto value = findings_value(many(max_findings_shown + 7));
        CHECK(value.ends_with("RBL_LIST_99=1.50, and 7 more"));
    }

    TEST_CASE("folded, no line of the findings is longer than wanted")
    {
        const auto folded = mail::fold(findings_field, findings_value(many(60)));
        CHECK(longest_line(folded) <= mail::wanted_line);
    }
}

} // namespace mailreeve::snapshot
