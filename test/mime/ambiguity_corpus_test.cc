#include "mailreeve/mime/ambiguity.hh"

#include "test/mime/tree.hh"
#include "test/support/corpus.hh"

#include <algorithm>
#include <map>

namespace mailreeve::mime {

namespace {

// The first grave one by its name, and what differs; empty when there is none.
std::string grave(const std::string& message)
{
    const auto parsed = parse(message);
    const auto* const root = std::get_if<Entity>(&parsed);
    if (root == nullptr)
        return {};
    const auto all = ambiguities(*root, message);
    const auto found = std::ranges::find(all, true, &Ambiguity::grave);
    return found == all.end() ? std::string{}
                              : std::string{name(found->what)} + ": " + found->detail;
}

} // namespace

TEST_SUITE("mime")
{
    TEST_CASE("no ordinary mail of the corpus is gravely ambiguous" *
              doctest::skip(!test::has_corpus()))
    {
        std::map<std::string, std::size_t> all;
        std::map<std::string, std::size_t> graves;
        for (const auto& file : test::corpus_messages()) {
            const auto category = file.column("category");
            const auto found = grave(file.bytes());
            CAPTURE(file.path);
            CAPTURE(found);
            CHECK((category != "hamspam" || found.empty()));
            ++all[category];
            graves[category] += found.empty() ? 0U : 1U;
        }
        for (const auto& [category, count] : all)
            MESSAGE(category << ": " << graves[category] << " of " << count
                             << " messages are gravely ambiguous");
        CHECK(all["hamspam"] > 400);
        CHECK(graves["mime"] <= 20); // each was looked at: torture, rightly told
    }
}

} // namespace mailreeve::mime
