// A named thread whose top stops every exception: one of the two places that may.
#pragma once

#include "mailreeve/base/api.hh"

#include <functional>
#include <stop_token>
#include <string>
#include <thread>

namespace mailreeve {

// Starts `body` on a thread of its own, with all signals blocked, named `name` (15
// characters at most are shown). What `body` throws is given to `failed` (in words),
// and the thread ends. Joins, after asking it to stop, when the jthread is destroyed.
MAILREEVE_API std::jthread
start_thread(std::string name, std::function<void(const std::stop_token&)> body,
             std::function<void(const std::string& what)> failed);

} // namespace mailreeve
