#include "mailreeve/dns/resolv_conf.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <utility>

#include <sys/stat.h>

namespace mailreeve::dns {

namespace {

constexpr std::size_t max_servers = 3; // MAXNS of <resolv.h>
constexpr unsigned max_attempts = 5;   // RES_MAXRETRY
constexpr unsigned max_timeout = 30;   // RES_MAXRETRANS
constexpr std::size_t max_file = std::size_t{64} << 10U;

// Takes the next word off `line`; empty at its end.
std::string_view take_word(std::string_view& line)
{
    line = ascii::trim(line);
    const auto* const stop = std::ranges::find_if(line, ascii::is_space);
    const auto word = line.substr(0, static_cast<std::size_t>(stop - line.begin()));
    line.remove_prefix(word.size());
    return word;
}

// The number behind `name` in "attempts:3", at least 1 and at most `most`.
std::optional<unsigned> number_behind(std::string_view option, std::string_view name,
                                      unsigned most)
{
    if (!option.starts_with(name))
        return std::nullopt;
    option.remove_prefix(name.size());
    unsigned number = 0;
    const auto [stop, error] =
        std::from_chars(option.data(), option.data() + option.size(), number);
    if (error != std::errc{} || stop == option.data())
        return std::nullopt;
    return std::clamp(number, 1U, most);
}

void read_option(ResolvConf& conf, std::string_view option)
{
    if (option == "rotate")
        conf.rotate = true;
    else if (const auto tries = number_behind(option, "attempts:", max_attempts))
        conf.attempts = *tries;
    else if (const auto wait = number_behind(option, "timeout:", max_timeout))
        conf.timeout = std::chrono::seconds{*wait};
}

void read_line(ResolvConf& conf, std::string_view line)
{
    if (line.empty() || line.front() == '#' || line.front() == ';')
        return;
    const auto keyword = take_word(line);
    if (keyword == "options") {
        for (auto word = take_word(line); !word.empty(); word = take_word(line))
            read_option(conf, word);
    } else if (keyword == "nameserver" && conf.servers.size() < max_servers) {
        const auto word = take_word(line);
        // The file knows no ports: "192.0.2.1:53" is no address to anyone else either.
        const bool bare = word.find('[') == std::string_view::npos &&
                          std::ranges::count(word, ':') != 1;
        if (auto server = ServerAddress::parse(word); bare && server)
            conf.servers.push_back(std::move(*server));
    }
}

std::optional<std::string> contents(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    std::string text(max_file, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.is_open() || file.bad())
        return std::nullopt;
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

} // namespace

ResolvConf parse_resolv_conf(std::string_view text)
{
    ResolvConf conf;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        read_line(conf, line);
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    if (conf.servers.empty())
        for (const auto* local : {"127.0.0.1", "::1"})
            conf.servers.push_back(*ServerAddress::parse(local));
    return conf;
}

std::optional<ResolvConf> ResolvConfFile::changed()
{
    struct stat status {};
    Version version;
    const bool there = stat(path_.c_str(), &status) == 0;
    if (there)
        version = {static_cast<long long>(status.st_ino), status.st_size,
                   status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    if (version_ == version || (!there && version_))
        return std::nullopt;
    const auto text = there ? contents(path_) : std::nullopt;
    if (!text && version_)
        return std::nullopt;
    version_ = version;
    return parse_resolv_conf(text.value_or(""));
}

} // namespace mailreeve::dns
