#include "ctl/check.hh"

#include "ctl/list_trial.hh"
#include "ctl/place_review.hh"
#include "ctl/postfix_review.hh"
#include "ctl/services.hh"

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

Remarks review_postfix(const snapshot::Configuration& configuration,
                       const CheckOptions& options)
{
    std::string problem;
    const auto postfix = ask_postfix(options.postconf, options.postfix, problem);
    if (!postfix)
        return {{Grade::Warning, "postfix", "not looked at: " + problem,
                 "where another MTA runs, all is well"}};
    return review(*postfix,
                  {configuration.start.listen, configuration.settings.dns.budget});
}

} // namespace

Exit check(const CheckOptions& options, const Console& console)
{
    const auto configuration = load(options.file, console);
    if (!configuration)
        return Exit::Configuration;
    Remarks remarks{{Grade::Ok, "configuration", options.file.string(), {}}};
    append(remarks, review_places(configuration->start));
    if (options.ask_dns)
        append(remarks, try_lists_of(*configuration, options.patience));
    append(remarks, review_postfix(*configuration, options));
    print(remarks, console);
    return status_of(remarks);
}

} // namespace mailreeve::ctl
