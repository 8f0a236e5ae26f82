#include "snapshot/stripping.hh"

#include "snapshot/snapshot.hh"

namespace mailreeve::snapshot {

namespace {

// What is denied first, and then what it was in.
std::vector<std::string> names(const attachment::Item& item, const std::string& path)
{
    if (item.names.empty())
        return path.empty() ? std::vector<std::string>{} : std::vector{path};
    const auto& outer = item.names.front();
    if (path.size() > outer.size() + 1 && path.starts_with(outer + '/'))
        return {path.substr(outer.size() + 1), outer};
    return {path.empty() ? outer : path};
}

attachment::Removal removal_of(const attachment::Part& part,
                               const policy::Removal& removal)
{
    attachment::Removal taken;
    taken.entity = part.entity;
    if (part.embedded)
        taken.embedded = part.embedded->where;
    taken.what = {names(part.item, removal.path), removal.rule, removal.reason};
    return taken;
}

} // namespace

Stripping stripping(const attachment::Survey& survey, std::string_view raw,
                    const policy::Decision& decision, const attachment::Notice& notice)
{
    Stripping stripping;
    for (const auto& removal : decision.removals)
        stripping.removals.push_back(
            removal_of(survey.parts.at(removal.part), removal));
    stripping.plan =
        attachment::plan_strip(*survey.tree, raw, stripping.removals, notice);
    stripping.field = attachment::stripped_value(stripping.removals, raw);
    return stripping;
}

attachment::Notice notice(const Settings& settings, const std::string& id,
                          WallTime time)
{
    return {settings.attachments.notice, speaker(settings), id, time};
}

} // namespace mailreeve::snapshot
