// The command around explain(): configuration, services and files.
#include "ctl/explain.hh"
#include "ctl/explain_delivery.hh"
#include "ctl/explain_view.hh"
#include "ctl/new_file.hh"
#include "ctl/services.hh"
#include "ctl/stamp_state.hh"
#include "ctl/told_envelope.hh"
#include "mailreeve/attachment/worker_pool.hh"
#include "mailreeve/log/escape.hh"

#include <optional>
#include <ostream>
#include <system_error>
#include <utility>

namespace mailreeve::ctl {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds beyond_budget{500};

// Started when the first file needs it. One thread.
class Worker final : public attachment::Unpacker {
public:
    explicit Worker(attachment::UnpackSettings settings)
        : settings_{std::move(settings)}
    {
        settings_.workers = 1; // messages are looked at one after the other
    }

    attachment::Item look_into(attachment::Enclosed file) override
    {
        if (!pool_)
            pool_.emplace(settings_);
        return pool_->look_into(std::move(file));
    }

private:
    attachment::UnpackSettings settings_;
    std::optional<attachment::WorkerPool> pool_;
};

bool is_a_directory(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

class Command {
public:
    Command(const ExplainOptions& options, snapshot::Configuration configuration,
            const Console& console)
        : options_{options}, console_{console},
          configuration_{std::move(configuration)}, services_{settings().dns,
                                                              options.known_for},
          state_{configuration_.start.state}, worker_{settings().attachments.unpack},
          into_directory_{is_a_directory(options.strip)}
    {
        auto asked = services_.for_inspections();
        asked.keys = &state_.keys();
        asked.ledger = &state_.ledger();
        snapshot_ = std::make_shared<const snapshot::Snapshot>(
            settings(), configuration_.lists, 1, asked);
    }

    Exit run()
    {
        const auto& scene = options_.scene;
        if (!scene.client.empty() && !net::IpAddress::parse(scene.client))
            return wrong(log::value(scene.client) + " is no address", Exit::Usage);
        if (!options_.strip.empty() && options_.messages.size() > 1 && !into_directory_)
            return wrong(log::value(options_.strip.string()) +
                             " is no directory, and there is more than one message",
                         Exit::Usage);
        auto status = Exit::Ok;
        for (const auto& file : options_.messages) {
            const auto result = look_at(file);
            if (result != Exit::Ok)
                status = result;
        }
        return status;
    }

private:
    const snapshot::Settings& settings() const { return configuration_.settings; }

    Exit wrong(const std::string& words, Exit status) const
    {
        console_.err << "mailreevectl: " << words << '\n';
        return status;
    }

    Exit look_at(const fs::path& file)
    {
        const auto message = read_front(file, settings().attachments.max_message.bytes);
        if (!message)
            return wrong(log::value(file.string()) + " cannot be read", Exit::NoInput);
        const auto scene = scene_of(*message);
        tell_of_keys(scene, *message);
        const auto explanation = explained(scene, *message);
        Written written;
        const auto stripped = strip(file, explanation, *message, written);
        if (console_.json)
            print_json(explanation, file.string(), written, words());
        else
            tell(file, explanation);
        return explanation.is_unjudged() && stripped == Exit::Ok ? Exit::Failed
                                                                 : stripped;
    }

    // What is delivered goes where the words usually go.
    std::ostream& words() const
    {
        return options_.strip == "-" ? console_.err : console_.out;
    }

    void tell(const fs::path& file, const Explanation& explanation)
    {
        if (options_.messages.size() > 1)
            words() << (told_ ? "\n" : "") << "file: " << log::escape(file.string())
                    << '\n';
        told_ = true;
        print_text(explanation, words());
    }

    Explanation explained(const Scene& scene, const MessageFront& message)
    {
        const auto held = state_.rights();
        const auto deadline =
            services_.clock().now() + settings().dns.budget + beyond_budget;
        return explain({snapshot_, &worker_, services_.clock()}, scene, message,
                       deadline);
    }

    // Where nobody says who brought it, it came from outside.
    Scene scene_of(const MessageFront& message) const
    {
        auto scene = options_.scene;
        if (!scene.recipients.empty())
            return scene;
        const auto header = parse_header(message.text);
        const auto recipient = told_recipient(header, settings().local);
        scene.recipients = {recipient ? recipient->text() : std::string{}};
        scene.from_outside = true;
        if (scene.sender.empty())
            scene.sender = told_sender(header, message.text).value_or("");
        return scene;
    }

    // Only where they would have mattered.
    void tell_of_keys(const Scene& scene, const MessageFront& message)
    {
        const auto& problem = state_.seen().problem;
        if (!keys_told_ && !problem.empty() &&
            bounce::may_be_bounce(mail::Address::tolerant(scene.sender),
                                  parse_header(message.text))) {
            console_.err << "mailreevectl: keys: " << log::escape(problem) << '\n';
            keys_told_ = true;
        }
    }

    Exit strip(const fs::path& file, const Explanation& explanation,
               const MessageFront& message, Written& written) const
    {
        if (options_.strip.empty())
            return Exit::Ok;
        const auto text = delivered(explanation, settings(), message.text);
        if (!text) {
            const bool many = into_directory_ && !explanation.is_unjudged();
            console_.err << "mailreevectl: " << log::value(file.string()) << " is "
                         << not_delivered(explanation) << ": nothing is written\n";
            return many ? Exit::Ok : Exit::NotAllowed;
        }
        if (options_.strip == "-")
            return console_.out << *text && console_.out.flush() ? Exit::Ok
                                                                 : Exit::InputOutput;
        return write(into_directory_ ? options_.strip / file.filename()
                                     : options_.strip,
                     *text, written);
    }

    Exit write(const fs::path& path, const std::string& text, Written& written) const
    {
        try {
            NewFile output{path};
            output.write(text);
            output.finish();
        } catch (const std::system_error& error) {
            return wrong(log::escape(error.what()), Exit::CannotCreate);
        }
        written.file = path;
        return Exit::Ok;
    }

    const ExplainOptions& options_;
    const Console& console_;
    snapshot::Configuration configuration_;
    Services services_;
    StampState state_;
    Worker worker_;
    std::shared_ptr<const snapshot::Snapshot> snapshot_;
    bool into_directory_;
    bool keys_told_ = false;
    bool told_ = false;
};

} // namespace

Exit explain(const ExplainOptions& options, const Console& console)
{
    auto configuration = load(options.file, console);
    if (!configuration)
        return Exit::Configuration;
    return Command{options, std::move(*configuration), console}.run();
}

} // namespace mailreeve::ctl
