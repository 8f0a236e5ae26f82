// A hostile stamp: what is read is written the same way but for white space, and only
// the very stamp that was made is good.
#include "mailreeve/base/ascii.hh"
#include "mailreeve/bounce/stamp.hh"
#include "test/fuzz/hold.hh"
#include "test/support/keys.hh"

#include <algorithm>

namespace {

using namespace mailreeve;
using namespace mailreeve::bounce;
using test::hold;

constexpr std::chrono::seconds lifetime{1209600};
constexpr std::size_t edit_size = 3; // two bytes of place, one of content

constexpr WallTime now = test::at(1793000000);

const Bound& some()
{
    static const Bound bound{"alice@example.net", "bob@example.net", "1@example.net"};
    return bound;
}

const KeyRing& ring()
{
    static const auto keys =
        test::ring({{"1a2b3c4d", test::at(0)}, {"2b3c4d5e", test::at(1)}});
    return keys;
}

// The one that is good.
const std::string& made()
{
    static const auto text =
        make_stamp(ring().keys().front(), now, *nonce_from("aebagbafaydqqcik"), some())
            .text();
    return text;
}

std::string without_space(std::string_view text)
{
    std::string bare{text};
    bare.erase(std::remove_if(bare.begin(), bare.end(), ascii::is_space), bare.end());
    return bare;
}

void try_value(std::string_view value)
{
    const auto stamp = Stamp::parse(value);
    if (!stamp)
        return;
    const auto text = stamp->text();
    hold(without_space(text) == without_space(value));
    hold(Stamp::parse(text)->text() == text);
    const auto check = verify(*stamp, some(), ring(), now, lifetime);
    hold((check == Check::Good) == (text == made()));
}

// The good stamp with bytes set, taken out or put in.
std::string mutated(std::string_view edits)
{
    auto text = made();
    for (; edits.size() >= edit_size && !text.empty(); edits.remove_prefix(edit_size)) {
        const auto byte = [&](std::size_t n) {
            return static_cast<std::size_t>(static_cast<unsigned char>(edits[n]));
        };
        const auto place = byte(0) % text.size();
        if (byte(1) % 3 == 0)
            text[place] = edits[2];
        else if (byte(1) % 3 == 1)
            text.erase(place, 1);
        else
            text.insert(place, 1, edits[2]);
    }
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto input = mailreeve::test::input(bytes, size);
    try_value(input);
    try_value(mutated(input));
    return 0;
}
