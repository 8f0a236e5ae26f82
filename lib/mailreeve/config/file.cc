#include "mailreeve/config/file.hh"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace mailreeve::config {

namespace {

class Descriptor {
public:
    // Not waiting: a named pipe would hold up the start for ever.
    explicit Descriptor(const char* path)
        : fd_{::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)}
    {
    }
    ~Descriptor()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    bool is_open() const { return fd_ >= 0; }

    bool is_regular() const
    {
        struct stat status {};
        return ::fstat(fd_, &status) == 0 && S_ISREG(status.st_mode);
    }

    // At most `limit` bytes; nothing when reading fails.
    std::optional<std::string> read(std::size_t limit) const
    {
        std::string text(limit, '\0');
        std::size_t size = 0;
        while (size < limit) {
            const auto got = ::read(fd_, text.data() + size, limit - size);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return std::nullopt;
            if (got == 0)
                break;
            size += static_cast<std::size_t>(got);
        }
        text.resize(size);
        return text;
    }

private:
    int fd_;
};

void cannot_read(Diagnostics& diagnostics, int error)
{
    diagnostics.error({}, "cannot read it: " + std::generic_category().message(error));
}

} // namespace

std::optional<std::string> read_file(const std::filesystem::path& path,
                                     Diagnostics& diagnostics)
{
    const Descriptor file{path.c_str()};
    if (!file.is_open()) {
        cannot_read(diagnostics, errno);
        return std::nullopt;
    }
    if (!file.is_regular()) {
        diagnostics.error({}, "cannot read it: not a regular file");
        return std::nullopt;
    }
    auto text = file.read(largest_file + 1); // one more, so that a larger file shows
    if (!text)
        cannot_read(diagnostics, errno);
    return text;
}

Node parse_settings(std::string_view text, Diagnostics& diagnostics)
{
    auto root = parse_document(text, diagnostics);
    if (!diagnostics.ok() || root.is_map())
        return root;
    if (root.is_null())
        return Node::map({}).at(root.place());
    diagnostics.error(root.place(), "the file must be a map of keys",
                      "write \"key: value\" lines" + diagnostics.reference());
    return root;
}

const Node* at_path(const Node& shown, std::string_view path)
{
    const auto dot = path.find('.');
    const auto* below = shown.find(path.substr(0, dot));
    return below && dot != std::string_view::npos
               ? at_path(*below, path.substr(dot + 1))
               : below;
}

} // namespace mailreeve::config
