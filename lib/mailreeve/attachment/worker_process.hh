// One running mailreeve-unpack, and asking it.
#pragma once

#include "mailreeve/attachment/item_wire.hh"
#include "mailreeve/attachment/unpacker.hh"
#include "mailreeve/base/descriptor.hh"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace mailreeve::attachment {

// What became of one request.
enum class Exchange {
    Answered,
    Lost,     // it died, or said what makes no sense
    SpentCpu, // the system ended it: it used up its processor time
    Late,     // no answer in time
};

struct Reply {
    Exchange how = Exchange::Lost;
    Item item; // where it answered
};

// One thread at a time. With it the process ends and is waited for.
class WorkerProcess {
public:
    using Clock = std::chrono::steady_clock;

    // Returns once its sandbox is up. Throws std::system_error where it cannot start.
    WorkerProcess(const std::filesystem::path& program, std::uint64_t memory);
    ~WorkerProcess();
    WorkerProcess(const WorkerProcess&) = delete;
    WorkerProcess& operator=(const WorkerProcess&) = delete;

    // After anything but Answered the process is of no use any more.
    Reply ask(const Enclosed& file, const UnpackLimits& limits, Clock::time_point end);

    pid_t pid() const { return pid_; }
    unsigned requests() const { return requests_; } // so far

private:
    bool send(std::string_view bytes, int descriptor, Clock::time_point end);
    // Nothing: it closed its end, or it is late.
    std::optional<std::string> receive_frame(Clock::time_point end);
    bool receive(char* room, std::size_t size, Clock::time_point end);
    bool wait_for(short events, Clock::time_point end);
    Exchange why_lost();
    void stop();

    Descriptor socket_;
    pid_t pid_ = -1;
    bool late_ = false;
    unsigned requests_ = 0;
};

} // namespace mailreeve::attachment
