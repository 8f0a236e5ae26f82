// Answering requests on a socket, one after the other.
#pragma once

namespace mailreeve::unpack {

// Says that it is ready by an empty frame, then answers until the other end closes;
// then true. False where what comes makes no sense. What a file costs beyond the
// limits of its request ends the process by SIGPROF.
bool serve(int socket);

} // namespace mailreeve::unpack
