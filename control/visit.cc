#include "control/visit.hh"

#include "control/json.hh"

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <string_view>

#include <poll.h>
#include <sys/socket.h>

namespace mailreeve::control {

namespace {

bool is_passing(int error)
{
    return error == EAGAIN || error == EINTR;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

std::string text_of(const Reload& reload)
{
    auto text = reload.text;
    if (!text.empty() && text.back() != '\n')
        text += '\n';
    const auto generation = std::to_string(reload.generation);
    text += reload.done
                ? "reloaded: generation " + generation + " is in force\n"
                : "not reloaded: generation " + generation + " stays in force\n";
    if (!reload.needs_restart.empty())
        text += "after a restart only: " + joined(reload.needs_restart) + '\n';
    return text;
}

std::string json_of(const Reload& reload)
{
    JsonWriter json;
    json.begin_object()
        .member("done", reload.done)
        .member("generation", reload.generation)
        .member("text", reload.text)
        .key("needs_restart")
        .begin_array();
    for (const auto& key : reload.needs_restart)
        json.value(key);
    json.end_array().end_object();
    return json.text();
}

Reply carried_out(const Request& request, Operations& operations)
{
    const bool as_json = request.form == Form::Json;
    switch (request.verb) {
    case Verb::Status: {
        const auto status = operations.status();
        return {Outcome::Ok, as_json ? json(status) : text(status)};
    }
    case Verb::Metrics:
        return {Outcome::Ok, operations.metrics()};
    case Verb::Reload: {
        const auto reload = operations.reload();
        return {reload.done ? Outcome::Ok : Outcome::Failed,
                as_json ? json_of(reload) : text_of(reload)};
    }
    case Verb::Stop:
        operations.stop();
        break;
    }
    return {Outcome::Ok, "stopping\n"};
}

} // namespace

Reply answer(const Request& request, Operations& operations)
{
    try {
        return carried_out(request, operations);
    } catch (const std::exception& error) {
        return {Outcome::Failed, error.what() + std::string{"\n"}};
    }
}

short Visit::wanted() const
{
    return reply_.empty() ? POLLIN : POLLOUT;
}

bool Visit::go_on(Operations& operations)
{
    return reply_.empty() ? read(operations) : write();
}

bool Visit::read(Operations& operations)
{
    std::array<char, max_request> bytes{};
    const auto size = ::recv(connection_.number(), bytes.data(), bytes.size(), 0);
    if (size < 0)
        return is_passing(errno);
    if (size == 0)
        return false;
    request_.append(bytes.data(), static_cast<std::size_t>(size));

    const auto line_end = request_.find('\n');
    if (line_end == std::string::npos && request_.size() < max_request)
        return true;
    const auto request = parse_request(std::string_view{request_}.substr(0, line_end));
    reply_ = frame(request ? answer(*request, operations)
                           : Reply{Outcome::Refused, "not understood\n"});
    return write();
}

bool Visit::write()
{
    const auto rest = std::string_view{reply_}.substr(sent_);
    const auto size =
        ::send(connection_.number(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (size < 0)
        return is_passing(errno);
    sent_ += static_cast<std::size_t>(size);
    return sent_ < reply_.size();
}

} // namespace mailreeve::control
