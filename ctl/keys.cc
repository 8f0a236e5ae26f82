#include "ctl/keys.hh"

#include "control/json.hh"
#include "control/status.hh"
#include "ctl/services.hh"
#include "ctl/table.hh"
#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/config/value.hh"
#include "mailreeve/crypto/master_keys.hh"
#include "mailreeve/log/escape.hh"

#include <algorithm>
#include <optional>
#include <ostream>
#include <system_error>

namespace mailreeve::ctl {

namespace {

namespace fs = std::filesystem;

enum class State { ToCome, Signs, Verifies, Over };

struct Row {
    bounce::KeyInfo info;
    State state = State::Signs;
    std::optional<WallTime> verifies_until; // nothing while it has no successor
};

State state_of(const bounce::KeyInfo& info, std::optional<WallTime> stops,
               std::optional<WallTime> verifies_until, WallTime now)
{
    if (info.signs_from > now)
        return State::ToCome;
    if (!stops || *stops > now)
        return State::Signs;
    return *verifies_until >= now ? State::Verifies : State::Over;
}

std::vector<Row> rows_of(const bounce::KeyRing& ring, WallTime now,
                         std::chrono::seconds verify_for)
{
    std::vector<Row> rows;
    for (const auto& info : ring.list()) {
        const auto stops = bounce::signs_until(ring, info.id);
        const auto until = stops ? std::optional{*stops + verify_for} : std::nullopt;
        rows.push_back({info, state_of(info, stops, until, now), until});
    }
    std::ranges::reverse(rows);
    return rows;
}

std::string_view word(State state) // for programs
{
    switch (state) {
    case State::ToCome:
        return "to-come";
    case State::Signs:
        return "signs";
    case State::Verifies:
        return "verifies";
    case State::Over:
        break;
    }
    return "over";
}

std::string told(const Row& row)
{
    switch (row.state) {
    case State::ToCome:
        return "to come";
    case State::Signs:
        return "signs";
    case State::Verifies:
        return "verifies until " + control::utc(*row.verifies_until);
    case State::Over:
        break;
    }
    return "over since " + control::utc(*row.verifies_until);
}

void print_json(const fs::path& directory, const std::vector<Row>& rows,
                const crypto::MasterKeys& masters, std::ostream& out)
{
    control::JsonWriter json;
    json.begin_object().member("directory", directory.string());
    json.key("keys").begin_array();
    for (const auto& row : rows) {
        json.begin_object()
            .member("id", row.info.id)
            .member("created", control::utc(row.info.created))
            .member("signs_from", control::utc(row.info.signs_from))
            .member("state", word(row.state))
            .key("verifies_until");
        if (row.verifies_until)
            json.value(control::utc(*row.verifies_until));
        else
            json.null();
        json.end_object();
    }
    json.end_array().key("archive_keys").begin_array();
    for (const auto& key : masters.keys())
        json.begin_object()
            .member("id", key.id)
            .member("created", control::utc(key.created))
            .member("state", &key == masters.newest() ? "encrypts" : "decrypts")
            .end_object();
    json.end_array().end_object();
    out << json.text();
}

// Those that what we keep of mail is encrypted with, if there are any yet.
void print_master_keys(const crypto::MasterKeys& masters, std::ostream& out)
{
    Table table{{"ARCHIVE KEY", "CREATED", "STATE"}};
    for (auto key = masters.keys().rbegin(); key != masters.keys().rend(); ++key)
        table.add({key->id, control::utc(key->created),
                   key->id == masters.newest()->id ? "encrypts" : "decrypts"});
    if (masters.newest() != nullptr)
        out << '\n' << table.text();
}

fs::path file_of(const fs::path& directory, const bounce::KeyInfo& info)
{
    return directory / bounce::key_file_name(info.id);
}

void print_json(const fs::path& directory, const bounce::KeyInfo& made,
                std::ostream& out)
{
    control::JsonWriter json;
    json.begin_object()
        .member("id", made.id)
        .member("file", file_of(directory, made).string())
        .member("created", control::utc(made.created))
        .member("signs_from", control::utc(made.signs_from))
        .end_object();
    out << json.text();
}

// What is to be done about a key that was just made.
void tell(const fs::path& directory, const bounce::KeyInfo& made,
          const Console& console)
{
    if (console.json)
        return print_json(directory, made, console.out);
    const auto file = log::escape(file_of(directory, made).string());
    const bool at_once = made.signs_from <= made.created;
    console.out << "made " << file << "\nsigns from " << control::utc(made.signs_from)
                << "\n\nWhere other hosts share these keys, copy it to the same place "
                   "there"
                << (at_once ? " at once" : " before then")
                << ",\nwith the daemon's user as its owner and mode 0400. Then, on "
                   "every host:\n\n    mailreevectl reload\n";
}

Exit refused(const Console& console, std::string_view problem, std::string_view mend,
             Exit status)
{
    console.err << "mailreevectl: " << log::escape(problem) << '\n';
    if (!mend.empty())
        console.err << "  to mend it: " << log::escape(mend) << '\n';
    return status;
}

// Tells what the keys or the system have against it.
template <class Body>
Exit told_errors(const Console& console, const Body& body)
{
    try {
        return body();
    } catch (const crypto::KeyRefused& error) {
        return refused(console, error.problem(), error.mend(), Exit::Configuration);
    } catch (const std::system_error& error) {
        const bool not_allowed = error.code() == std::errc::permission_denied ||
                                 error.code() == std::errc::operation_not_permitted;
        return refused(console, error.what(),
                       not_allowed ? "ask as root or as the daemon's user" : "",
                       not_allowed ? Exit::NotAllowed : Exit::CannotCreate);
    }
}

// Nothing for a text that is no such duration: then it has been told.
std::optional<std::chrono::seconds> parse_from(const std::string& text,
                                               const Console& console)
{
    if (text.empty())
        return std::chrono::seconds{0};
    const auto from = config::parse_duration(text);
    if (from && *from <= longest_from)
        return std::chrono::floor<std::chrono::seconds>(*from);
    refused(console, "--from takes a duration such as 1h, at most 366d", "",
            Exit::Usage);
    return std::nullopt;
}

// Then, or the first second after in which no other key begins: of two keys of one
// second the id decides, and might decide for the old one.
WallTime free_second(const bounce::KeyRing& ring, WallTime wanted)
{
    auto second = std::chrono::floor<std::chrono::seconds>(wanted);
    while (std::ranges::any_of(ring.keys(), [&](const bounce::Key& key) {
        return key.info().signs_from == second;
    }))
        ++second;
    return second;
}

} // namespace

Exit init_keys(const fs::path& state, WallTime now, const Console& console)
{
    return told_errors(console, [&] {
        const auto directory = bounce::key_directory(state);
        const auto made = bounce::add_first_key(directory, now);
        if (!made)
            return refused(console, directory.string() + " holds a key already",
                           "mailreevectl keys rotate", Exit::CannotCreate);
        tell(directory, *made, console);
        return Exit::Ok;
    });
}

Exit list_keys(const fs::path& state, WallTime now, std::chrono::seconds verify_for,
               const Console& console)
{
    return told_errors(console, [&] {
        const auto directory = bounce::key_directory(state);
        const auto rows = rows_of(*bounce::KeyRing::load(directory), now, verify_for);
        const auto masters = crypto::MasterKeys::load(directory);
        if (console.json) {
            print_json(directory, rows, *masters, console.out);
            return Exit::Ok;
        }
        Table table{{"ID", "CREATED", "SIGNS FROM", "STATE"}};
        for (const auto& row : rows)
            table.add({row.info.id, control::utc(row.info.created),
                       control::utc(row.info.signs_from), told(row)});
        console.out << table.text();
        print_master_keys(*masters, console.out);
        if (rows.empty())
            console.err << "no keys in " << log::escape(directory.string())
                        << "; to make one: mailreevectl keys init\n";
        return Exit::Ok;
    });
}

Exit rotate_keys(const fs::path& state, WallTime now, std::chrono::seconds from,
                 const Console& console)
{
    return told_errors(console, [&] {
        const auto directory = bounce::key_directory(state);
        const auto ring = bounce::KeyRing::load(directory);
        if (ring->keys().empty())
            return refused(console, "no keys in " + directory.string(),
                           "mailreevectl keys init", Exit::Configuration);
        tell(directory, bounce::add_key(directory, now, free_second(*ring, now + from)),
             console);
        return Exit::Ok;
    });
}

Exit keys(const fs::path& file, const KeysOptions& options, const Console& console)
{
    const auto from = parse_from(options.from, console);
    if (!from)
        return Exit::Usage;
    const auto configuration = load(file, console);
    if (!configuration)
        return Exit::Configuration;
    const auto& state = configuration->start.state;
    const auto now = SystemClock{}.wall();
    switch (options.verb) {
    case KeysVerb::Init:
        return init_keys(state, now, console);
    case KeysVerb::Rotate:
        return rotate_keys(state, now, *from, console);
    case KeysVerb::List:
        break;
    }
    const auto& bounces = configuration->settings.bounces;
    return list_keys(state, now, bounces.lifetime + bounces.grace, console);
}

} // namespace mailreeve::ctl
