// Files that are made to cost whoever looks into them: much output, many files, depth,
// memory, time. Small on disk, made anew by each run.
#pragma once

#include <string>
#include <vector>

namespace mailreeve::test {

struct Bomb {
    std::string name;
    std::string bytes;
};

std::vector<Bomb> output_bombs(); // a gigabyte or more comes out
std::vector<Bomb> depth_bombs();  // files in files
std::vector<Bomb> count_bombs();  // many files
std::vector<Bomb> size_bombs();   // sizes that are told, and memory that is asked for
std::vector<Bomb> all_bombs();

} // namespace mailreeve::test
