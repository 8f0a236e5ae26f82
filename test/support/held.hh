// Kept messages and master keys that are the same in every run.
#pragma once

#include "mailreeve/crypto/master_keys.hh"
#include "mailreeve/quarantine/held.hh"

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::test {

// The secret follows from the id.
inline crypto::StoredKey master_key(const std::string& id, WallTime from = {})
{
    std::array<std::byte, crypto::Secret::size> bytes{};
    for (std::size_t n = 0; n < bytes.size(); ++n)
        bytes.at(n) = static_cast<std::byte>(static_cast<unsigned char>(id[n % 8]) + n);
    return {id, from, from, std::move(*crypto::Secret::from(bytes))};
}

inline std::shared_ptr<const crypto::MasterKeys>
master_keys(const std::vector<std::string>& ids)
{
    std::vector<crypto::StoredKey> keys;
    for (const auto& id : ids)
        keys.push_back(
            master_key(id, WallTime{std::chrono::seconds{1000 + keys.size()}}));
    return std::make_shared<const crypto::MasterKeys>(std::move(keys));
}

inline quarantine::Held held(const std::string& id = "1B7K0Q2M9XW3T")
{
    return {.id = id,
            .why = quarantine::Why::Stripped,
            .at = WallTime{std::chrono::seconds{1'795'000'000}},
            .queue_id = "4QzT1",
            .client = "192.0.2.7",
            .helo = "mail.example.org",
            .sender = "courier@example.org",
            .recipients = {"alice@example.net", "bob@example.net"},
            .others = {"carol@example.net"},
            .direction = "inbound",
            .reason = "a program in an archive",
            .findings = "ATTACHMENT_PROGRAM=0.00",
            .subject = "Your parcel \xe2\x80\x93 978172",
            .removed = {"UPS_INVOICE_978172.zip/UPS_INVOICE_978172.exe: programs"}};
}

// Text that no two places have alike.
inline std::string long_message(std::size_t size)
{
    std::string text = "Subject: x\r\n\r\n";
    for (std::size_t line = 0; text.size() < size; ++line)
        text += "this is secret line " + std::to_string(line) + "\r\n";
    text.resize(size);
    return text;
}

} // namespace mailreeve::test
