// Who looks into which type of file.
#pragma once

#include "mailreeve/attachment/file_type.hh"
#include "mailreeve/attachment/item_wire.hh"
#include "unpack/walk.hh"

#include <cstdint>
#include <string_view>

namespace mailreeve::unpack {

using Opener = void (*)(Walk& walk, attachment::Item& item, const Content& content);

// None for what holds no files that we know how to find.
Opener opener(attachment::FileType type);

// Whether what is declared as this is a message, whatever its bytes look like.
bool is_message(std::string_view declared);

void open_zip(Walk& walk, attachment::Item& item, const Content& content);
void open_archive(Walk& walk, attachment::Item& item, const Content& content);
void open_compressed(Walk& walk, attachment::Item& item, const Content& content);
void open_ole(Walk& walk, attachment::Item& item, const Content& content);
void open_tnef(Walk& walk, attachment::Item& item, const Content& content);
void open_mail(Walk& walk, attachment::Item& item, const Content& content);
void open_smime(Walk& walk, attachment::Item& item, const Content& content);

// Files that stand in a text without MIME. False where the budget is spent.
bool enter_embedded(Walk& walk, attachment::Item& item, std::string_view text,
                    std::uint32_t depth);

} // namespace mailreeve::unpack
