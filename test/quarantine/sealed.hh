// A file of a kept message in memory.
#pragma once

#include "mailreeve/quarantine/file.hh"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace mailreeve::test {

inline std::string sealed(const crypto::StoredKey& key, const quarantine::Held& held,
                          std::string_view message)
{
    std::string file;
    quarantine::SealedFile{key, held, message}.write([&](crypto::ByteView bytes) {
        file.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    });
    return file;
}

inline quarantine::Give giving(const std::string& file)
{
    return [&file, at = std::size_t{0}](std::span<std::byte> room) mutable {
        const auto got = std::min(room.size(), file.size() - at);
        std::ranges::copy(crypto::bytes_of(std::string_view{file}.substr(at, got)),
                          room.begin());
        at += got;
        return got;
    };
}

struct Opened {
    std::optional<quarantine::FileFault> fault; // nothing: all is well
    quarantine::Held held;
    std::string message;
};

inline Opened opened(const crypto::MasterKeys& keys, const std::string& file)
{
    Opened opened;
    try {
        quarantine::FileReader reader{keys, giving(file)};
        opened.held = reader.held();
        reader.read_message([&](crypto::ByteView bytes) {
            opened.message.append(reinterpret_cast<const char*>(bytes.data()),
                                  bytes.size());
        });
    } catch (const quarantine::Unreadable& error) {
        opened.fault = error.fault();
    }
    return opened;
}

} // namespace mailreeve::test
