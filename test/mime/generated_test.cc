#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/words.hh"
#include "test/mime/made_message.hh"
#include "test/mime/tree.hh"

#include <atomic>
#include <thread>
#include <vector>

namespace mailreeve::mime {

namespace {

// Everything that is read of a message, in one text.
std::string all_of(const Entity& entity, std::string_view message)
{
    auto read = entity.type + '\n' + text(entity, message, 1'000);
    for (const auto& field : entity.fields)
        read += decoded_words(field.value);
    for (const auto& part : entity.parts)
        read += all_of(part, message);
    return read;
}

std::string all_of(std::string_view message)
{
    const auto parsed = parse(message);
    const auto* const root = std::get_if<Entity>(&parsed);
    return root == nullptr ? "" : all_of(*root, message);
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("spans partition every message, however it is made")
    {
        for (unsigned seed = 0; seed < 10'000; ++seed) {
            const auto message = test::MessageMaker{seed}.scramble();
            CAPTURE(seed);
            CAPTURE(message);
            const auto parsed = parse(message);
            if (std::holds_alternative<Excess>(parsed))
                continue; // messages inside each other, beyond the depth
            REQUIRE(test::message_fault(std::get<Entity>(parsed), message) == "");
        }
    }

    TEST_CASE("spans partition a message that is cut anywhere")
    {
        for (unsigned seed = 0; seed < 20; ++seed) {
            const auto message = test::MessageMaker{seed}.message();
            for (std::size_t size = 0; size < message.size(); ++size) {
                CAPTURE(seed);
                CAPTURE(size);
                const auto cut = std::string_view{message}.substr(0, size);
                const auto parsed = parse(cut);
                REQUIRE(std::holds_alternative<Entity>(parsed));
                REQUIRE(test::message_fault(std::get<Entity>(parsed), cut) == "");
            }
        }
    }

    TEST_CASE("all that is read of a message is UTF-8")
    {
        for (unsigned seed = 0; seed < 2'000; ++seed) {
            const auto message = test::MessageMaker{seed}.scramble();
            const auto read = all_of(message);
            CAPTURE(message);
            REQUIRE(utf8::is_valid(read));
        }
    }

    TEST_CASE("many threads read at once and see the same")
    {
        std::vector<std::string> messages;
        std::vector<std::string> expected;
        for (unsigned seed = 0; seed < 200; ++seed) {
            messages.push_back(
                "Subject: =?iso-2022-jp?b?GyRCJCIbKEI=?= =?koi8-r?q?=C1?=\n" +
                test::MessageMaker{seed}.message());
            expected.push_back(all_of(messages.back()));
        }
        std::atomic<int> wrong = 0;
        std::vector<std::jthread> threads;
        threads.reserve(8);
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&] {
                for (std::size_t m = 0; m < messages.size(); ++m)
                    wrong += all_of(messages[m]) == expected[m] ? 0 : 1;
            });
        threads.clear();
        CHECK(wrong == 0);
    }
}

} // namespace mailreeve::mime
