// Files taken out of a message, chosen by the first bytes: outside of what goes every
// byte stays, and what results is the same tree but for what went. The names are as
// hostile as the message.
#include "mailreeve/attachment/sealed.hh"
#include "mailreeve/attachment/strip.hh"
#include "mailreeve/base/utf8.hh"
#include "mailreeve/mime/decode.hh"
#include "mailreeve/mime/parse.hh"
#include "test/attachment/strip_fault.hh"
#include "test/fuzz/hold.hh"

#include <algorithm>
#include <variant>
#include <vector>

namespace {

using namespace mailreeve;
using namespace mailreeve::attachment;
using test::hold;

// Chance that the input chooses.
class Choice {
public:
    explicit Choice(std::string_view seed)
    {
        for (const char c : seed)
            state_ = state_ * 256 + static_cast<unsigned char>(c);
    }

    bool one_in(std::size_t count) { return below(count) == 0; }

    std::size_t below(std::size_t end)
    {
        state_ = state_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return (state_ >> 33U) % end;
    }

private:
    std::uint64_t state_ = 1;
};

bool has_text(const mime::Entity& entity)
{
    return entity.parts.empty() && entity.type.starts_with("text/");
}

// Some lines of a text.
mime::Span some_lines(std::string_view text, Choice& choice)
{
    const auto line_start = [&](std::size_t place) {
        const auto end = text.find('\n', place);
        return end == std::string_view::npos ? text.size() : end + 1;
    };
    const auto begin = choice.one_in(3) ? 0 : line_start(choice.below(text.size() + 1));
    const auto end = line_start(begin + choice.below(text.size() - begin + 1));
    return {begin, end};
}

class Picker {
public:
    Picker(std::string_view raw, Choice& choice) : raw_{raw}, choice_{choice} {}

    void pick(const mime::Entity& entity)
    {
        if (is_sealed(entity))
            return;
        if (choice_.one_in(3))
            add(entity);
        for (const auto& part : entity.parts)
            pick(part);
    }

    std::vector<Removal> removals;

private:
    void add(const mime::Entity& entity)
    {
        const auto name = std::string{raw_.substr(choice_.below(raw_.size() + 1), 200)};
        Removal removal{&entity, {}, {{name, name + ".zip"}, name, name}};
        if (has_text(entity) && choice_.one_in(2))
            removal.embedded =
                some_lines(mime::decoded(entity, raw_, raw_.size()), choice_);
        removals.push_back(std::move(removal));
    }

    std::string_view raw_;
    Choice& choice_;
};

Notice notice(std::string_view raw, bool in_text)
{
    Notice notice{{}, std::string{raw.substr(0, 40)}, "1B7K0Q2M9XW3T", WallTime{}};
    notice.settings.in_text = in_text;
    return notice;
}

// What we put in has no line that an MTA would cut; what was sent is not ours.
void hold_lines(const Plan& plan)
{
    for (const auto& edit : plan.edits)
        for (std::string_view text = edit.text; !text.empty();) {
            const auto end = std::min(text.find('\n'), text.size());
            hold(end <= 998 || edit.where.size() > end / 2);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto input = mailreeve::test::input(bytes, size);
    Choice choice{input.substr(0, 4)};
    const auto raw = input.substr(std::min<std::size_t>(4, size));
    const auto parsed = mime::parse(raw);
    const auto* const message = std::get_if<mime::Entity>(&parsed);
    if (message == nullptr)
        return 0;
    Picker picker{raw, choice};
    picker.pick(*message);
    const auto told = notice(raw, !choice.one_in(3));
    const auto plan = plan_strip(*message, raw, picker.removals, told);
    hold(are_sound(plan.edits, raw.size()));
    const auto result = stripped(*message, raw, plan);
    // Fields that are added may pass a bound that the message was just below.
    if (std::holds_alternative<mime::Excess>(mime::parse(result)))
        return 0;
    hold(mailreeve::test::strip_fault(*message, raw, picker.removals, plan, result)
             .empty());
    hold_lines(plan);
    const auto value = stripped_value(picker.removals, raw);
    hold(value.size() < 4'000 && utf8::is_ascii(value));
    return 0;
}
