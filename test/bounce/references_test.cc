#include "mailreeve/bounce/references.hh"

#include "test/bounce/sample.hh"

#include <doctest/doctest.h>

namespace mailreeve::bounce {

namespace {

using Source = Reference::Source;

std::vector<Reference> references(const char* sample)
{
    return read(test::bounce_sample(sample), true).references;
}

std::string ids(std::string_view raw, const ReadingLimits& limits = {})
{
    Reading reading;
    add_references(reading, Source::References, raw, limits);
    std::string text;
    for (const auto& reference : reading.references)
        text += reference.message_id + " ";
    return text + (reading.truncated ? "..." : "");
}

} // namespace

TEST_SUITE("bounce")
{
    TEST_CASE("a message says in several places what it answers")
    {
        const std::string ours = "minutes.1@example.com";
        const std::string start = "start.1@example.com";
        CHECK(references("dsn_postfix") ==
              std::vector<Reference>{{Source::Returned, ours}});
        CHECK(references("dsn_gmail") ==
              std::vector<Reference>{{Source::XOriginal, ours},
                                     {Source::InReplyTo, ours},
                                     {Source::References, start},
                                     {Source::References, ours}});
        CHECK(references("dsn_exchange_online") ==
              std::vector<Reference>{{Source::Returned, ours},
                                     {Source::XOriginal, ours},
                                     {Source::InReplyTo, ours}});
        CHECK(references("mdn") ==
              std::vector<Reference>{{Source::OriginalMessageId, ours}});
        CHECK(references("report_arf") ==
              std::vector<Reference>{{Source::Returned, ours},
                                     {Source::OriginalMessageId, ours}});
        CHECK(references("reply_rfc3834") ==
              std::vector<Reference>{{Source::InReplyTo, ours},
                                     {Source::References, start},
                                     {Source::References, ours}});
        CHECK(references("dsn_of_dsn") ==
              std::vector<Reference>{{Source::Returned, "notice.2@relay.example.org"},
                                     {Source::Returned, ours}});
        CHECK(references("none_bug_tracker").empty());
    }

    TEST_CASE("ids are taken out of a list of them, each once")
    {
        CHECK(ids("<a@x> <b@x>\n <a@x>,<c@x>") == "a@x b@x c@x ");
        CHECK(ids("a@x") == "a@x ");
        CHECK(ids("Your message of Monday") == "");
        CHECK(ids("<a@x") == "a@x ");
        CHECK(ids("<> <b@x>") == "b@x ");
        CHECK(ids("") == "");
    }

    TEST_CASE("references have a bound")
    {
        ReadingLimits limits;
        limits.references = 2;
        CHECK(ids("<a@x> <b@x>", limits) == "a@x b@x ");
        CHECK(ids("<a@x> <b@x> <c@x>", limits) == "a@x b@x ...");
    }
}

} // namespace mailreeve::bounce
