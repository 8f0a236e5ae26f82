#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/header.hh"
#include "test/mime/tree.hh"
#include "test/support/corpus.hh"

#include <algorithm>

namespace mailreeve::mime {

namespace {

constexpr std::size_t enough = 1UL << 20U;

bool has_id(const std::vector<mail::HeaderField>& fields, const std::string& id)
{
    return std::ranges::any_of(fields, [&](const auto& field) {
        return field.is("Message-ID") && field.value.find(id) != std::string::npos;
    });
}

// The headers that are returned in a part of its own.
std::vector<mail::HeaderField> returned(const Entity& entity,
                                        const std::string& message)
{
    if (entity.is_message() && !is_encoded(entity))
        return entity.parts.at(0).fields;
    const bool is_block = entity.type.find("rfc822") != std::string::npos;
    return is_block ? fields_of(decoded(entity, message, enough))
                    : std::vector<mail::HeaderField>{};
}

bool returns(const Entity& entity, const std::string& message, const std::string& id)
{
    return has_id(returned(entity, message), id) ||
           std::ranges::any_of(entity.parts, [&](const auto& part) {
               return returns(part, message, id);
           });
}

} // namespace

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

    TEST_CASE("a message that was returned in a part is found in it" *
              doctest::skip(!test::has_corpus()))
    {
        std::size_t messages = 0;
        for (const auto& file : test::corpus_messages()) {
            const auto id = file.column("original_message_id");
            // No MTA passes on a message whose lines end by CR alone.
            if (!file.column("where").starts_with("rfc822") || id.empty() ||
                file.column("newline") == "cr")
                continue;
            CAPTURE(file.path);
            const auto message = file.bytes();
            CHECK(returns(test::tree(message), message, id));
            ++messages;
        }
        CHECK(messages > 150);
    }
}

} // namespace mailreeve::mime
