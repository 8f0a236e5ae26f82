// What Postfix says about its own configuration (postconf(1)).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::ctl {

using Parameters = std::map<std::string, std::string, std::less<>>;

// A line of master.cf.
struct PostfixService {
    std::string name; // "smtp", "127.0.0.1:10025"
    std::string type; // "inet", "pass", "unix"
    bool chroot = false;
    std::string command;  // "smtpd"
    Parameters overrides; // of -o

    bool operator==(const PostfixService&) const = default;
};

struct Postfix {
    Parameters parameters;
    std::vector<PostfixService> services;

    // What holds for a service: its override, or main.cf's; nothing when this Postfix
    // does not know the parameter. With $name put in, once each, from main.cf.
    std::optional<std::string> value(std::string_view parameter,
                                     const PostfixService* service = nullptr) const;
};

// "name = value" lines, as postconf writes them.
Parameters parse_parameters(std::string_view text);

// postconf -Mf, or -M: a service a line, the options of one on lines that begin with
// white space, or behind it. What is no service is left out. `usual_chroot` is what a
// "-" stands for.
std::vector<PostfixService> parse_services(std::string_view text, bool usual_chroot);

// Whether a "-" in master.cf means a chroot: compatibility_level below 1, as it is
// where main.cf does not say, or a Postfix before 3.0, which does not know it
// (master(5)).
bool chroots_unasked(const Parameters& parameters);

// "smtp/inet/smtpd_milters = " lines of postconf -P, into the services.
void add_overrides(std::vector<PostfixService>& services, std::string_view text);

// Nothing when there is no Postfix, or when it does not answer: then `problem` says so.
// An empty directory is Postfix's own. `program` is postconf; empty: it is looked for
// in /usr/sbin, /usr/local/sbin, /usr/bin and /opt/postfix/sbin.
std::optional<Postfix> ask_postfix(std::filesystem::path program,
                                   const std::filesystem::path& directory,
                                   std::string& problem);

} // namespace mailreeve::ctl
