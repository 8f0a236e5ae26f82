// Why the daemon does not start, with the status it leaves behind (sysexits(3)).
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace mailreeve::milter {

enum class Exit : int {
    Ok = 0,
    Usage = 64,
    Software = 70,     // a fault of ours, or libmilter gave up
    System = 71,       // the system refused what a daemon needs
    CannotCreate = 73, // a socket or a file is in the way
    NoPermission = 77,
    Configuration = 78, // the file, the keys or the place they point to
};

class StartRefused : public std::runtime_error {
public:
    StartRefused(Exit status, const std::string& what, std::string hint = {})
        : std::runtime_error{what}, status_{status}, hint_{std::move(hint)}
    {
    }

    Exit status() const { return status_; }
    const std::string& hint() const { return hint_; } // what to do; may be empty

private:
    Exit status_;
    std::string hint_;
};

// The words of the system for an errno: "Permission denied".
std::string error_text(int error);

} // namespace mailreeve::milter
