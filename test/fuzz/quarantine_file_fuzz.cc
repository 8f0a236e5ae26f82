// A damaged or hostile file of a kept message. The first byte says what the rest is:
// F a whole file, M the metadata of one (as if its seal had been right), N a name.
#include "mailreeve/quarantine/file.hh"
#include "mailreeve/quarantine/file_name.hh"
#include "mailreeve/quarantine/metadata.hh"
#include "test/fuzz/hold.hh"
#include "test/support/held.hh"

#include <algorithm>

namespace mailreeve::quarantine {

namespace {

void read_file(std::string_view file)
{
    static const auto keys = test::master_keys({"0a1b2c3d"});
    std::uint64_t size = 0;
    try {
        FileReader reader{*keys, [left = file](std::span<std::byte> room) mutable {
                              const auto got = std::min(room.size(), left.size());
                              std::ranges::copy(crypto::bytes_of(left.substr(0, got)),
                                                room.begin());
                              left.remove_prefix(got);
                              return got;
                          }};
        test::hold(Id::parse(reader.held().id).has_value());
        reader.read_message([&](crypto::ByteView bytes) { size += bytes.size(); });
        test::hold(size == reader.message_size());
    } catch (const Unreadable& error) {
        test::hold(!words(error.fault()).empty());
    }
    test::hold(size <= file.size());
}

void read_fields(std::string_view fields)
{
    if (fields.size() > max_metadata)
        return; // the reader of files does not let them come here
    const auto read = read_metadata(crypto::bytes_of(fields));
    if (!read)
        return;
    const auto written = write_metadata(read->held, read->message_size);
    test::hold(written.size() <= max_metadata);
    const auto again = read_metadata(written);
    test::hold(again.has_value());
    test::hold(again->held.recipients == read->held.recipients);
    test::hold(write_metadata(again->held, again->message_size) == written);
}

void read_name(std::string_view text)
{
    const auto name = FileName::parse(text);
    test::hold(!name || (name->text() == text && !is_unfinished(text)));
}

} // namespace

} // namespace mailreeve::quarantine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    using namespace mailreeve::quarantine;
    const auto input = mailreeve::test::input(bytes, size);
    if (input.empty())
        return 0;
    const auto rest = input.substr(1);
    switch (input.front()) {
    case 'F':
        read_file(rest);
        break;
    case 'M':
        read_fields(rest);
        break;
    case 'N':
        read_name(rest);
        break;
    default:
        break;
    }
    return 0;
}
