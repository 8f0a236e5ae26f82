#include "mailreeve/attachment/survey.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <unistd.h>

namespace mailreeve::attachment {

namespace {

// Keeps what it is given.
class Witness final : public Unpacker {
public:
    Item look_into(Enclosed file) override
    {
        seen.resize(file.size);
        const auto got = ::pread(file.descriptor, seen.data(), seen.size(), 0);
        seen.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
        return std::move(file.item);
    }

    std::string seen;
};

std::string with_file(const std::string& file)
{
    return "Content-Type: application/octet-stream; name=file\r\n"
           "Content-Transfer-Encoding: binary\r\n\r\n" +
           file;
}

Survey surveyed(const std::string& message, Unpacker& unpacker,
                const std::filesystem::path& scratch)
{
    SurveyBounds bounds;
    bounds.scratch = scratch;
    const SystemClock clock;
    return survey(message, &unpacker, bounds, clock.now() + std::chrono::hours{1},
                  clock);
}

std::string filled(std::string_view head, std::size_t size)
{
    std::string file{head};
    file.resize(size, 'x');
    return file;
}

constexpr std::string_view picture{"\xff\xd8\xff\xe0\0\x10JFIF\0", 11};
constexpr std::string_view archive{"PK\3\4\x14\0\0\0\x08\0", 10};

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("a large picture is told by its head, counted whole and kept nowhere")
    {
        for (const std::size_t size :
             {type_head - 1, type_head, type_head + 1, 2 * type_head, 50 * type_head}) {
            CAPTURE(size);
            Witness nobody;
            const auto found =
                surveyed(with_file(filled(picture, size)), nobody, "/nowhere");
            REQUIRE(found.parts.size() == 1);
            CHECK(found.parts.front().item.type == FileType::Image);
            CHECK(found.parts.front().item.size == size);
        }
    }

    TEST_CASE("an archive is given to the worker whole, whatever its size")
    {
        const test::TemporaryDirectory scratch;
        for (const std::size_t size :
             {type_head - 1, type_head, type_head + 1, 2 * type_head, 50 * type_head}) {
            CAPTURE(size);
            Witness witness;
            const auto file = filled(archive, size);
            const auto found = surveyed(with_file(file), witness, scratch.path());
            REQUIRE(found.parts.size() == 1);
            CHECK(found.parts.front().item.type == FileType::Zip);
            CHECK(found.parts.front().item.size == size);
            CHECK((witness.seen == file));
        }
    }

    TEST_CASE("a file behind much text is found")
    {
        const test::TemporaryDirectory scratch;
        std::string text = "Content-Type: text/plain\r\n\r\n";
        while (text.size() < 5 * type_head)
            text += "Once more the quick brown fox jumps over the lazy dog.\r\n";
        text += "begin 644 run.exe\r\n#0V%T\r\n`\r\nend\r\n";
        Witness nobody;
        const auto found = surveyed(text, nobody, scratch.path());
        REQUIRE(found.parts.size() == 2);
        CHECK(found.parts.back().item.names.front() == "run.exe");
        CHECK(found.parts.back().item.size == 3);
    }
}

} // namespace mailreeve::attachment
