// An explanation as people and programs read it.
#pragma once

#include "ctl/explanation.hh"

#include <filesystem>
#include <iosfwd>
#include <string>

namespace mailreeve::ctl {

// What became of `--strip`.
struct Written {
    std::filesystem::path file; // empty: nothing was written
};

void print_text(const Explanation& explanation, std::ostream& out);

// The part tree, and what stands in the way of reading it.
void print_parts(const Explanation& explanation, std::ostream& out);

// One object on one line. `file` is the message's.
void print_json(const Explanation& explanation, const std::string& file,
                const Written& written, std::ostream& out);

std::string reply_text(const policy::Reply& reply);

} // namespace mailreeve::ctl
