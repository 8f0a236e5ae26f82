// A file that is written once, for us alone.
#pragma once

#include "mailreeve/base/descriptor.hh"

#include <filesystem>
#include <string_view>

namespace mailreeve::ctl {

// Of mode 0600; gone again unless finish() was reached. All of it throws
// std::system_error with the path: the file is there already, or the disk fails.
class NewFile {
public:
    explicit NewFile(std::filesystem::path path);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(std::string_view bytes);

    // It is on the disk.
    void finish();

private:
    [[noreturn]] void fail() const;

    std::filesystem::path path_;
    Descriptor file_;
    bool done_ = false;
};

} // namespace mailreeve::ctl
