#include "control/status.hh"

#include "control/json.hh"
#include "mailreeve/log/escape.hh"

#include <array>
#include <ctime>
#include <string_view>
#include <utility>

namespace mailreeve::control {

namespace {

class Lines {
public:
    void add(std::string_view name, const std::string& content)
    {
        constexpr std::size_t column = 16;
        text_ += name;
        text_.append(name.size() < column ? column - name.size() : 1, ' ');
        text_ += log::escape(content) + '\n';
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

std::string of(std::size_t count, std::size_t limit)
{
    return std::to_string(count) + " of " + std::to_string(limit);
}

std::string mebibytes(std::size_t bytes)
{
    return std::to_string(bytes >> 20U) + " MiB";
}

std::string counted(const dns::Statistics& dns)
{
    return std::to_string(dns.questions) + " questions, " +
           std::to_string(dns.cache_hits) + " from the cache, " +
           std::to_string(dns.queries) + " queries, " + std::to_string(dns.timeouts()) +
           " timeouts, " + std::to_string(dns.mismatches) + " mismatches";
}

std::string described(const dns::ServerStatistics& server)
{
    return server.address + (server.well ? "" : " (does not answer)") + ", " +
           std::to_string(server.round_trip.count() / 1000) + " ms, " +
           std::to_string(server.answered) + " of " + std::to_string(server.sent) +
           " answered, " + std::to_string(server.lost) + " lost";
}

void add_process(Lines& lines, const Status& status)
{
    lines.add("version", status.version);
    lines.add("process", std::to_string(status.process) + ", " + status.phase);
    lines.add("started", utc(status.started) + ", " + duration(status.uptime) + " ago");
    lines.add("configuration", status.configuration + ", generation " +
                                   std::to_string(status.generation) + ", mode " +
                                   status.mode + ", " + std::to_string(status.reloads) +
                                   " reloads, " +
                                   std::to_string(status.reloads_failed) + " failed");
    lines.add("listen", status.listen + (status.accepting ? "" : " (not accepting)"));
    lines.add("sessions", of(status.sessions, status.sessions_limit));
    lines.add("messages", of(status.messages, status.messages_limit));
    lines.add("descriptors", of(status.descriptors, status.descriptors_limit));
    lines.add("memory", mebibytes(status.resident_bytes));
    if (status.log_dropped > 0)
        lines.add("log", std::to_string(status.log_dropped) + " records dropped");
}

void write_process(JsonWriter& json, const Status& status)
{
    json.member("version", status.version)
        .member("process", status.process)
        .member("phase", status.phase)
        .member("started", utc(status.started))
        .member("uptime_seconds", status.uptime.count())
        .member("configuration", status.configuration)
        .member("generation", status.generation)
        .member("mode", status.mode)
        .member("reloads", status.reloads)
        .member("reloads_failed", status.reloads_failed)
        .member("listen", status.listen)
        .member("accepting", status.accepting)
        .member("sessions", status.sessions)
        .member("sessions_limit", status.sessions_limit)
        .member("messages", status.messages)
        .member("messages_limit", status.messages_limit)
        .member("descriptors", status.descriptors)
        .member("descriptors_limit", status.descriptors_limit)
        .member("resident_bytes", status.resident_bytes)
        .member("log_dropped", status.log_dropped);
}

void write_dns(JsonWriter& json, const dns::Statistics& dns)
{
    json.key("dns").begin_object();
    json.member("questions", dns.questions)
        .member("cache_hits", dns.cache_hits)
        .member("queries", dns.queries)
        .member("retries", dns.retries)
        .member("tcp", dns.tcp)
        .member("timeouts", dns.timeouts())
        .member("mismatches", dns.mismatches)
        .member("in_flight", dns.in_flight)
        .member("cache_bytes", dns.cache_bytes);
    json.key("servers").begin_array();
    for (const auto& server : dns.servers)
        json.begin_object()
            .member("address", server.address)
            .member("well", server.well)
            .member("round_trip_us", server.round_trip.count())
            .member("sent", server.sent)
            .member("answered", server.answered)
            .member("lost", server.lost)
            .end_object();
    json.end_array().end_object();
}

std::string described(const DomainStatus& domain)
{
    auto words = domain.domain + ", " + domain.mode;
    if (domain.mode == domain.configured)
        return words;
    return words + "; " + domain.configured +
           (domain.until.empty() ? " waits for the first stamp"
                                 : " begins " + domain.until);
}

// What is nothing is not told to people.
void add_bounces(Lines& lines, const BounceStatus& bounces)
{
    lines.add("key", bounces.signs.empty() ? "none signs" : bounces.signs + " signs");
    for (const auto& [result, count] : bounces.stamps)
        if (count > 0)
            lines.add("stamps", result + ' ' + std::to_string(count));
    for (const auto& [symbol, count] : bounces.findings)
        if (count > 0)
            lines.add("bounces", symbol + ' ' + std::to_string(count));
    for (const auto& domain : bounces.domains)
        lines.add("bounces of", described(domain));
}

using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

void write_counts(JsonWriter& json, std::string_view name, const Counts& counts)
{
    json.key(name).begin_object();
    for (const auto& [what, count] : counts)
        json.member(what, count);
    json.end_object();
}

void write_bounces(JsonWriter& json, const BounceStatus& bounces)
{
    json.key("bounces").begin_object().member("signs", bounces.signs);
    write_counts(json, "stamps", bounces.stamps);
    write_counts(json, "findings", bounces.findings);
    json.key("domains").begin_array();
    for (const auto& domain : bounces.domains)
        json.begin_object()
            .member("domain", domain.domain)
            .member("mode", domain.mode)
            .member("configured", domain.configured)
            .member("until", domain.until)
            .end_object();
    json.end_array().end_object();
}

} // namespace

std::string text(const Status& status)
{
    Lines lines;
    add_process(lines, status);
    for (const auto& [verdict, count] : status.verdicts)
        lines.add("verdict", verdict + ' ' + std::to_string(count));
    add_bounces(lines, status.bounces);
    lines.add("dns", counted(status.dns));
    for (const auto& server : status.dns.servers)
        lines.add("name server", described(server));
    for (const auto& list : status.lists)
        lines.add("list", list.name + " (" + list.zone + "), " +
                              (list.silent ? "does not answer" : "answers"));
    return lines.take();
}

std::string json(const Status& status)
{
    JsonWriter json;
    json.begin_object();
    write_process(json, status);
    write_counts(json, "verdicts", status.verdicts);
    write_bounces(json, status.bounces);
    write_dns(json, status.dns);
    json.key("lists").begin_array();
    for (const auto& list : status.lists)
        json.begin_object()
            .member("name", list.name)
            .member("zone", list.zone)
            .member("silent", list.silent)
            .end_object();
    json.end_array().end_object();
    return json.text();
}

std::string utc(WallTime time)
{
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    const auto size =
        std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), size};
}

std::string duration(std::chrono::seconds time)
{
    const auto total = time.count();
    const auto days = total / 86'400;
    const auto hours = total / 3600 % 24;
    const auto minutes = total / 60 % 60;
    if (days > 0)
        return std::to_string(days) + "d " + std::to_string(hours) + "h " +
               std::to_string(minutes) + 'm';
    if (hours > 0)
        return std::to_string(hours) + "h " + std::to_string(minutes) + 'm';
    if (minutes > 0)
        return std::to_string(minutes) + "m " + std::to_string(total % 60) + 's';
    return std::to_string(total) + 's';
}

} // namespace mailreeve::control
