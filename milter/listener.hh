// The socket on which MTAs connect: opened by us, or by somebody before us.
#pragma once

#include "mailreeve/base/descriptor.hh"
#include "snapshot/listen_address.hh"

#include <cstddef>
#include <string>

#include <sys/types.h>

namespace mailreeve::milter {

// We open it ourselves and not libmilter: path, mode, owner and queue are then ours to
// say, errors are told before anything else starts, and it can outlive this process.
class Listener {
public:
    enum class Source {
        Opened,      // by us: a path of ours is removed at the end
        Systemd,     // by mailreeve.socket
        Kept,        // by a process of ours; systemd held it since
        Predecessor, // by the process that we replace, with its path
    };

    // A unix socket gets mode 0660 and `group`, or where that is empty the group of its
    // directory if we may give it; a stale one in its place is removed if nobody
    // answers there. Throws StartRefused.
    static Listener open(const snapshot::ListenAddress& address,
                         const std::string& group, int backlog);

    // Throws StartRefused when it is not a listening stream socket.
    static Listener adopt(Descriptor socket, Source source);

    int descriptor() const { return socket_.number(); }
    Source source() const { return source_; }

    // As mailreeve.yaml writes it.
    const std::string& address() const { return address_; }

    // What the administrator should know of it; often empty.
    const std::string& note() const { return note_; }

    // Whether MTAs still find it: false when the path of a unix socket is gone.
    bool is_reachable() const;

    // The socket belongs to another process from here on, and so does its path; or the
    // other way round.
    void give_away() { owns_path_ = false; }
    void own_path();

    // Removes the path of a unix socket if it is ours and still this socket's.
    void remove_path();

    // For a libmilter that must open the socket by its address: gets out of the way,
    // and takes it back once it is there, with the mode and group of before.
    void vacate();
    void reopened(Descriptor socket);

private:
    Listener(Descriptor socket, Source source);

    Descriptor socket_;
    Source source_;
    std::string address_;
    std::string note_;
    std::string group_; // asked for
    std::string path_;  // of a unix socket
    bool owns_path_ = false;
    dev_t device_ = 0; // of the path, when it was made
    ino_t inode_ = 0;
};

// Gives a unix socket at `path` the mode and group that open() promises; returns a
// note.
std::string admit_group(const std::string& path, const std::string& group);

} // namespace mailreeve::milter
