#include "control/protocol.hh"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace mailreeve::control {

namespace {

constexpr std::array verbs{
    std::pair{std::string_view{"status"}, Verb::Status},
    std::pair{std::string_view{"metrics"}, Verb::Metrics},
    std::pair{std::string_view{"reload"}, Verb::Reload},
    std::pair{std::string_view{"stop"}, Verb::Stop},
};

constexpr std::array outcomes{
    std::pair{std::string_view{"ok"}, Outcome::Ok},
    std::pair{std::string_view{"failed"}, Outcome::Failed},
    std::pair{std::string_view{"refused"}, Outcome::Refused},
};

template <class Words>
auto find_word(const Words& words, std::string_view word)
{
    return std::ranges::find(words, word, [](const auto& pair) { return pair.first; });
}

bool has_json(Verb verb)
{
    return verb == Verb::Status || verb == Verb::Reload;
}

} // namespace

std::optional<Request> parse_request(std::string_view line)
{
    if (line.size() >= max_request)
        return std::nullopt;
    const auto space = line.find(' ');
    const auto* const found = find_word(verbs, line.substr(0, space));
    if (found == verbs.end())
        return std::nullopt;
    Request request{found->second, Form::Text};
    if (space == std::string_view::npos)
        return request;
    if (!has_json(request.verb) || line.substr(space + 1) != "json")
        return std::nullopt;
    request.form = Form::Json;
    return request;
}

std::string text(const Request& request)
{
    const auto* const found = std::ranges::find(
        verbs, request.verb, [](const auto& pair) { return pair.second; });
    std::string line{found->first};
    if (request.form == Form::Json && has_json(request.verb))
        line += " json";
    return line + '\n';
}

std::string_view name(Outcome outcome)
{
    return std::ranges::find(outcomes, outcome,
                             [](const auto& pair) { return pair.second; })
        ->first;
}

std::string frame(const Reply& reply)
{
    const auto size = std::min(reply.text.size(), max_reply);
    std::string bytes{name(reply.outcome)};
    bytes += ' ' + std::to_string(size) + '\n';
    return bytes.append(reply.text, 0, size);
}

std::optional<ReplyHead> parse_reply_head(std::string_view line)
{
    const auto space = line.find(' ');
    const auto* const found = find_word(outcomes, line.substr(0, space));
    if (found == outcomes.end() || space == std::string_view::npos)
        return std::nullopt;
    ReplyHead head{found->second, 0};
    const auto number = line.substr(space + 1);
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), head.size);
    const bool whole = error == std::errc{} && end == number.data() + number.size();
    if (!whole || head.size > max_reply)
        return std::nullopt;
    return head;
}

} // namespace mailreeve::control
