// Who looks into which type of file.
#pragma once

#include "mailreeve/attachment/file_type.hh"
#include "mailreeve/attachment/item_wire.hh"
#include "unpack/walk.hh"

namespace mailreeve::unpack {

using Opener = void (*)(Walk& walk, attachment::Item& item, const Content& content);

// None for what holds no files that we know how to find.
Opener opener(attachment::FileType type);

void open_zip(Walk& walk, attachment::Item& item, const Content& content);
void open_archive(Walk& walk, attachment::Item& item, const Content& content);
void open_compressed(Walk& walk, attachment::Item& item, const Content& content);
void open_ole(Walk& walk, attachment::Item& item, const Content& content);
void open_tnef(Walk& walk, attachment::Item& item, const Content& content);
void open_mail(Walk& walk, attachment::Item& item, const Content& content);

} // namespace mailreeve::unpack
