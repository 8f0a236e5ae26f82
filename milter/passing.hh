// Descriptors that go from process to process with a message (unix(7), SCM_RIGHTS).
#pragma once

#include "mailreeve/base/descriptor.hh"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace mailreeve::milter {

inline constexpr std::size_t most_passed_at_once = 4;

// Sends `text`, and with it duplicates of at most most_passed_at_once descriptors, over
// a connected unix socket. Whether all of it went.
bool send_with(int socket, std::string_view text, std::span<const int> descriptors);

// One byte and what came with it.
struct Word {
    char letter = 0; // 0: nothing came, and errno says why; 0 there: the other has gone
    std::vector<Descriptor> descriptors;
};
Word receive_word(int socket);

} // namespace mailreeve::milter
