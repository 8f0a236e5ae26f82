// What is thrown for a key that we will not use.
#pragma once

#include "mailreeve/base/api.hh"

#include <filesystem>
#include <stdexcept>
#include <string>

namespace mailreeve::crypto {

// what(): path, problem and how to mend it, in one line. Escape it where it is shown.
class MAILREEVE_API KeyRefused : public std::runtime_error {
public:
    // `problem` follows the path: "can be read by others (mode 0644)".
    KeyRefused(const std::filesystem::path& path, const std::string& problem,
               std::string mend);

    // "/var/lib/mailreeve/keys/stamp-1a2b3c4d.key can be read by others (mode 0644)"
    const std::string& problem() const { return problem_; }

    // A command, or what to do where no command would: "chmod 0400 ...".
    const std::string& mend() const { return mend_; }

private:
    std::string problem_;
    std::string mend_;
};

} // namespace mailreeve::crypto
