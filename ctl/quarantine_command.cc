#include "ctl/quarantine_command.hh"

#include "ctl/as_owner.hh"
#include "ctl/new_file.hh"
#include "ctl/quarantine_view.hh"
#include "ctl/services.hh"
#include "mailreeve/base/ascii.hh"
#include "mailreeve/crypto/key_refused.hh"
#include "mailreeve/log/escape.hh"

#include <algorithm>
#include <cerrno>
#include <ostream>
#include <system_error>

#include <unistd.h>

namespace mailreeve::ctl {

namespace {

namespace fs = std::filesystem;

using quarantine::FileFault;
using quarantine::FileName;

Exit refused(const Console& console, std::string_view problem, Exit status,
             std::string_view mend = {})
{
    console.err << "mailreevectl: " << log::escape(problem) << '\n';
    if (!mend.empty())
        console.err << "  to mend it: " << log::escape(mend) << '\n';
    return status;
}

Exit status_of(const quarantine::Unreadable& error)
{
    return error.fault() == FileFault::UnknownKey ? Exit::Configuration
                                                  : Exit::BadInput;
}

bool is_not_allowed(const fs::path& state)
{
    const auto directory = quarantine::held_directory(state);
    return ::euidaccess(directory.c_str(), R_OK | X_OK) != 0 && errno == EACCES;
}

// Tells what the quarantine, its keys or the system have against it.
template <class Body>
Exit told_errors(const fs::path& state, const Console& console, const Body& body)
{
    constexpr std::string_view ask = "ask as root or as the daemon's user";
    try {
        return body();
    } catch (const quarantine::Unreadable& error) {
        return refused(console, std::string{"the file "} + error.what(),
                       status_of(error));
    } catch (const crypto::KeyRefused& error) {
        return refused(console, error.problem(), Exit::Configuration, error.mend());
    } catch (const store::StoreError& error) {
        if (is_not_allowed(state))
            return refused(console, error.what(), Exit::NotAllowed, ask);
        return refused(console, error.what(), Exit::NoInput);
    } catch (const std::system_error& error) {
        const bool not_allowed = error.code() == std::errc::permission_denied ||
                                 error.code() == std::errc::operation_not_permitted;
        return refused(console, error.what(),
                       not_allowed ? Exit::NotAllowed : Exit::NoInput,
                       not_allowed ? ask : "");
    }
}

bool has_part(std::string_view text, const std::string& part)
{
    return ascii::lower(text).find(ascii::lower(part)) != std::string::npos;
}

bool fits(const Item& item, const QuarantineFilter& filter)
{
    const auto is_to = [&](const std::string& address) {
        return has_part(address, filter.to);
    };
    const auto& held = item.held;
    return !item.readable() ||
           (has_part(held.sender, filter.from) &&
            (filter.to.empty() || std::ranges::any_of(held.recipients, is_to) ||
             std::ranges::any_of(held.others, is_to)));
}

std::optional<FileName> name_of(const std::string& id)
{
    std::string upper = id;
    for (auto& c : upper)
        if (ascii::is_lower(c))
            c = static_cast<char>(c - 'a' + 'A');
    return FileName::parse(upper + ".mrq");
}

Exit no_such(const std::string& id, const Console& console)
{
    return refused(console, "there is no message " + id + " in quarantine",
                   Exit::NoInput);
}

Exit write_file(quarantine::FileReader& reader, const fs::path& path,
                const Console& console)
{
    try {
        NewFile output{path};
        reader.read_message([&](crypto::ByteView bytes) {
            output.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        });
        output.finish();
        return Exit::Ok;
    } catch (const std::system_error& error) {
        return refused(console, error.what(), Exit::CannotCreate);
    }
}

Exit write_out(quarantine::FileReader& reader, const Console& console)
{
    reader.read_message([&](crypto::ByteView bytes) {
        console.out.write(reinterpret_cast<const char*>(bytes.data()),
                          static_cast<std::streamsize>(bytes.size()));
    });
    return console.out.flush() ? Exit::Ok : Exit::InputOutput;
}

// Read once to the end, so that no part of one that is damaged is given out, and opened
// again.
quarantine::FileReader open_whole(const fs::path& state, const FileName& name)
{
    const AsOwner rights{state};
    const QuarantineView view{state};
    view.open(name).read_message([](crypto::ByteView /*bytes*/) {});
    return view.open(name);
}

} // namespace

Exit list_quarantine(const fs::path& state, const QuarantineFilter& filter,
                     const Console& console)
{
    return told_errors(state, console, [&] {
        const AsOwner rights{state};
        const QuarantineView view{state};
        std::vector<Item> rows;
        for (const auto& name : view.names()) {
            auto item = view.item(name);
            if (!item || !fits(*item, filter))
                continue;
            if (console.json)
                print_item_json(*item, console.out);
            else
                rows.push_back(std::move(*item));
        }
        if (!console.json)
            print_items(rows, console.out);
        return Exit::Ok;
    });
}

Exit show_quarantined(const fs::path& state, const std::string& id,
                      const Console& console)
{
    return told_errors(state, console, [&] {
        const AsOwner rights{state};
        const auto name = name_of(id);
        const auto item = name ? QuarantineView{state}.item(*name) : std::nullopt;
        if (!item)
            return no_such(id, console);
        if (console.json)
            print_item_json(*item, console.out);
        else if (item->readable())
            print_item(*item, console.out);
        if (item->readable())
            return Exit::Ok;
        return refused(console, id + ' ' + item->problem,
                       item->state == "no-key" ? Exit::Configuration : Exit::BadInput);
    });
}

Exit export_quarantined(const fs::path& state, const std::string& id,
                        const fs::path& output, const Console& console)
{
    return told_errors(state, console, [&] {
        const auto name = name_of(id);
        if (!name)
            return no_such(id, console);
        auto reader = open_whole(state, *name);
        return output.empty() ? write_out(reader, console)
                              : write_file(reader, output, console);
    });
}

Exit quarantine(const fs::path& file, const QuarantineOptions& options,
                const Console& console)
{
    const bool to_terminal = options.verb == QuarantineVerb::Export &&
                             options.output.empty() && ::isatty(STDOUT_FILENO) == 1;
    if (to_terminal)
        return refused(console, "a kept message is not written to a terminal",
                       Exit::Usage, "name a file, or send the output to a program");
    const auto configuration = load(file, console);
    if (!configuration)
        return Exit::Configuration;
    const auto& state = configuration->start.state;
    switch (options.verb) {
    case QuarantineVerb::Show:
        return show_quarantined(state, options.id, console);
    case QuarantineVerb::Export:
        return export_quarantined(state, options.id, options.output, console);
    case QuarantineVerb::List:
        break;
    }
    return list_quarantine(state, options.filter, console);
}

} // namespace mailreeve::ctl
