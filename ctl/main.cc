// mailreevectl(8): the command line. The only file that knows CLI11.
#include "ctl/bounce_command.hh"
#include "ctl/catalogue_command.hh"
#include "ctl/check.hh"
#include "ctl/daemon_command.hh"
#include "ctl/explain.hh"
#include "ctl/keys.hh"
#include "ctl/lookup.hh"
#include "ctl/quarantine_command.hh"
#include "ctl/settings_command.hh"
#include "mailreeve/log/escape.hh"

#include <CLI/CLI.hpp>

#include <csignal>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

namespace mailreeve::ctl {

namespace {

using Command = std::function<Exit(const Console&)>;

// What was said on the command line.
struct Arguments {
    std::string file = "/etc/mailreeve/mailreeve.yaml";
    std::string socket; // empty: the one that the configuration names
    bool json = false;
    bool defaults = false;
    std::string list;
    unsigned known_for = 0; // seconds
    CheckOptions check;
    std::string check_subject;
    bool no_dns = false;
    LookupOptions lookup;
    ExplainOptions explain;
    BounceOptions bounce;
    std::string bounce_sender;
    KeysOptions keys;
    QuarantineOptions quarantine;
    Command command;
};

void add_daemon(CLI::App& app, Arguments& arguments)
{
    struct Word {
        const char* name;
        const char* help;
        control::Verb verb;
        bool has_json;
    };
    constexpr Word words[] = {
        {"status", "how the running daemon is", control::Verb::Status, true},
        {"metrics", "its metrics, for Prometheus", control::Verb::Metrics, false},
        {"reload", "read the configuration again", control::Verb::Reload, true},
        {"stop", "finish the messages and end", control::Verb::Stop, false},
    };
    for (const auto& word : words)
        app.add_subcommand(word.name, word.help)->callback([&arguments, word] {
            arguments.command = [&arguments, word](const Console& console) {
                const bool json = word.has_json && arguments.json;
                const control::Request request{word.verb, json ? control::Form::Json
                                                               : control::Form::Text};
                return arguments.socket.empty()
                           ? ask_daemon_of(arguments.file, request, console)
                           : ask_daemon(arguments.socket, request, console);
            };
        });
}

void add_config(CLI::App& app, Arguments& arguments)
{
    auto* config = app.add_subcommand("config", "the configuration");
    config->require_subcommand(1);
    auto* show = config->add_subcommand("show", "every key with its value");
    show->add_flag("--defaults", arguments.defaults, "those of an empty file");
    show->callback([&arguments] {
        arguments.command = [&arguments](const Console& console) {
            return arguments.defaults ? show_defaults(console)
                                      : show_settings(arguments.file, console);
        };
    });
}

void add_check(CLI::App& app, Arguments& arguments)
{
    auto* check = app.add_subcommand(
        "check", "the configuration, its places, the lists and the MTA's settings");
    check
        ->add_option("subject", arguments.check_subject,
                     "bounces: only what they need to prove themselves")
        ->check(CLI::IsMember({"bounces"}));
    check->add_option("--postfix-config", arguments.check.postfix,
                      "the configuration directory of Postfix");
    check->add_option("--postconf", arguments.check.postconf,
                      "postconf(1) of a Postfix in a place of its own");
    check->add_flag("--no-dns", arguments.no_dns, "do not ask the lists");
    check->callback([&arguments] {
        arguments.command = [&arguments](const Console& console) {
            arguments.check.file = arguments.file;
            arguments.check.ask_dns = !arguments.no_dns;
            arguments.check.scope =
                arguments.check_subject.empty() ? Scope::All : Scope::Bounces;
            return ctl::check(arguments.check, console);
        };
    });
}

void add_lookup(CLI::App& app, Arguments& arguments)
{
    auto* lookup =
        app.add_subcommand("lookup", "reverse DNS and every list about one subject");
    lookup->add_option("subject", arguments.lookup.what, "an address or a name")
        ->required();
    lookup->add_flag("--all-presets", arguments.lookup.all_presets,
                     "every list of the catalogue");
    lookup->callback([&arguments] {
        arguments.command = [&arguments](const Console& console) {
            arguments.lookup.file = arguments.file;
            return ctl::lookup(arguments.lookup, console);
        };
    });
}

void add_explain(CLI::App& app, Arguments& arguments)
{
    auto& scene = arguments.explain.scene;
    auto* explain =
        app.add_subcommand("explain", "what would be decided about a message, and why");
    explain
        ->add_option("message", arguments.explain.messages,
                     "its file; - reads the input")
        ->required();
    explain->add_option("--client", scene.client,
                        "address of the client; none: handed in on this host");
    explain->add_option("--name", scene.name, "the name that the MTA has confirmed");
    explain->add_option("--helo", scene.helo, "what it said in HELO");
    explain->add_option("--from", scene.sender, "envelope sender; none: <>");
    explain
        ->add_option("--to", scene.recipients,
                     "envelope recipient; may be repeated; none: as the file says")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    explain->add_option("--authenticated", scene.authenticated, "the user");
    explain->add_option("--daemon", scene.daemon_name, "name of the MTA's service");
    explain->add_option("--known-for", arguments.known_for,
                        "seconds since it was first tried, for action: delay");
    explain->add_option("--strip", arguments.explain.strip,
                        "write what would be delivered: a new file, a directory, or -");
    explain->callback([&arguments] {
        arguments.command = [&arguments](const Console& console) {
            arguments.explain.file = arguments.file;
            arguments.explain.known_for = std::chrono::seconds{arguments.known_for};
            return ctl::explain(arguments.explain, console);
        };
    });
}

void add_bounce(CLI::App& app, Arguments& arguments)
{
    auto& options = arguments.bounce;
    auto* bounce = app.add_subcommand("bounce", "what came back");
    bounce->require_subcommand(1);
    auto* explain = bounce->add_subcommand(
        "explain", "what a bounce is, what proves it, and what is done with it");
    explain->add_option("message", options.messages, "its file; - reads the input")
        ->required();
    auto* sender = explain->add_option("--from", arguments.bounce_sender,
                                       "envelope sender; none: as the file says");
    explain->add_option("--to", options.scene.recipient,
                        "envelope recipient; none: as the file says");
    explain->callback([&arguments, &app, sender] {
        arguments.command = [&arguments, &app, sender](const Console& console) {
            arguments.bounce.file = arguments.file;
            arguments.bounce.must_be_there = app.count("--config") > 0;
            if (sender->count() > 0)
                arguments.bounce.scene.sender = arguments.bounce_sender;
            return explain_bounces(arguments.bounce, console);
        };
    });
}

void add_rbl(CLI::App& app, Arguments& arguments)
{
    auto* rbl = app.add_subcommand("rbl", "the catalogue of DNS lists");
    rbl->require_subcommand(1);
    rbl->add_subcommand("list", "what it holds, the dead ones too")
        ->callback([&arguments] {
            arguments.command = [&arguments](const Console& console) {
                return list_catalogue(arguments.file, console);
            };
        });
    auto* test = rbl->add_subcommand("test", "ask for the test entries of one list");
    test->add_option("list", arguments.list, "its name or zone")->required();
    test->callback([&arguments] {
        arguments.command = [&arguments](const Console& console) {
            return try_list(arguments.file, arguments.list, console);
        };
    });
}

// What the words after `keys` ask for.
void run_as(CLI::App& command, Arguments& arguments, KeysVerb verb)
{
    command.callback([&arguments, verb] {
        arguments.command = [&arguments, verb](const Console& console) {
            arguments.keys.verb = verb;
            return ctl::keys(arguments.file, arguments.keys, console);
        };
    });
}

void add_keys(CLI::App& app, Arguments& arguments)
{
    struct Word {
        const char* name;
        const char* help;
        KeysVerb verb;
    };
    constexpr Word words[] = {
        {"init", "make the first key", KeysVerb::Init},
        {"list", "the keys, and which of them signs", KeysVerb::List},
        {"rotate", "make a key that takes over", KeysVerb::Rotate},
    };
    auto* keys = app.add_subcommand("keys", "the keys of stamps");
    keys->require_subcommand(1);
    for (const auto& word : words) {
        auto* command = keys->add_subcommand(word.name, word.help);
        if (word.verb == KeysVerb::Rotate)
            command->add_option("--from", arguments.keys.from,
                                "how long until it signs, as 1h; none: at once");
        run_as(*command, arguments, word.verb);
    }
}

// What the words after `quarantine` ask for.
void run_as(CLI::App& command, Arguments& arguments, QuarantineVerb verb)
{
    command.callback([&arguments, verb] {
        arguments.command = [&arguments, verb](const Console& console) {
            arguments.quarantine.verb = verb;
            return ctl::quarantine(arguments.file, arguments.quarantine, console);
        };
    });
}

void add_quarantine(CLI::App& app, Arguments& arguments)
{
    auto& options = arguments.quarantine;
    auto* quarantine = app.add_subcommand("quarantine", "messages that are kept");
    quarantine->require_subcommand(1);
    auto* list = quarantine->add_subcommand("list", "all of them, the newest first");
    list->add_option("--to", options.filter.to, "part of a recipient's address");
    list->add_option("--from", options.filter.from, "part of the sender's address");
    run_as(*list, arguments, QuarantineVerb::List);
    auto* show = quarantine->add_subcommand("show", "what is known of one");
    show->add_option("id", options.id, "as it is listed")->required();
    run_as(*show, arguments, QuarantineVerb::Show);
    auto* take = quarantine->add_subcommand("export", "the message, as it came");
    take->add_option("id", options.id, "as it is listed")->required();
    take->add_option("file", options.output,
                     "a new file; none: the output, unless that is a terminal");
    run_as(*take, arguments, QuarantineVerb::Export);
}

Exit run(int count, char** words)
{
    CLI::App app{"asks mailreeve, and about mail", "mailreevectl"};
    Arguments arguments;
    app.set_version_flag("-V,--version", "mailreevectl " MAILREEVE_VERSION);
    app.add_option("-c,--config", arguments.file, "the configuration")
        ->capture_default_str();
    app.add_option("--socket", arguments.socket,
                   "the control socket, where the configuration does not say");
    app.add_flag("--json", arguments.json, "for programs");
    app.require_subcommand(1);
    app.fallthrough();
    add_daemon(app, arguments);
    add_config(app, arguments);
    add_check(app, arguments);
    add_lookup(app, arguments);
    add_explain(app, arguments);
    add_bounce(app, arguments);
    add_rbl(app, arguments);
    add_keys(app, arguments);
    add_quarantine(app, arguments);
    try {
        app.parse(count, words);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? Exit::Ok : Exit::Usage;
    }
    const auto status =
        arguments.command(Console{std::cout, std::cerr, arguments.json});
    std::cout.flush();
    return std::cout.good() ? status : Exit::InputOutput;
}

} // namespace

} // namespace mailreeve::ctl

int main(int count, char** words)
{
    ::signal(SIGPIPE, SIG_IGN);
    try {
        return static_cast<int>(mailreeve::ctl::run(count, words));
    } catch (const std::exception& error) {
        std::cerr << "mailreevectl: " << mailreeve::log::escape(error.what()) << '\n';
        return static_cast<int>(mailreeve::ctl::Exit::Software);
    }
}
