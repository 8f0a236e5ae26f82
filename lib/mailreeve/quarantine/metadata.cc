#include "mailreeve/quarantine/metadata.hh"

#include "mailreeve/base/id.hh"
#include "mailreeve/crypto/fields.hh"
#include "mailreeve/crypto/text.hh"
#include "mailreeve/quarantine/file.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string>

namespace mailreeve::quarantine {

namespace {

// Together less than half of max_metadata: the other half is the envelope's.
constexpr std::size_t longest_line = 4096;                   // queue id, HELO, ...
constexpr std::size_t longest_text = std::size_t{64} * 1024; // findings, subject
constexpr std::size_t all_removed = std::size_t{256} * 1024;

constexpr std::array whys{Why::Held, Why::Stripped, Why::Unjudged};

std::string_view cut(std::string_view text, std::size_t most)
{
    return text.substr(0, most);
}

class Writer {
public:
    void add(std::string_view name, std::string_view value)
    {
        fields_.add(name).add(value);
    }
    std::size_t size() const { return fields_.bytes().size(); }
    crypto::Bytes bytes() const
    {
        const auto view = fields_.bytes();
        return {view.begin(), view.end()};
    }

private:
    crypto::Fields fields_;
};

void add_texts(Writer& writer, const Held& held)
{
    writer.add("id", held.id);
    writer.add("why", name(held.why));
    writer.add("at", crypto::unix_seconds(held.at));
    writer.add("queue-id", cut(held.queue_id, longest_line));
    writer.add("client", cut(held.client, longest_line));
    writer.add("helo", cut(held.helo, longest_line));
    writer.add("sender", held.sender);
    writer.add("direction", cut(held.direction, longest_line));
    writer.add("reason", cut(held.reason, longest_line));
    writer.add("findings", cut(held.findings, longest_text));
    writer.add("subject", cut(held.subject, longest_text));
}

void add_removed(Writer& writer, const Held& held)
{
    std::size_t left = all_removed;
    for (const auto& item : held.removed) {
        const auto text = cut(item, std::min(left, longest_line));
        if (text.size() < item.size() && text.empty())
            return;
        writer.add("removed", text);
        left -= std::min(left, text.size() + 16); // with its name and lengths
    }
}

std::optional<std::uint64_t> number(std::string_view text)
{
    std::uint64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && at == end ? std::optional{value} : std::nullopt;
}

std::optional<Why> why_of(std::string_view text)
{
    const auto* const found =
        std::ranges::find_if(whys, [&](Why why) { return name(why) == text; });
    return found == whys.end() ? std::nullopt : std::optional{*found};
}

// The place for a field that is plain text; nullptr: it is another one.
std::string* text_of(Held& held, std::string_view name)
{
    struct Text {
        std::string_view name;
        std::string Held::*place;
    };
    static constexpr std::array texts{
        Text{"queue-id", &Held::queue_id},   Text{"client", &Held::client},
        Text{"helo", &Held::helo},           Text{"sender", &Held::sender},
        Text{"direction", &Held::direction}, Text{"reason", &Held::reason},
        Text{"findings", &Held::findings},   Text{"subject", &Held::subject},
    };
    for (const auto& text : texts)
        if (text.name == name)
            return &(held.*text.place);
    return nullptr;
}

std::vector<std::string>* list_of(Held& held, std::string_view name)
{
    if (name == "recipient")
        return &held.recipients;
    if (name == "other")
        return &held.others;
    return name == "removed" ? &held.removed : nullptr;
}

// What must be there, and has been met.
struct Met {
    bool size = false;
    bool id = false;
    bool why = false;
    bool at = false;

    bool all() const { return size && id && why && at; }
};

template <class Value, class Place>
bool set(const std::optional<Value>& value, Place& place)
{
    if (value)
        place = *value;
    return value.has_value();
}

// False for a value that is none.
bool take(Metadata& into, Met& met, std::string_view name, std::string_view value)
{
    if (name == "size")
        return met.size = set(number(value), into.message_size);
    if (name == "why")
        return met.why = set(why_of(value), into.held.why);
    if (name == "at")
        return met.at = set(crypto::from_unix_seconds(value), into.held.at);
    if (name == "id") {
        into.held.id = value;
        return met.id = Id::parse(value).has_value();
    }
    if (auto* const text = text_of(into.held, name))
        *text = value;
    else if (auto* const list = list_of(into.held, name))
        list->emplace_back(value);
    return true;
}

} // namespace

crypto::Bytes write_metadata(const Held& held, std::uint64_t message_size)
{
    Writer writer;
    writer.add("size", std::to_string(message_size));
    add_texts(writer, held);
    for (const auto& recipient : held.recipients)
        writer.add("recipient", recipient);
    add_removed(writer, held);
    if (writer.size() > max_metadata)
        throw std::length_error{"its envelope is too large"};
    // Whoever has got the message can be cut from the list: he has it.
    for (const auto& other : held.others) {
        if (writer.size() + other.size() + 32 > max_metadata)
            break;
        writer.add("other", other);
    }
    return writer.bytes();
}

std::optional<Metadata> read_metadata(crypto::ByteView bytes)
{
    crypto::FieldReader reader{bytes};
    Metadata metadata;
    Met met;
    while (!reader.at_end()) {
        const auto name = reader.next();
        const auto value = reader.next();
        if (!name || !value || !take(metadata, met, *name, *value))
            return std::nullopt;
    }
    return met.all() ? std::optional{std::move(metadata)} : std::nullopt;
}

} // namespace mailreeve::quarantine
