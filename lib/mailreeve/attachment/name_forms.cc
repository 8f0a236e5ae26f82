#include "mailreeve/attachment/name_forms.hh"

#include "mailreeve/attachment/extension.hh"
#include "mailreeve/attachment/name_change.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>

namespace mailreeve::attachment {

namespace {

constexpr auto npos = std::string_view::npos;

class Forms {
public:
    void add(std::string_view form)
    {
        auto lower = ascii::lower(form);
        if (lower.empty() || std::ranges::find(forms_.all, lower) != forms_.all.end())
            return;
        bytes_ += lower.size();
        if (forms_.all.size() == most_name_forms || bytes_ > most_form_bytes)
            forms_.complete = false;
        else
            forms_.all.push_back(std::move(lower));
    }

    // All that the changes lead to, and what they lead to in turn; no more of them once
    // there are too many.
    void close()
    {
        for (std::size_t i = 0; i < forms_.all.size() && forms_.complete; ++i)
            for (const auto change : name_changes())
                add(change(std::string{forms_.all[i]}));
    }

    NameForms& get() { return forms_; }

private:
    NameForms forms_;
    std::size_t bytes_ = 0;
};

std::string_view trimmed(std::string_view text)
{
    return ascii::trim(text);
}

bool has_two_extensions(std::string_view form)
{
    const auto last = form.rfind('.');
    if (last == npos || last == 0 ||
        !is_program_extension(trimmed(form.substr(last + 1))))
        return false;
    auto rest = trimmed(form.substr(0, last));
    while (rest.ends_with('.') || rest.ends_with(' ') || rest.ends_with('_'))
        rest.remove_suffix(1);
    const auto first = rest.rfind('.');
    return first != npos && is_document_extension(trimmed(rest.substr(first + 1)));
}

bool has_many_spaces(std::string_view form)
{
    const auto at = form.find(std::string(many_spaces, ' '));
    return at != npos && form.find('.', at) != npos;
}

void look_at(std::string_view form, NameFacts& facts)
{
    facts.bidi = facts.bidi || form.find("\xe2\x80\xad") != npos ||
                 form.find("\xe2\x80\xae") != npos;
    facts.many_spaces = facts.many_spaces || has_many_spaces(form);
    facts.double_extension = facts.double_extension || has_two_extensions(form);
}

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

} // namespace

// Letters, digits and what stands between them: no change does anything to it.
bool is_plain_name(std::string_view name)
{
    constexpr std::string_view between = " ._-()[]{}+=@!~#$^";
    return !name.empty() && name.front() != ' ' && name.back() != ' ' &&
           name.back() != '.' && name.find("=?") == npos &&
           std::ranges::all_of(name, [&](char c) {
               return ascii::is_alnum(c) || between.find(c) != npos;
           });
}

std::string_view extension_of(std::string_view name)
{
    const auto dot = name.rfind('.');
    return dot == npos ? std::string_view{} : name.substr(dot + 1);
}

NameForms name_forms(std::string_view told)
{
    Forms forms;
    if (told.size() <= longest_name) {
        forms.add(utf8::repaired(told));
        forms.add(loosely_decoded(told));
    } else {
        forms.add(utf8::repaired(told.substr(0, longest_name)));
        forms.add(utf8::repaired(told.substr(told.size() - longest_name)));
        forms.get().complete = false;
    }
    if (!is_plain_name(told))
        forms.close();
    auto found = std::move(forms.get());
    found.facts.length = characters(told);
    for (const auto& form : found.all)
        look_at(form, found.facts);
    return found;
}

} // namespace mailreeve::attachment
