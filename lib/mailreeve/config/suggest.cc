#include "mailreeve/config/suggest.hh"

#include "mailreeve/base/ascii.hh"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::config {

namespace {

constexpr std::size_t longest = 64; // no key is longer: bounds the work on hostile text

// Optimal string alignment: an edit adds, drops, changes or swaps neighbours.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        now[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        before_last = std::exchange(last, now);
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, changed});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = std::min(now[j], before_last[j - 2] + 1);
        }
    }
    return now[b.size()];
}

// Hyphens and capitals are a matter of taste elsewhere.
std::string folded(std::string_view word)
{
    auto text = ascii::lower(word);
    std::ranges::replace(text, '-', '_');
    return text;
}

} // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known)
{
    if (word.empty() || word.size() > longest)
        return {};
    const auto meant = folded(word);
    auto best = meant.size() < 4 ? std::size_t{2} : meant.size() < 8 ? 3U : 4U;
    std::string_view found;
    for (const auto candidate : known) {
        const auto edits = distance(meant, folded(candidate));
        if (edits < best && edits < candidate.size()) {
            best = edits;
            found = candidate;
        }
    }
    return found;
}

} // namespace mailreeve::config
