// A message: its spans partition it, and what is read of it is bounded, valid, and the
// same for a second reader; what is ambiguous in it stands inside of it.
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/ambiguity.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/file_names.hh"
#include "mailreeve/mime/header.hh"
#include "mailreeve/mime/hidden.hh"
#include "mailreeve/mime/html.hh"
#include "mailreeve/mime/parse.hh"
#include "mailreeve/mime/words.hh"
#include "test/fuzz/hold.hh"
#include "test/support/entity_fault.hh"

#include <algorithm>
#include <span>
#include <vector>

namespace {

using namespace mailreeve;
using namespace mailreeve::mime;
using test::hold;

constexpr std::size_t enough = 512;

// A few of them: more are not read otherwise, and cost runs.
template <class T>
std::span<const T> first(const std::vector<T>& all)
{
    constexpr std::size_t few = 4;
    return std::span{all}.first(std::min(few, all.size()));
}

struct Count {
    std::size_t parts = 0;
    std::size_t fields = 0;
};

void try_parameters(const ParameterList& parameters)
{
    hold(parameters.size() <= Limits{}.parameters);
    for (const auto& parameter : first(parameters)) {
        const auto name = parameter.name.substr(0, parameter.name.find('*'));
        for (const auto& reading : readings(parameters, name))
            hold(!reading.empty() && utf8::is_valid(reading));
    }
}

void try_text(const Entity& entity, std::string_view message)
{
    const auto size = entity.content.size();
    const auto bytes = decoded(entity, message, size + 1);
    hold(bytes.size() <= size);
    hold(decoded(entity, message, enough) == bytes.substr(0, enough));
    const auto words = text(entity, message, enough);
    hold(words.size() <= enough && utf8::is_valid(words));
    const auto bare = text_of_html(words, enough);
    hold(bare.size() <= words.size() + 1 && utf8::is_valid(bare));
}

void try_entity(const Entity& entity, std::string_view message, std::size_t depth,
                Count& count)
{
    hold(depth <= Limits{}.depth);
    ++count.parts;
    count.fields += entity.fields.size();
    try_parameters(entity.type_parameters);
    try_parameters(entity.disposition_parameters);
    try_text(entity, message);
    for (const auto& file_name : file_names(entity))
        hold(!file_name.empty() && utf8::is_valid(file_name));
    for (const auto& field : first(entity.fields)) {
        const auto words = decoded_words(field.value);
        hold(words.size() <= 3 * field.value.size() && utf8::is_valid(words));
    }
    hold(fields_of(entity.header.of(message)).size() <= entity.fields.size());
    for (const auto& part : entity.parts)
        try_entity(part, message, depth + 1, count);
}

void try_ambiguities(const Entity& root, std::string_view message)
{
    constexpr std::size_t few = 5;
    const auto all = ambiguities(root, message, message.size() * 100 + 100);
    const auto kept = ambiguities(root, message, few);
    hold(kept.size() == std::min(few, all.size()));
    const auto is_grave = [](const Ambiguity& one) { return one.grave; };
    hold(std::ranges::count_if(kept, is_grave) ==
         std::min(std::ranges::count_if(all, is_grave), std::ptrdiff_t{few}));
    std::size_t place = 0;
    for (const auto& one : all) {
        hold(one.where.begin >= place && one.where.begin <= one.where.end &&
             one.where.end <= message.size());
        hold(!name(one.what).empty() && one.detail.size() <= 120);
        place = one.where.begin;
    }
    for (const auto& hidden : hidden_files(message, root.whole()))
        hold(root.whole().contains(hidden.where));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto message = mailreeve::test::input(bytes, size);
    const auto parsed = parse(message);
    hold(parse(message) == parsed);
    const auto* const root = std::get_if<Entity>(&parsed);
    if (root == nullptr)
        return 0;
    hold(mailreeve::test::message_fault(*root, message).empty());
    try_ambiguities(*root, message);
    Count count;
    try_entity(*root, message, 1, count);
    hold(count.parts <= Limits{}.parts && count.fields <= Limits{}.all_fields);
    return 0;
}
