#include "ctl/remark.hh"

#include "control/json.hh"
#include "mailreeve/log/escape.hh"

#include <algorithm>
#include <ostream>

namespace mailreeve::ctl {

namespace {

std::string shown(const std::string& text)
{
    return log::escape(text, log::Alphabet::Utf8, 4096);
}

void print_json(const Remarks& remarks, std::ostream& out)
{
    control::JsonWriter json;
    json.begin_array();
    for (const auto& remark : remarks)
        json.begin_object()
            .member("grade", name(remark.grade))
            .member("subject", remark.subject)
            .member("text", remark.text)
            .member("hint", remark.hint)
            .end_object();
    json.end_array();
    out << json.text();
}

} // namespace

std::string_view name(Grade grade)
{
    switch (grade) {
    case Grade::Ok:
        return "ok";
    case Grade::Warning:
        return "warning";
    case Grade::Error:
        break;
    }
    return "error";
}

Exit status_of(const Remarks& remarks)
{
    const bool bad = std::ranges::any_of(
        remarks, [](const auto& remark) { return remark.grade == Grade::Error; });
    return bad ? Exit::Configuration : Exit::Ok;
}

void print(const Remarks& remarks, const Console& console)
{
    if (console.json)
        return print_json(remarks, console.out);
    constexpr std::size_t column = 9; // of the longest grade, and two spaces
    for (const auto& remark : remarks) {
        std::string grade{name(remark.grade)};
        grade.resize(column, ' ');
        console.out << grade << log::escape(remark.subject) << ": "
                    << shown(remark.text) << '\n';
        if (!remark.hint.empty())
            console.out << std::string(column, ' ') << "hint: " << shown(remark.hint)
                        << '\n';
    }
}

} // namespace mailreeve::ctl
