#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/parse.hh"
#include "test/attachment/judge_ground.hh"
#include "test/support/corpus.hh"

#include <chrono>
#include <map>

namespace mailreeve::attachment {

namespace {

// What a message tells of a part, as far as its parameters go.
Item item_of(const mime::Entity& entity, const std::string& message)
{
    Item item;
    for (const auto* list : {&entity.disposition_parameters, &entity.type_parameters})
        for (const auto* parameter : {"filename", "name"})
            for (auto& reading : mime::readings(*list, parameter))
                item.names.push_back(std::move(reading));
    item.declared = entity.type;
    const auto bytes = mime::decoded(entity, message, std::size_t{64} << 20U);
    item.size = bytes.size();
    item.type = file_type(bytes, true);
    return item;
}

void each_leaf(const mime::Entity& entity, const std::string& message,
               std::vector<Item>& items)
{
    for (const auto& part : entity.parts)
        each_leaf(part, message, items);
    if (entity.parts.empty())
        items.push_back(item_of(entity, message));
}

struct Tally {
    std::size_t messages = 0;
    std::size_t parts = 0;
    std::size_t named = 0;
    std::map<Action, std::size_t> actions;
    std::map<std::string, std::size_t> rules;

    void count(const Item& item, const Judged& said)
    {
        ++parts;
        named += item.names.empty() ? 0U : 1U;
        ++actions[said.result];
        if (said.result != Action::Allow)
            ++rules[said.rule];
    }
};

void tell(const std::string& file, const Item& item, const Judged& said)
{
    MESSAGE(file, ": ", said.path, " ", std::string{name(item.type)}, " ",
            item.declared, ": ", said.rule);
}

Tally tally_of(const std::string& category)
{
    Tally tally;
    const auto rules = test::rules("");
    for (const auto& file : test::corpus_messages()) {
        if (!file.path.starts_with(category))
            continue;
        const auto message = file.bytes();
        const auto parsed = mime::parse(message);
        const auto* root = std::get_if<mime::Entity>(&parsed);
        if (root == nullptr)
            continue;
        ++tally.messages;
        std::vector<Item> items;
        each_leaf(*root, message, items);
        for (const auto& item : items) {
            const auto said = test::judged(item, rules);
            tally.count(item, said);
            if (said.result != Action::Allow)
                tell(file.path, item, said);
        }
    }
    return tally;
}

} // namespace

TEST_SUITE("attachment")
{
    TEST_CASE("ordinary mail suffers nothing from the default rules" *
              doctest::skip(!test::has_corpus()))
    {
        auto tally = tally_of("hamspam");
        MESSAGE(tally.messages, " messages, ", tally.parts, " parts, ", tally.named,
                " with a name: ", tally.actions[Action::Strip], " stripped, ",
                tally.actions[Action::Quarantine], " quarantined, ",
                tally.actions[Action::Report], " reported");
        CHECK(tally.messages > 400);
        CHECK(tally.actions[Action::Quarantine] == 0);
        CHECK(tally.actions[Action::Strip] == 0);
    }
}

} // namespace mailreeve::attachment
