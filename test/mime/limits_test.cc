#include "mailreeve/mime/limits.hh"

#include "mailreeve/mime/decode.hh"
#include "test/mime/tree.hh"

namespace mailreeve::mime {

namespace {

std::string repeated(std::string_view text, std::size_t times)
{
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i)
        all += text;
    return all;
}

std::string excess(std::string_view message, const Limits& limits = {})
{
    const auto parsed = parse(message, limits);
    const auto* const found = std::get_if<Excess>(&parsed);
    return found == nullptr ? "none" : std::string{name(*found)};
}

std::string multipart(std::string_view content)
{
    return std::string{"Content-Type: multipart/mixed; boundary=b\n\n"}.append(content);
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("what passes a bound is told by the name of the bound")
    {
        const std::string nested = "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
        struct Case {
            const char* name;
            std::string message;
            std::string excess;
        };
        const Case cases[] = {
            {"999 parts", multipart(repeated("--b\n", 999)), "none"},
            {"1000 parts", multipart(repeated("--b\n", 1'000)), "parts"},
            {"500 000 empty parts", multipart(repeated("--b\n\n", 500'000)), "parts"},
            {"31 multiparts", repeated(nested, 31), "none"},
            {"32 multiparts", repeated(nested, 32), "depth"},
            {"100 000 multiparts", repeated(nested, 100'000), "depth"},
            {"31 messages", repeated("Content-Type: message/rfc822\n\n", 31), "none"},
            {"100 000 messages", repeated("Content-Type: message/rfc822\n\n", 100'000),
             "depth"},
            {"a long header line", "A: " + std::string(1'000'000, 'a') + "\n\n",
             "header size"},
            {"a line of parentheses", "A: " + std::string(1'000'000, '(') + "\n\n",
             "header size"},
            {"256 KiB of folded lines", "A:\n" + repeated(" x\n", 90'000),
             "header size"},
            {"1000 fields", repeated("A: b\n", 1'000), "none"},
            {"200 000 fields", repeated("A: b\n", 200'000), "header size"},
            {"1001 fields", repeated("A: b\n", 1'001), "header fields"},
            {"200 000 fields in parts",
             multipart(repeated("--b\n" + repeated("A:\n", 500) + "\n", 400)),
             "header fields in all"},
            {"200 parameters", "Content-Type: a/b" + repeated(";a=b", 200) + "\n",
             "none"},
            {"201 parameters", "Content-Type: a/b" + repeated(";a=b", 201) + "\n",
             "parameters"},
            {"201 parameters of a disposition",
             "Content-Disposition: inline" + repeated(";a=b", 201) + "\n",
             "parameters"},
            {"100 000 parameters",
             "Content-Type: a/b" + repeated(";a=b", 100'000) + "\n", "header size"},
        };
        for (const auto& c : cases) {
            CAPTURE(c.name);
            CHECK(excess(c.message) == c.excess);
        }
    }

    TEST_CASE("bounds are the caller's to choose")
    {
        Limits limits;
        limits.parts = 2;
        CHECK(excess(multipart("--b\n"), limits) == "none");
        CHECK(excess(multipart("--b\n--b\n"), limits) == "parts");
        limits = {};
        limits.depth = 1;
        CHECK(excess("\nx", limits) == "none");
        CHECK(excess(multipart("--b\n"), limits) == "depth");
        limits = {};
        limits.header_bytes = 8;
        CHECK(excess("A: bcde\n\n", limits) == "none");
        CHECK(excess("A: bcdef\n\n", limits) == "header size");
    }

    TEST_CASE("lines that only look like boundary lines cost no parts")
    {
        const auto message =
            multipart("--b\n\n" + repeated("--- a\n--\n-- c\n", 50'000));
        CHECK(test::tree(message).parts.size() == 1);
    }

    TEST_CASE("boundary lines behind the last one cost nothing")
    {
        const auto message = multipart("--b\n\n--b--\n" + repeated("--b\n", 50'000));
        CHECK(test::tree(message).parts.size() == 1);
    }
}

} // namespace mailreeve::mime
