#include "mailreeve/attachment/strip.hh"

#include "mailreeve/attachment/sealed.hh"
#include "mailreeve/mime/decode.hh"
#include "test/attachment/made_letter.hh"
#include "test/attachment/strip_fault.hh"
#include "test/attachment/strip_ground.hh"
#include "test/mime/made_message.hh"
#include "test/support/corpus.hh"
#include "test/support/dice.hh"

#include <algorithm>

namespace mailreeve::attachment {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t cases = 10'000; // each takes several times as long
#else
constexpr std::size_t cases = 100'000;
#endif

using mime::Entity;

struct Count {
    std::size_t messages = 0;
    std::size_t removed = 0;
    std::size_t untouched = 0; // nothing was to be removed
    std::size_t noticed = 0;   // texts
};

// A few entities of the tree by chance, more often leaves; none that is sealed.
void pick(const Entity& message, const Entity& entity, test::Dice& dice,
          std::vector<Removal>& removals)
{
    if (is_sealed(entity))
        return;
    if (dice.one_in(entity.parts.empty() ? 2 : 20)) {
        removals.push_back({&entity, {}, test::run_exe()});
        if (!dice.one_in(10))
            return;
    }
    for (const auto& part : entity.parts)
        pick(message, part, dice, removals);
}

constexpr std::size_t enough = 1'000'000;

std::string text_of(const Entity& entity, std::string_view raw)
{
    auto text = mime::text(entity, raw, enough);
    std::erase(text, '\r');
    return text;
}

// `text` without the notice; nothing where it has none. What was sent may have been
// pushed back by line ends: up to two behind the notice in base64, one before HTML.
std::vector<std::string> without_notice(const std::string& text, bool html)
{
    const auto begin = text.find(html ? "<p>Warning: This message has had"
                                      : test::notice_lines().c_str());
    if (begin == std::string::npos || (!html && begin > 3))
        return {};
    const auto end =
        html ? text.find("</p>", begin) + 4 : begin + test::notice_lines().size();
    std::vector<std::string> texts;
    for (std::size_t before = 0; before < 2 && before <= begin; ++before)
        for (std::size_t behind = 0; behind < 4; ++behind)
            if (end + behind <= text.size())
                texts.push_back(text.substr(0, begin - before) +
                                text.substr(end + behind));
    return texts;
}

// Where a text and what became of it stand, and what was taken out.
struct Change {
    std::string_view raw;
    std::string_view result;
    const std::vector<Removal>& removals;

    bool is_of(const Entity& before) const
    {
        return std::ranges::find(removals, &before, &Removal::entity) != removals.end();
    }
};

// The text of every leaf that bears the notice, and that no file was taken out of, is
// what it was, but for the notice.
std::size_t check_texts(const Entity& before, const Entity& after, const Change& change)
{
    const auto raw = change.raw;
    const auto result = change.result;
    if (before.parts.size() != after.parts.size())
        return 0;
    std::size_t noticed = 0;
    for (std::size_t i = 0; i < before.parts.size(); ++i)
        noticed += check_texts(before.parts[i], after.parts[i], change);
    const bool html = before.type == "text/html";
    if (!before.parts.empty() || before.content.size() > enough ||
        change.is_of(before) || after.type != before.type ||
        (!html && before.type != "text/plain") ||
        before.content.of(raw) == after.content.of(result))
        return noticed;
    const auto texts = without_notice(text_of(after, result), html);
    if (texts.empty())
        return noticed; // it was taken out
    REQUIRE(std::ranges::find(texts, text_of(before, raw)) != texts.end());
    return noticed + 1;
}

void try_strip(std::string_view raw, test::Dice& dice, Count& count)
{
    const auto parsed = mime::parse(raw);
    const auto* const message = std::get_if<Entity>(&parsed);
    if (message == nullptr)
        return;
    ++count.messages;
    std::vector<Removal> removals;
    pick(*message, *message, dice, removals);
    const auto plan =
        plan_strip(*message, raw, removals, test::notice(!dice.one_in(4)));
    const auto result = stripped(*message, raw, plan);
    REQUIRE(test::strip_fault(*message, raw, removals, plan, result) == "");
    count.removed += removals.size();
    count.untouched += removals.empty() ? 1U : 0U;
    const auto after = mime::parse(result);
    count.noticed +=
        check_texts(*message, std::get<Entity>(after), {raw, result, removals});
}

void tell(const std::string& what, const Count& count)
{
    MESSAGE(what << ": " << count.messages << " messages, " << count.removed
                 << " parts removed, " << count.noticed << " texts with the notice, "
                 << count.untouched << " without anything to remove");
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("outside of what goes every byte of every message stays")
    {
        test::Dice dice{52};
        Count count;
        for (std::size_t i = 0; i < cases; ++i) {
            const auto seed = static_cast<unsigned>(i);
            const auto raw = i % 4 == 0   ? test::MessageMaker{seed}.message()
                             : i % 4 == 1 ? test::MessageMaker{seed}.scramble()
                                          : test::LetterMaker{seed}.letter();
            CAPTURE(i);
            CAPTURE(raw);
            try_strip(raw, dice, count);
        }
        tell("generated", count);
        CHECK(count.messages > cases * 9 / 10);
        CHECK(count.removed > cases / 2);
        CHECK(count.noticed > cases / 10);
        CHECK(count.untouched > cases / 20);
    }

    TEST_CASE("outside of what goes every byte of real mail stays" *
              doctest::skip(!test::has_corpus()))
    {
        test::Dice dice{53};
        Count count;
        for (const auto& file : test::corpus_messages()) {
            CAPTURE(file.path);
            try_strip(file.bytes(), dice, count);
        }
        tell("corpus", count);
        CHECK(count.messages > 1'000);
        CHECK(count.removed > 300);
    }
}

} // namespace mailreeve::attachment
