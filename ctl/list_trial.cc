#include "ctl/list_trial.hh"

#include "ctl/table.hh"

#include <utility>

namespace mailreeve::ctl {

namespace {

// ::ffff:7f00:2 and ::ffff:7f00:1, which an IpAddress takes for IPv4.
constexpr const char* v6_listed =
    "2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.";
constexpr const char* v6_unlisted =
    "1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.";

bool is_listed(const ListAnswer& answer)
{
    return std::holds_alternative<rbl::Listed>(answer.listing);
}

std::string told(const ListAnswer& answer)
{
    const auto* unusable = std::get_if<rbl::Unusable>(&answer.listing);
    return answer.asked + ' ' +
           (unusable != nullptr ? std::string{rbl::name(*unusable)}
                                : verdict_of(answer)) +
           ", " + milliseconds(answer.took.count());
}

Remark worse(Remark remark, Grade grade, std::string hint)
{
    if (grade > remark.grade) {
        remark.grade = grade;
        remark.hint = std::move(hint);
    }
    return remark;
}

Remark judged(Remark remark, const ListAnswer& answer, Expected expected)
{
    remark.text += (remark.text.empty() ? "" : "; ") + told(answer);
    if (const auto* unusable = std::get_if<rbl::Unusable>(&answer.listing))
        return worse(std::move(remark), Grade::Warning,
                     rbl::sentence(*unusable, *answer.list, answer.answered));
    if (is_listed(answer) && expected == Expected::Unlisted)
        return worse(std::move(remark), Grade::Error,
                     "it lists what nobody may list: take it out");
    if (!is_listed(answer) && expected == Expected::Listed)
        return worse(std::move(remark), Grade::Warning,
                     "its test entry is missing: is it still alive?");
    return remark;
}

} // namespace

ListTrial::ListTrial(const Asking& asking, const std::shared_ptr<const rbl::List>& list)
    : list_{list}
{
    const auto try_point = [&](const std::string& what, const std::string& name,
                               Expected expected) {
        points_.push_back(
            {ListQuery{asking, list, what, name + list->suffix()}, expected});
    };
    if (!is_about_clients(*list)) {
        try_point("TEST", "test.", Expected::Listed);
        try_point("INVALID", "invalid.", Expected::Unlisted);
        return;
    }
    if (list->ipv4) {
        try_point("127.0.0.2", "2.0.0.127.", Expected::Listed);
        try_point("127.0.0.1", "1.0.0.127.", Expected::Unlisted);
    }
    if (list->ipv6) {
        try_point("::FFFF:7F00:2", v6_listed, Expected::Either);
        try_point("::FFFF:7F00:1", v6_unlisted, Expected::Unlisted);
    }
}

Remark ListTrial::remark(Deadline deadline) const
{
    Remark remark{Grade::Ok, "list " + list_->name, {}, {}};
    for (const auto& point : points_)
        remark =
            judged(std::move(remark), point.query.answer(deadline), point.expected);
    return remark;
}

Remarks try_lists(const Asking& asking, const rbl::Lists& lists, Deadline deadline)
{
    std::vector<ListTrial> trials;
    for (const auto& list : lists)
        trials.emplace_back(asking, list);
    Remarks remarks;
    for (const auto& trial : trials)
        remarks.push_back(trial.remark(deadline));
    return remarks;
}

} // namespace mailreeve::ctl
