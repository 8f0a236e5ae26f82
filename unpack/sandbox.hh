// What the process may still do once it begins to look at other people's bytes.
#pragma once

#include <cstdint>

namespace mailreeve::unpack {

// Loads what the C library would want to load later, when it may not open files any
// more: charsets, the locale of names.
void warm_up();

// From now on this process opens no file, makes no socket and no process, executes
// nothing, writes no file, leaves no core, and has no descriptors but 0, 1, 2 and those
// that it is sent. `memory`: bytes of address space. To ask for a file fails; anything
// else that is not needed to compute and to answer on a socket ends the process. There
// is no way back. Throws std::system_error where the kernel cannot.
//
// Under AddressSanitizer and ThreadSanitizer, which need much address space and read
// files of /proc, memory is not bounded, and only what is named in sandbox.cc fails.
void enter_sandbox(std::uint64_t memory);

// Whether this is a build for one of them.
bool is_sandbox_loose();

} // namespace mailreeve::unpack
