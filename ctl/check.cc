#include "ctl/check.hh"

#include "ctl/bounce_review.hh"
#include "ctl/exchanger_review.hh"
#include "ctl/list_trial.hh"
#include "ctl/place_review.hh"
#include "ctl/postfix_review.hh"
#include "ctl/services.hh"
#include "ctl/stamping_review.hh"

#include <ostream>

namespace mailreeve::ctl {

namespace {

void append(Remarks& remarks, Remarks more)
{
    for (auto& remark : more)
        remarks.push_back(std::move(remark));
}

Remarks try_lists_of(const snapshot::Configuration& configuration,
                     std::chrono::milliseconds patience)
{
    if (configuration.lists.empty())
        return {{Grade::Ok, "lists", "none is configured", {}}};
    Services services{configuration.settings.dns, {}};
    return try_lists({services.resolver(), services.clock()}, configuration.lists,
                     services.clock().now() + patience);
}

// Between us and Postfix, and on the way of stamps; the latter alone where it was
// asked for.
Remarks review_postfix(const snapshot::Configuration& configuration,
                       const CheckOptions& options)
{
    std::string problem;
    const auto postfix = ask_postfix(options.postconf, options.postfix, problem);
    if (!postfix)
        return {{Grade::Warning, "postfix", "not looked at: " + problem,
                 "where another MTA runs, all is well"}};
    const Ours ours{configuration.start.listen, configuration.settings.dns.budget,
                    configuration.settings.attachments.mode == attachment::Mode::Strip};
    Remarks remarks;
    if (options.scope == Scope::All)
        remarks = review(*postfix, ours);
    if (stamps_anything(configuration.settings))
        append(remarks, review_stamping(*postfix, ours, configuration.settings));
    return remarks;
}

Remarks review_stamps(const snapshot::Configuration& configuration)
{
    StampState state{configuration.start.state};
    return review_bounces(
        configuration.settings,
        look_at_stamping(configuration.settings, state, SystemClock{}.wall()));
}

Remarks ask_exchangers(const snapshot::Configuration& configuration,
                       std::chrono::milliseconds patience)
{
    const auto& settings = configuration.settings;
    Services services{settings.dns, {}};
    return review_exchangers({services.resolver(), services.clock()},
                             settings.local.domains,
                             this_host(settings.hostname, settings.local.relays),
                             services.clock().now() + patience);
}

} // namespace

Exit check(const CheckOptions& options, const Console& console)
{
    const auto configuration = load(options.file, console);
    if (!configuration)
        return Exit::Configuration;
    Remarks remarks{{Grade::Ok, "configuration", options.file.string(), {}}};
    if (options.scope == Scope::All) {
        append(remarks, review_places(configuration->start));
        append(remarks, review_worker(configuration->settings.attachments));
        if (options.ask_dns)
            append(remarks, try_lists_of(*configuration, options.patience));
    }
    append(remarks, review_stamps(*configuration));
    if (options.ask_dns && stamps_anything(configuration->settings))
        append(remarks, ask_exchangers(*configuration, options.patience));
    append(remarks, review_postfix(*configuration, options));
    print(remarks, console);
    return status_of(remarks);
}

} // namespace mailreeve::ctl
