// Kept messages as a command sees them.
#pragma once

#include "mailreeve/quarantine/held_files.hh"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mailreeve::ctl {

struct Item {
    quarantine::FileName name;
    quarantine::Held held;
    std::uint64_t message_size = 0;
    std::string_view state = "whole"; // of the metadata: "damaged", "no-key", ...
    std::string problem;              // it cannot be read; empty: it can

    bool readable() const { return problem.empty(); }
};

// Changes nothing; to be used with the rights of the directory's owner.
class QuarantineView {
public:
    // Throws store::StoreError, crypto::KeyRefused, std::system_error.
    explicit QuarantineView(const std::filesystem::path& state);

    // Newest first.
    std::vector<quarantine::FileName> names() const;

    // Nothing for one that has gone meanwhile.
    std::optional<Item> item(const quarantine::FileName& name) const;

    // Opened, metadata read. Throws as HeldFiles::read().
    quarantine::FileReader open(const quarantine::FileName& name) const;

private:
    std::shared_ptr<const crypto::MasterKeys> keys_;
    std::optional<quarantine::HeldFiles> files_; // nothing: no directory
};

void print_items(const std::vector<Item>& items, std::ostream& out); // a table
void print_item_json(const Item& item, std::ostream& out);           // one line
void print_item(const Item& item, std::ostream& out);                // line by line

} // namespace mailreeve::ctl
