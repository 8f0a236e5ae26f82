#include "ctl/quarantine_view.hh"

#include "control/json.hh"
#include "control/status.hh"
#include "ctl/table.hh"
#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/log/escape.hh"

#include <algorithm>
#include <ostream>

namespace mailreeve::ctl {

namespace {

using quarantine::FileFault;
using quarantine::FileName;
using quarantine::Held;

std::string_view state_of(FileFault fault)
{
    switch (fault) {
    case FileFault::UnknownKey:
        return "no-key";
    case FileFault::Version:
        return "newer";
    case FileFault::NotOurs:
    case FileFault::Altered:
    case FileFault::Content:
        break;
    }
    return "damaged";
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string all;
    for (const auto& text : texts)
        all.append(all.empty() ? "" : ", ").append(text);
    return all;
}

// "alice@example.net +2"
std::string first_of(const std::vector<std::string>& texts)
{
    if (texts.empty())
        return "-";
    return texts.size() == 1 ? texts.front()
                             : texts.front() + " +" + std::to_string(texts.size() - 1);
}

std::string sender_of(const Held& held)
{
    return held.sender.empty() ? "<>" : held.sender;
}

Table::Row cells_of(const Item& item)
{
    const auto& held = item.held;
    const auto id = item.name.short_text();
    if (!item.readable())
        return {id,
                control::utc(item.name.time()),
                std::string{item.state},
                "-",
                "-",
                "-",
                item.problem,
                "-",
                "-"};
    return {id,
            control::utc(held.at),
            std::string{name(held.why)},
            sender_of(held),
            first_of(held.recipients),
            held.subject,
            held.reason,
            std::to_string(item.message_size),
            first_of(held.removed)};
}

void add_list(control::JsonWriter& json, std::string_view name,
              const std::vector<std::string>& texts)
{
    json.key(name).begin_array();
    for (const auto& text : texts)
        json.value(text);
    json.end_array();
}

void add_held(control::JsonWriter& json, const Item& item)
{
    const auto& held = item.held;
    json.member("time", control::utc(held.at))
        .member("why", name(held.why))
        .member("size", item.message_size)
        .member("queue_id", held.queue_id)
        .member("client", held.client)
        .member("helo", held.helo)
        .member("direction", held.direction)
        .member("sender", held.sender);
    add_list(json, "recipients", held.recipients);
    add_list(json, "others", held.others);
    json.member("subject", held.subject)
        .member("reason", held.reason)
        .member("findings", held.findings);
    add_list(json, "removed", held.removed);
}

} // namespace

QuarantineView::QuarantineView(const std::filesystem::path& state)
    : keys_{crypto::MasterKeys::load(bounce::key_directory(state))},
      files_{quarantine::HeldFiles::open(quarantine::held_directory(state))}
{
}

std::vector<FileName> QuarantineView::names() const
{
    auto names = files_ ? files_->names() : std::vector<FileName>{};
    std::ranges::reverse(names);
    return names;
}

quarantine::FileReader QuarantineView::open(const FileName& name) const
{
    if (!files_)
        throw store::StoreError{store::Fault::CannotOpen, "there is no quarantine"};
    return files_->read(name, *keys_);
}

std::optional<Item> QuarantineView::item(const FileName& name) const
{
    if (!files_)
        return std::nullopt;
    Item item{name, {}, 0, "whole", {}};
    try {
        const auto reader = open(name);
        item.held = reader.held();
        item.message_size = reader.message_size();
    } catch (const quarantine::Unreadable& error) {
        item.state = state_of(error.fault());
        item.problem = error.what();
    } catch (const store::StoreError& error) {
        if (files_->size(name) == 0 && error.fault() == store::Fault::CannotOpen)
            return std::nullopt;
        item.state = error.fault() == store::Fault::Unsafe ? "unsafe" : "unreadable";
        item.problem = error.what();
    }
    return item;
}

void print_items(const std::vector<Item>& items, std::ostream& out)
{
    Table table{
        {"ID", "TIME", "WHY", "FROM", "TO", "SUBJECT", "REASON", "SIZE", "REMOVED"}};
    for (const auto& item : items)
        table.add(cells_of(item));
    out << table.text();
}

void print_item_json(const Item& item, std::ostream& out)
{
    control::JsonWriter json{control::Layout::Line};
    json.begin_object()
        .member("id", item.name.short_text())
        .member("file", item.name.text())
        .member("state", item.state);
    if (item.readable())
        add_held(json, item);
    else
        json.member("time", control::utc(item.name.time()))
            .member("problem", item.problem);
    json.end_object();
    out << json.text();
}

void print_item(const Item& item, std::ostream& out)
{
    const auto& held = item.held;
    const auto line = [&](std::string_view name, std::string_view text) {
        if (!text.empty())
            out << name << std::string(12 - name.size(), ' ') << log::escape(text)
                << '\n';
    };
    line("id", item.name.short_text());
    line("time", control::utc(held.at));
    line("why", name(held.why));
    line("reason", held.reason);
    line("direction", held.direction);
    line("client", held.client);
    line("helo", held.helo);
    line("from", sender_of(held));
    for (const auto& recipient : held.recipients)
        line("to", recipient);
    line("others", joined(held.others));
    line("queue id", held.queue_id);
    line("subject", held.subject);
    line("size", std::to_string(item.message_size));
    line("findings", held.findings);
    for (const auto& removed : held.removed)
        line("removed", removed);
}

} // namespace mailreeve::ctl
