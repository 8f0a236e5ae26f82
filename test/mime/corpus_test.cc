#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/parse.hh"

#include "test/support/corpus.hh"
#include "test/support/entity_fault.hh"

#include <doctest/doctest.h>

namespace mailreeve::mime {

TEST_SUITE("mime")
{
    TEST_CASE("spans partition every message of the corpus" *
              doctest::skip(!test::has_corpus()))
    {
        std::size_t messages = 0;
        std::size_t excessive = 0; // two that were made to nest too deep
        for (const auto& file : test::corpus_messages()) {
            CAPTURE(file.path);
            const auto message = file.bytes();
            const auto parsed = parse(message);
            if (std::holds_alternative<Excess>(parsed)) {
                CHECK(std::get<Excess>(parsed) == Excess::Depth);
                ++excessive;
                continue;
            }
            CHECK(test::message_fault(std::get<Entity>(parsed), message) == "");
            ++messages;
        }
        CHECK(messages > 1'000);
        CHECK(excessive <= 2);
    }
}

} // namespace mailreeve::mime
