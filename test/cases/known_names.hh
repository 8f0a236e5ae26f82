// What a case says of the DNS, and names for what a run makes up: ids, stamps.
#pragma once

#include "mailreeve/base/id.hh"
#include "test/support/fake_resolver.hh"

#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace mailreeve::test {

// ptr ADDRESS NAME...   a NAME ADDRESS...   txt NAME TEXT   fail NAME   silent NAME
// ptr-fails ADDRESS     ptr-silent ADDRESS
inline void teach(FakeResolver& resolver, const std::string& line)
{
    std::istringstream words{line};
    std::string verb;
    std::string subject;
    words >> verb >> subject;
    std::vector<std::string> rest;
    for (std::string word; words >> word;)
        rest.push_back(word);
    if (verb == "ptr")
        resolver.with_names(subject, rest);
    else if (verb == "a")
        resolver.with(subject, rest);
    else if (verb == "txt")
        resolver.with_texts(subject, {line.substr(line.find(rest.at(0)))});
    else if (verb == "fail")
        resolver.failing(subject);
    else if (verb == "silent")
        resolver.silent(subject);
    else if (verb == "ptr-fails")
        resolver.failing_names(subject);
    else if (verb == "ptr-silent")
        resolver.silent_names(subject);
    else
        throw std::runtime_error{"what does the DNS mean by \"" + line + "\"?"};
}

class KnownNames {
public:
    // Ids are known by the time that begins them.
    explicit KnownNames(const Clock& clock) : clock_{clock} {}

    // ID1 for the first id that is seen, ID2 for the second.
    std::string known(std::string text)
    {
        const auto start = Id::from(clock_.wall(), 0).text().substr(0, time_digits);
        for (auto at = text.find(start); at != std::string::npos;
             at = text.find(start, at + 1)) {
            const auto id = text.substr(at, id_digits);
            const auto number =
                numbers_.try_emplace(id, numbers_.size() + 1).first->second;
            text.replace(at, id_digits, "ID" + std::to_string(number));
        }
        hide(text, "; n=", ";"); // a nonce, and what depends on it
        hide(text, "; m=", " ");
        hide(text, "+prvs=", "@");
        hide(text, "ENVID=mr1.0a1b2c3d.", " ");
        return text;
    }

private:
    // Puts dots for what stands between `start` and one of `ends`.
    static void hide(std::string& text, std::string_view start, std::string_view ends)
    {
        const auto at = text.find(start);
        if (at == std::string::npos)
            return;
        const auto from = at + start.size();
        const auto end = std::min(text.find_first_of(ends, from), text.size());
        text.replace(from, end - from, "...");
    }

    static constexpr std::size_t time_digits = 7;
    static constexpr std::size_t id_digits = 13;

    const Clock& clock_;
    std::map<std::string, std::size_t> numbers_;
};

} // namespace mailreeve::test
