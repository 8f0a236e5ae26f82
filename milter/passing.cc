#include "milter/passing.hh"

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>

#include <sys/socket.h>

namespace mailreeve::milter {

namespace {

// Room for one header with that many descriptors.
struct alignas(cmsghdr) ControlRoom {
    std::array<char, CMSG_SPACE(sizeof(int) * most_passed_at_once)> bytes{};
};

} // namespace

bool send_with(int socket, std::string_view text, std::span<const int> descriptors)
{
    assert(descriptors.size() <= most_passed_at_once);
    ControlRoom room;
    iovec bytes{const_cast<char*>(text.data()), text.size()}; // NOLINT: it is only read
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) {
        message.msg_control = room.bytes.data();
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        auto* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
    }
    return ::sendmsg(socket, &message, MSG_NOSIGNAL) ==
           static_cast<ssize_t>(text.size());
}

Word receive_word(int socket)
{
    Word word;
    ControlRoom room;
    iovec bytes{&word.letter, 1};
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = room.bytes.data();
    message.msg_controllen = room.bytes.size();
    errno = 0; // the end of a connection sets none
    if (::recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1)
        return {};
    const auto* header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS)
        return word;
    std::array<int, most_passed_at_once> numbers{};
    const auto size = std::min(header->cmsg_len - CMSG_LEN(0), sizeof numbers);
    std::memcpy(numbers.data(), CMSG_DATA(header), size);
    for (const int number : std::span{numbers}.first(size / sizeof(int)))
        word.descriptors.emplace_back(number);
    return word;
}

} // namespace mailreeve::milter
