// A case: what is configured, what the DNS knows, what the MTA says and what comes of
// it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mailreeve::test {

// # what it shows
// limits sessions=1 work=1          (optional)
// config
//     YAML, indented
// dns
//     ptr 192.0.2.7 mail.example.com
// session
// connect mail.example.com 192.0.2.7
//   < no reply                       (what comes of it stands below, indented by two)
struct CaseFile {
    std::string title;
    std::string limits;
    std::string config;
    std::vector<std::string> dns;
    std::vector<std::string> transcript; // all lines after "session"

    // What the MTA says: the transcript without what comes of it.
    std::vector<std::string> spoken() const;
};

// Throws std::runtime_error when it is no case.
CaseFile read_case(const std::filesystem::path& file);

// The same file with another transcript.
void write_case(const std::filesystem::path& file,
                const std::vector<std::string>& transcript);

} // namespace mailreeve::test
