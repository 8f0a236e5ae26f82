#include "mailreeve/attachment/judge.hh"

#include "mailreeve/attachment/ready_rule.hh"
#include "mailreeve/base/utf8.hh"

#include <algorithm>
#include <array>

namespace mailreeve::attachment {

namespace {

using Asked = std::vector<const ReadyRule*>;

struct Opinion {
    Action action = Action::Allow;
    std::string rule;
    std::string reason;
};

std::string reason_of(Obstacle obstacle)
{
    static constexpr std::array<std::string_view, 12> reasons{
        "can be looked at",
        "is encrypted and cannot be looked into",
        "is broken and cannot be looked into",
        "contains files inside of files, deeper than we look",
        "is larger than we look into",
        "contains more files than we look at",
        "takes longer than we look into a file",
        "would not be the same file to every program that opens it",
        "is only a part of a file",
        "is not in the message but elsewhere",
        "is of a kind that we cannot look into",
        "could not be looked into",
    };
    return std::string{reasons.at(static_cast<std::size_t>(obstacle))};
}

Opinion by_rules(const Item& item, const NameForms& names, const Asked& rules)
{
    for (const auto* ready : rules)
        if (ready->rule.obstacles.empty() && ready->matches(item, names))
            return {ready->rule.action, ready->rule.name, ready->reason(item, names)};
    return {};
}

bool speaks_of(const Rule& rule, Hindrance hindrance)
{
    return std::ranges::find(rule.obstacles, hindrance) != rule.obstacles.end();
}

// One judgement: of one item and all inside of it.
class Judgement {
public:
    Judgement(const RuleSet& rules, Direction direction, const mail::Address& whom,
              NameWork& work)
        : rules_{rules}, work_{work}
    {
        for (const auto& ready : rules.rules())
            if (ready.is_for(direction, whom))
                asked_.push_back(&ready);
    }

    void look_at(const Item& item, const std::string& above)
    {
        const auto names = all_forms(item, work_);
        const auto path = below(above, item);
        take(by_rules(item, names, asked_), path);
        // Who can read a name in more ways than we can count hides something.
        const auto obstacle = item.obstacle == Obstacle::None && !names.complete
                                  ? Obstacle::Ambiguous
                                  : item.obstacle;
        if (obstacle != Obstacle::None)
            take_obstacle(item, names, obstacle, path);
        for (const auto& inner : item.inside)
            look_at(inner, path);
    }

    Judged result() &&
    {
        judged_.result = capped(judged_.asked);
        return std::move(judged_);
    }

private:
    static std::string below(const std::string& above, const Item& item)
    {
        auto path = above.empty() ? std::string{} : above + '/';
        path += item.names.empty() ? "(without a name)" : item.names.front();
        if (path.size() <= longest_item_path)
            return path;
        constexpr auto half = longest_item_path / 2 - 2;
        auto end = half;
        while ((static_cast<unsigned char>(path[end]) & 0xc0U) == 0x80U)
            --end;
        auto begin = path.size() - half;
        while ((static_cast<unsigned char>(path[begin]) & 0xc0U) == 0x80U)
            ++begin;
        return path.substr(0, end) + "..." + path.substr(begin);
    }

    Opinion on(const Item& item, const NameForms& names, Obstacle obstacle) const
    {
        const auto what = hindrance(obstacle);
        for (const auto* ready : asked_)
            if (speaks_of(ready->rule, what) && ready->matches(item, names))
                return {ready->rule.action, ready->rule.name,
                        ready->rule.reason.empty() ? reason_of(obstacle)
                                                   : ready->rule.reason};
        return {rules_.action_for(what), std::string{name(what)}, reason_of(obstacle)};
    }

    void take_obstacle(const Item& item, const NameForms& names, Obstacle obstacle,
                       const std::string& path)
    {
        const bool first = judged_.complete;
        judged_.complete = false;
        const auto opinion = on(item, names, obstacle);
        const bool decides = opinion.action > judged_.asked;
        take(opinion, path);
        if (!decides && !(first && judged_.asked == Action::Allow))
            return;
        judged_.path = path;
        judged_.rule = opinion.rule;
        judged_.reason = opinion.reason;
        judged_.obstacle = obstacle;
        judged_.detail = item.detail;
    }

    void take(const Opinion& opinion, const std::string& path)
    {
        const bool names_it = judged_.rule.empty() && !opinion.rule.empty();
        if (opinion.action <= judged_.asked && !names_it)
            return;
        judged_.asked = std::max(judged_.asked, opinion.action);
        judged_.rule = opinion.rule;
        judged_.reason = opinion.reason;
        judged_.path = path;
        judged_.obstacle = Obstacle::None;
        judged_.detail.clear();
    }

    Action capped(Action action) const
    {
        switch (rules_.mode()) {
        case Mode::Off:
            return Action::Allow;
        case Mode::Report:
            return std::min(action, Action::Report);
        case Mode::Quarantine:
            return action == Action::Strip ? Action::Quarantine : action;
        case Mode::Strip:
            break;
        }
        return action;
    }

    const RuleSet& rules_;
    NameWork& work_;
    Asked asked_;
    Judged judged_;
};

} // namespace

Hindrance hindrance(Obstacle obstacle)
{
    switch (obstacle) {
    case Obstacle::Encrypted:
        return Hindrance::Encrypted;
    case Obstacle::Ambiguous:
        return Hindrance::Ambiguous;
    case Obstacle::Partial:
        return Hindrance::Partial;
    case Obstacle::External:
        return Hindrance::External;
    default:
        return Hindrance::Unjudged;
    }
}

Judged judge(const Item& item, const RuleSet& rules, Direction direction,
             const mail::Address& whom)
{
    NameWork work;
    return judge(item, rules, direction, whom, work);
}

Judged judge(const Item& item, const RuleSet& rules, Direction direction,
             const mail::Address& whom, NameWork& work)
{
    if (rules.mode() == Mode::Off)
        return {};
    Judgement judgement{rules, direction, whom, work};
    judgement.look_at(item, {});
    return std::move(judgement).result();
}

} // namespace mailreeve::attachment
