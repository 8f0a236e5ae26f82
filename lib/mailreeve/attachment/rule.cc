#include "mailreeve/attachment/rule.hh"

#include "mailreeve/attachment/rule_words.hh"
#include "mailreeve/base/ascii.hh"

#include <algorithm>

namespace mailreeve::attachment {

namespace {

using config::between;
using namespace config::literals;

constexpr std::size_t longest_rule_name = 40;
constexpr std::size_t longest_reason = 200;

// A word: it stands in logs and headers. Only "use: default" has none.
bool is_rule_name(const std::string& text)
{
    return text.size() <= longest_rule_name && std::ranges::all_of(text, [](char c) {
               return ascii::is_alnum(c) || c == '-' || c == '_' || c == '.';
           });
}

bool is_short(const std::string& text)
{
    return text.size() <= longest_reason;
}

bool has_condition(const Rule& rule)
{
    return !rule.names.empty() || !rule.types.empty() || !rule.declared.empty() ||
           !rule.obstacles.empty() || rule.mismatch || rule.double_extension ||
           rule.bidi || rule.many_spaces || rule.long_name || rule.macros ||
           rule.larger_than;
}

template <class E>
std::string_view word_of(E value)
{
    const auto& names = config::EnumNames<E>::names;
    const auto found =
        std::ranges::find(names, value, [](const auto& n) { return n.second; });
    return found == names.end() ? std::string_view{} : found->first;
}

} // namespace

std::string_view name(Hindrance hindrance)
{
    return word_of(hindrance);
}

std::string_view name(Action action)
{
    return word_of(action);
}

// NOLINTNEXTLINE(readability-function-size): a table, and what its keys mean
config::Fields<Rule> Rule::fields()
{
    static constexpr std::array keys{
        config::field<&Rule::use>(
            "use", "default: the default set of rules stands here. Goes alone."),
        config::field<&Rule::name,
                      config::that<is_rule_name,
                                   "a word of at most 40 letters, digits, - _ and .">>(
            "name", "How notices and logs call the rule."),
        config::field<&Rule::reason, config::that<is_short, "at most 200 bytes">>(
            "reason", "How a notice completes \"the file ...\", as: is a program. By "
                      "default what matched says it."),
        config::field<&Rule::names>(
            "names",
            "Globs, or regular expressions between slashes, in lower or upper case. "
            "They are tried on every form of every reading of a name: as it was told, "
            "decoded, without path, controls, trailing dots, and so on. A file without "
            "a name has an empty one."),
        config::field<&Rule::types>(
            "types",
            "What the file is by its bytes. Groups are program, script, shortcut, "
            "installer, disk-image, archive, document, active-content and encrypted; "
            "single types are those that explain shows, as zip or html-active."),
        config::field<&Rule::declared>(
            "declared", "The media type that the message tells, as application/hta, or "
                        "application/* for all of them."),
        config::field<&Rule::obstacles>(
            "obstacles",
            "Files that could not be looked at, or not wholly: encrypted, ambiguous, "
            "unjudged, partial or external. Such a rule is asked for those alone, in "
            "the place of the key of that name, as to let encrypted archives of one "
            "sender pass. What is known to be inside is judged all the same."),
        config::field<&Rule::mismatch>(
            "mismatch",
            "true: name or declared type promise a picture, a document, a text or the "
            "like, and the bytes are a program, a script, an image of a disk, or an "
            "archive where none was promised."),
        config::field<&Rule::double_extension>(
            "double_extension",
            "true: the name ends like that of a document and then like that of a "
            "program, as invoice.pdf.exe."),
        config::field<&Rule::bidi>(
            "bidi", "true: the name is shown in another order than it is written "
                    "(U+202D or U+202E)."),
        config::field<&Rule::many_spaces>(
            "many_spaces", "true: five blanks or more hide the end of the name."),
        config::field<&Rule::long_name, between(1U, 4096U)>(
            "long_name", "The name has more characters than this."),
        config::field<&Rule::macros>(
            "macros", "true: a document that holds macros (VBA, or XLM of Excel 4)."),
        config::field<&Rule::larger_than, between(1_KiB, config::Size{1ULL << 40U})>(
            "larger_than", "The file is larger than this, without transfer encoding."),
        config::field<&Rule::direction>("direction", "Which mail the rule is for."),
        config::field<&Rule::whom>(
            "for", "The recipients of inbound mail, or the senders of outbound mail, "
                   "that the rule is for. By default all."),
        config::field<&Rule::action>(
            "action",
            "allow; report tells it in header and log; strip takes the file out and "
            "leaves a notice; quarantine holds the message."),
    };
    return keys;
}

void Rule::check(const config::Node& written, config::Diagnostics& diagnostics) const
{
    if (use) {
        Rule alone;
        alone.use = use;
        if (alone != *this)
            diagnostics.error(written.place(), "\"use: default\" goes alone",
                              "write a rule of your own as another item");
        return;
    }
    if (name.empty())
        diagnostics.error(written.place(), "a rule has no \"name\"",
                          "notices and logs tell it, as name: no-programs");
    if (!has_condition(*this) && whom.empty())
        diagnostics.error(written.place(),
                          "a rule without a condition would be for every file",
                          "say which: names, types, macros, ..., or whom it is for");
}

} // namespace mailreeve::attachment
