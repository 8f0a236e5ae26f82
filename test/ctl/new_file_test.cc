#include "ctl/new_file.hh"

#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>
#include <system_error>

namespace mailreeve::ctl {

TEST_SUITE("ctl")
{
    TEST_CASE("a new file is there with all of it, or not at all")
    {
        const test::TemporaryDirectory directory;
        const auto path = directory / "a";
        {
            NewFile file{path};
            file.write("half");
        }
        CHECK_FALSE(std::filesystem::exists(path));
        {
            NewFile file{path};
            file.write("all ");
            file.write("of it");
            file.finish();
        }
        std::ostringstream text;
        text << std::ifstream{path}.rdbuf();
        CHECK(text.str() == "all of it");
    }

    TEST_CASE("what is there already stays as it is, a link too")
    {
        const test::TemporaryDirectory directory;
        std::ofstream{directory / "a"} << "x";
        std::filesystem::create_symlink(directory / "none", directory / "link");
        CHECK_THROWS_AS(NewFile{directory / "a"}, std::system_error);
        CHECK_THROWS_AS(NewFile{directory / "link"}, std::system_error);
        CHECK(std::filesystem::file_size(directory / "a") == 1);
        CHECK_FALSE(std::filesystem::exists(directory / "none"));
    }
}

} // namespace mailreeve::ctl
