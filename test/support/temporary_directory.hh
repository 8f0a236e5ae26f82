// A directory of mode 0700 that goes with the test.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>

#include <cstdlib>

namespace mailreeve::test {

class TemporaryDirectory {
public:
    TemporaryDirectory()
    {
        auto name =
            (std::filesystem::temp_directory_path() / "mailreeve-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error{"no temporary directory"};
        path_ = name;
    }
    ~TemporaryDirectory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const
    {
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

} // namespace mailreeve::test
