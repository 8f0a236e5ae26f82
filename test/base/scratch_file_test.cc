#include "mailreeve/base/scratch_file.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <array>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace mailreeve {

namespace {

std::string read_through(int file, std::size_t size)
{
    std::string bytes(size, '\0');
    const auto got = ::pread(file, bytes.data(), size, 0);
    bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return bytes;
}

} // namespace

TEST_SUITE("base")
{
    TEST_CASE("a scratch file gives back what was written, however it was cut")
    {
        const test::TemporaryDirectory directory;
        for (const std::size_t in_memory :
             {std::size_t{0}, std::size_t{10}, std::size_t{100'000}}) {
            CAPTURE(in_memory);
            ScratchFile file{directory.path(), in_memory};
            std::string expected;
            for (int i = 0; i < 2'000; ++i) {
                const auto piece = std::to_string(i) + "\n";
                file.append(piece);
                expected += piece;
                if (i % 500 == 0)
                    CHECK(file.view() == expected);
            }
            CHECK(file.size() == expected.size());
            CHECK(file.view() == expected);
            CHECK(read_through(file.descriptor(), expected.size() + 1) == expected);
            CHECK(std::filesystem::is_empty(directory.path())); // no name
        }
    }

    TEST_CASE("a scratch file that was moved keeps its bytes")
    {
        const test::TemporaryDirectory directory;
        ScratchFile first{directory.path(), 4};
        first.append("more than four");
        CHECK(first.view() == "more than four");
        ScratchFile second{std::move(first)};
        CHECK(second.view() == "more than four");
        ScratchFile third{directory.path(), 4};
        third = std::move(second);
        third.append("!");
        CHECK(third.view() == "more than four!");
    }

    TEST_CASE("a scratch file that stays in memory needs no directory")
    {
        ScratchFile file{"/nonexistent", 100};
        file.append("small");
        CHECK(file.view() == "small");
        CHECK(read_through(file.descriptor(), 100) == "small");
        file.append("er");
        CHECK(read_through(file.descriptor(), 100) == "smaller");
    }

    TEST_CASE("without a directory a scratch file says so")
    {
        ScratchFile file{"/nonexistent", 3};
        CHECK_THROWS_AS(file.append("four"), std::system_error);
    }
}

} // namespace mailreeve
