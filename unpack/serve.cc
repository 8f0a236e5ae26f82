#include "unpack/serve.hh"

#include "mailreeve/attachment/item_wire.hh"
#include "mailreeve/base/descriptor.hh"
#include "unpack/walk.hh"

#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <optional>
#include <string>
#include <string_view>

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace mailreeve::unpack {

using attachment::Obstacle;
using attachment::UnpackRequest;

namespace {

struct Piece {
    ssize_t size = 0; // 0: the end; below: it failed
    Descriptor file;
};

Descriptor sent_with(msghdr& message)
{
    const cmsghdr* const head = CMSG_FIRSTHDR(&message);
    if (head == nullptr || head->cmsg_level != SOL_SOCKET ||
        head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(sizeof(int)))
        return {};
    int number = -1;
    std::memcpy(&number, CMSG_DATA(head), sizeof number);
    return Descriptor{number};
}

Piece receive_some(int socket, char* room, std::size_t size)
{
    iovec piece{room, size};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    Piece got;
    do {
        got.size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (got.size < 0 && errno == EINTR);
    if (got.size > 0)
        got.file = sent_with(message);
    return got;
}

// Whether all of it came. A descriptor that comes with it is the file.
bool receive(int socket, char* room, std::size_t size, Descriptor& file)
{
    while (size > 0) {
        auto got = receive_some(socket, room, size);
        if (got.size <= 0)
            return false;
        if (got.file)
            file = std::move(got.file);
        room += got.size;
        size -= static_cast<std::size_t>(got.size);
    }
    return true;
}

bool send_all(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): sendmsg only reads
        iovec piece{const_cast<char*>(bytes.data()), bytes.size()};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        const auto sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
        if (sent > 0)
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        else if (errno != EINTR)
            return false;
    }
    return true;
}

bool send_frame(int socket, std::string_view bytes)
{
    return send_all(socket, attachment::frame_length(bytes.size())) &&
           send_all(socket, bytes);
}

class Mapped {
public:
    Mapped(int file, std::size_t size) : size_{size}
    {
        if (size == 0)
            return;
        void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
        good_ = at != MAP_FAILED;
        at_ = good_ ? at : nullptr;
    }
    ~Mapped()
    {
        if (at_ != nullptr)
            ::munmap(at_, size_);
    }
    Mapped(const Mapped&) = delete;
    Mapped& operator=(const Mapped&) = delete;

    bool is_good() const { return good_; }
    std::string_view view() const
    {
        return {static_cast<const char*>(at_), at_ == nullptr ? 0 : size_};
    }

private:
    void* at_ = nullptr;
    std::size_t size_;
    bool good_ = true;
};

// Ends the process where a library does not come back in time; Budget, which is asked
// between its calls, is over a little before.
class CpuTimer {
public:
    explicit CpuTimer(std::chrono::milliseconds limit)
    {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(limit);
        const std::chrono::microseconds rest = limit - seconds;
        set({{}, {seconds.count(), rest.count()}});
    }
    ~CpuTimer() { set({}); }
    CpuTimer(const CpuTimer&) = delete;
    CpuTimer& operator=(const CpuTimer&) = delete;

private:
    static void set(const itimerval& time) { ::setitimer(ITIMER_PROF, &time, nullptr); }
};

std::string answer(const UnpackRequest& request, const Descriptor& file)
{
    const CpuTimer timer{request.limits.cpu};
    auto item = request.item;
    const Mapped mapped{file.number(), request.size};
    if (mapped.is_good())
        Walk{request.limits}.look_into(item, {mapped.view(), 0});
    else
        hinder(item, Obstacle::TooBig, "more memory than it may take");
    auto bytes = attachment::encoded(item);
    if (bytes.size() <= attachment::max_item_bytes)
        return bytes;
    item.inside.clear();
    item.obstacle = Obstacle::TooMany;
    item.detail = "more files inside than can be told";
    return attachment::encoded(item);
}

std::string bounded_answer(UnpackRequest request, const Descriptor& file)
{
    try {
        return answer(request, file);
    } catch (const std::bad_alloc&) {
        hinder(request.item, Obstacle::TooBig, "more memory than it may take");
        return attachment::encoded(request.item);
    }
}

} // namespace

bool serve(int socket)
{
    if (!send_frame(socket, {}))
        return false;
    for (;;) {
        std::array<char, attachment::frame_head> head{};
        Descriptor file;
        if (!receive(socket, head.data(), head.size(), file))
            return true;
        const auto size = attachment::frame_size({head.data(), head.size()});
        if (!size || !file)
            return false;
        std::string bytes(*size, '\0');
        if (!receive(socket, bytes.data(), bytes.size(), file))
            return false;
        auto request = attachment::decoded_request(bytes);
        if (!request || !send_frame(socket, bounded_answer(std::move(*request), file)))
            return false;
    }
}

} // namespace mailreeve::unpack
