// A file that is there whole or not at all. Inside this room only.
#pragma once

#include "mailreeve/base/descriptor.hh"
#include "mailreeve/crypto/bytes.hh"
#include "mailreeve/quarantine/file_name.hh"
#include "mailreeve/quarantine/held_files.hh"

#include <string>

namespace mailreeve::quarantine {

// Gone again with this object unless it was published. Whoever is writing holds a lock
// on it, so that it is not taken for one that was left behind. Throws
// std::system_error.
class NewFile {
public:
    // `files` must outlive it.
    NewFile(const HeldFiles& files, const Id& id);
    ~NewFile();
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    void write(crypto::ByteView bytes);

    // Synced, given the first free name of its id, and the name synced, too. When that
    // fails nothing is left.
    void publish();

private:
    void flush();
    void take_name();

    const HeldFiles& files_;
    Id id_;
    std::string name_;
    Descriptor file_;
    crypto::Bytes gathered_; // before a write
};

// Removes what nobody is writing any more.
void remove_left_over(const HeldFiles& files);

} // namespace mailreeve::quarantine
