#include "mailreeve/bounce/trial.hh"

#include <algorithm>

namespace mailreeve::bounce {

namespace {

namespace chrono = std::chrono;

std::string two_digits(std::int64_t number)
{
    auto text = std::to_string(number);
    return text.size() < 2 ? '0' + text : text;
}

} // namespace

bool Trial::has(Proof::Result result) const
{
    return std::ranges::any_of(
        tried, [&](const Proof& proof) { return proof.result == result; });
}

std::string bracketed(std::string_view text)
{
    std::string words{"<"};
    return words.append(text.substr(0, max_quoted)).append(">");
}

std::string time_words(WallTime time)
{
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const auto minutes = chrono::floor<chrono::minutes>(time - day).count();
    return std::to_string(static_cast<int>(date.year())) + '-' +
           two_digits(static_cast<unsigned>(date.month())) + '-' +
           two_digits(static_cast<unsigned>(date.day())) + ' ' +
           two_digits(minutes / 60) + ':' + two_digits(minutes % 60);
}

} // namespace mailreeve::bounce
