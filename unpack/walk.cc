#include "unpack/walk.hh"

#include "mailreeve/attachment/smime.hh"
#include "mailreeve/base/ascii.hh"
#include "unpack/buffer.hh"
#include "unpack/openers.hh"
#include "unpack/zip_directory.hh"

#include <algorithm>
#include <array>
#include <memory>
#include <new>

namespace mailreeve::unpack {

using attachment::FileType;
using attachment::Item;
using attachment::Obstacle;

namespace {

constexpr std::size_t block = std::size_t{64} * 1024;

// A file of no known type is read as a whole where its name says that it holds others.
bool is_called_archive(const Item& item)
{
    constexpr std::array endings{".zip",  ".jar",  ".tar",  ".docx", ".docm", ".xlsx",
                                 ".xlsm", ".pptx", ".pptm", ".tgz",  ".apk",  ".xpi"};
    return std::ranges::any_of(item.names, [&](const std::string& name) {
        const auto lower = ascii::lower(name);
        return std::ranges::any_of(
            endings, [&](const char* ending) { return lower.ends_with(ending); });
    });
}

bool is_mail(const Item& item)
{
    return is_message(item.declared) ||
           std::ranges::any_of(item.names, [](const std::string& name) {
               return ascii::lower(name).ends_with(".eml");
           });
}

bool holds_files(const Item& item)
{
    return attachment::is_container(item.type) || opener(item.type) != nullptr ||
           is_mail(item) || attachment::is_called_smime(item) ||
           is_called_archive(item);
}

enum class Filled { Ended, More, Failed, Spent };

// Until `buffer` has `size` bytes.
Filled fill(const Source& source, std::uint64_t size, Buffer& buffer, Budget& budget)
{
    while (buffer.size() < size) {
        const auto want = std::min<std::uint64_t>(block, size - buffer.size());
        if (budget.is_late())
            return Filled::Spent;
        const auto got = source(buffer.room_for(want), want);
        if (!got)
            return Filled::Failed;
        if (*got == 0)
            return Filled::Ended;
        if (!budget.take_output(*got))
            return Filled::Spent;
        buffer.add(*got);
    }
    return Filled::More;
}

std::size_t name_bytes(const Item& item)
{
    std::size_t sum = item.declared.size();
    for (const auto& name : item.names)
        sum += name.size() + sizeof(std::uint32_t);
    return sum;
}

void bound_names(Item& item)
{
    if (item.names.size() > attachment::max_item_names)
        item.names.resize(attachment::max_item_names);
    for (auto& name : item.names)
        name = attachment::bounded_name(name);
}

} // namespace

Source source_of(std::string_view bytes)
{
    const auto rest = std::make_shared<std::string_view>(bytes);
    return [rest](char* room, std::size_t size) -> std::optional<std::size_t> {
        const auto count = std::min(size, rest->size());
        std::copy_n(rest->begin(), count, room);
        rest->remove_prefix(count);
        return count;
    };
}

void Walk::look_into(Item& item, const Content& content)
{
    try {
        open(item, content);
    } catch (const std::bad_alloc&) {
        hinder(item, Obstacle::TooBig, "more memory than it may take");
    }
}

void Walk::open(Item& item, const Content& content)
{
    const bool zip = item.type == FileType::Zip || item.type == FileType::Jar ||
                     item.type == FileType::OfficeXml ||
                     item.type == FileType::OpenDocument;
    const bool hidden_zip =
        !zip && ends_as_zip(content.bytes, is_called_archive(item) ? Behind::Anything
                                                                   : Behind::Nothing);
    auto look = hidden_zip ? opener(FileType::Zip) : opener(item.type);
    if (look == nullptr && is_mail(item))
        look = opener(FileType::Mail);
    if (look == nullptr && attachment::is_called_smime(item))
        look = opener(FileType::Smime);
    if (look == nullptr) {
        if (attachment::is_container(item.type))
            hinder(item, Obstacle::Unsupported, "no reader for this format");
        return;
    }
    if (content.depth >= budget_.depth()) {
        hinder(item, Obstacle::TooDeep, "files inside of files beyond the bound");
        return;
    }
    if (hidden_zip)
        hinder(item, Obstacle::Ambiguous, "a ZIP archive behind something else");
    look(*this, item, content);
    // Some readers see the one, some the other.
    if (hidden_zip && opener(item.type) != nullptr)
        opener(item.type)(*this, item, content);
    if (look != open_smime && attachment::is_called_smime(item))
        open_smime(*this, item, content);
}

bool Walk::enter(Item& outer, Found found, std::uint32_t depth)
{
    bound_names(found.item);
    if (!budget_.take_entry(name_bytes(found.item))) {
        budget_.explain(outer);
        return false;
    }
    auto item = std::move(found.item);
    item.size = found.size.value_or(0);
    if (budget_.spent() != Obstacle::None)
        budget_.explain(item);
    else if (found.source)
        read(item, found, depth);
    outer.inside.push_back(std::move(item));
    if (budget_.spent() == Obstacle::None)
        return true;
    budget_.explain(outer);
    return false;
}

void Walk::read(Item& item, const Found& found, std::uint32_t depth)
{
    Buffer buffer;
    auto filled = fill(found.source, attachment::type_head, buffer, budget_);
    item.type = attachment::file_type(buffer.view(), filled == Filled::Ended);
    const bool opened = holds_files(item) && depth + 1 < budget_.depth();
    if (filled == Filled::More && opened)
        filled = fill(found.source, budget_.output_left() + buffer.size() + 1, buffer,
                      budget_);
    if (filled == Filled::Failed)
        hinder(item, Obstacle::Broken, "its content cannot be read");
    if (filled == Filled::Spent)
        budget_.explain(item);
    if (filled == Filled::More)
        pass(item, found, buffer.size());
    else
        item.size = std::max<std::uint64_t>(item.size, buffer.size());
    if (filled != Filled::Spent)
        look_into(item, {buffer.view(), depth + 1});
}

// By what is told of it, or by reading it.
void Walk::pass(Item& item, const Found& found, std::uint64_t seen)
{
    if (found.size) {
        if (!budget_.take_output(*found.size - std::min(*found.size, seen)))
            budget_.explain(item);
        return;
    }
    Buffer rest; // one block, again and again
    char* const room = rest.room_for(block);
    for (;;) {
        const auto got = found.source(room, block);
        if (!got)
            return hinder(item, Obstacle::Broken, "its content cannot be read");
        seen += *got;
        item.size = seen;
        if (*got == 0)
            return;
        if (!budget_.take_output(*got) || budget_.is_late())
            return budget_.explain(item);
    }
}

} // namespace mailreeve::unpack
