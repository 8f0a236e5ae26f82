#include "ctl/explain.hh"

#include "ctl/explain_content.hh"
#include "mailreeve/base/id.hh"
#include "mailreeve/bounce/reading.hh"
#include "mailreeve/mail/subject.hh"
#include "snapshot/transaction.hh"
#include "snapshot/verdict_headers.hh"

#include <algorithm>
#include <array>
#include <string_view>

#include <unistd.h>

namespace mailreeve::ctl {

namespace {

std::string host_name()
{
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0)
        return "localhost";
    return name.data();
}

inspect::Client client_of(const Scene& scene)
{
    inspect::Client client;
    client.address = net::IpAddress::parse(scene.client);
    client.name = scene.name.empty() ? "unknown" : scene.name;
    client.resolve = scene.name.empty() ? "" : "OK";
    client.daemon_name = scene.daemon_name;
    return client;
}

inspect::Submission submission_of(const Scene& scene)
{
    return {scene.authenticated, scene.client.empty() && !scene.from_outside};
}

// One message on its way through the daemon's own rooms.
class Trial {
public:
    Trial(const Bench& bench, const Scene& scene, const MessageFront& message,
          Deadline deadline)
        : bench_{bench}, scene_{scene}, message_{message}, deadline_{deadline},
          id_{Id::make(bench.clock.wall())}, header_{parse_header(message.text)}
    {
    }

    Explanation run()
    {
        const auto client = client_of(scene_);
        const auto inspection = bench_.snapshot->inspect(client);
        inspection->helo(scene_.helo);
        told_.origin = bench_.snapshot->origin(client, submission_of(scene_));
        snapshot::Transaction transaction{bench_.snapshot, inspection,
                                          mail::Address::tolerant(scene_.sender),
                                          told_.origin};
        for (const auto& text : scene_.recipients)
            ask(transaction, mail::Address::tolerant(text));
        told_.mode = bench_.snapshot->settings().attachments.mode;
        if (message_.is_all)
            told_.content = survey(bench_, message_.text);
        if (transaction.recipients() > 0)
            end(transaction);
        if (told_.content)
            judge_parts(*told_.content, bench_.snapshot->settings().attachments, whom(),
                        told_.origin);
        return std::move(told_);
    }

private:
    void ask(snapshot::Transaction& transaction, mail::Address recipient)
    {
        auto decision = transaction.recipient(recipient, deadline_);
        const bool refused = policy::reply(decision.verdict) != nullptr;
        told_.recipients.push_back(
            {std::move(recipient), std::move(decision), refused});
    }

    void end(snapshot::Transaction& transaction)
    {
        read_bounce(transaction);
        if (told_.mode != attachment::Mode::Off && !told_.is_unjudged())
            transaction.brought(told_.content->survey);
        const auto ruling = transaction.end(deadline_, policy::Holding::Recipients);
        auto decision = ruling.recipients.begin();
        for (auto& recipient : told_.recipients)
            if (!recipient.at_rcpt)
                recipient.decision = *decision++;
        told_.message = ruling.message;
        plan_removals();
        add_headers(transaction);
        add_subjects();
    }

    void read_bounce(snapshot::Transaction& transaction) const
    {
        if (!transaction.wants_reading() ||
            !bounce::may_be_bounce(transaction.sender(), header_))
            return;
        bounce::ReadingLimits limits;
        limits.message =
            std::min(message_.text.size(),
                     max_header + bench_.snapshot->settings().bounces.scan.bytes);
        transaction.came_back(
            bounce::read(transaction.sender(), message_.text, message_.is_all, limits));
    }

    bool is_refused() const { return policy::reply(told_.message->verdict) != nullptr; }

    void plan_removals()
    {
        if (told_.message->removals.empty() || is_refused() ||
            policy::is_held(told_.message->verdict))
            return;
        told_.strip =
            snapshot::stripping(told_.content->survey, message_.text, *told_.message,
                                snapshot::notice(bench_.snapshot->settings(),
                                                 id_.text(), bench_.clock.wall()));
        told_.added.push_back(
            {std::string{attachment::stripped_field}, told_.strip->field});
    }

    void add_headers(const snapshot::Transaction& transaction)
    {
        if (told_.origin == inspect::Origin::Outbound || is_refused())
            return;
        const auto& decision = *told_.message;
        add(snapshot::verdict_field, snapshot::verdict_value(decision, id_));
        add(snapshot::findings_field, snapshot::findings_value(decision.findings));
        const auto& hostname = bench_.snapshot->settings().hostname;
        if (!transaction.iprev().empty())
            add(snapshot::results_field,
                snapshot::results_value(hostname.empty() ? host_name() : hostname,
                                        transaction.iprev(), scene_.client));
    }

    void add(const std::string& name, const std::string& value)
    {
        told_.added.push_back({name, mail::fold(name, value)});
    }

    void add_subjects()
    {
        const auto* tag = std::get_if<policy::Tag>(&told_.message->verdict);
        if (tag == nullptr)
            return;
        auto& subjects = told_.subjects;
        for (const auto& field : header_)
            if (field.is("Subject"))
                subjects.push_back(mail::tagged_subject(field.value, tag->subject_tag));
        if (subjects.empty())
            subjects.push_back(mail::tagged_subject(std::nullopt, tag->subject_tag));
    }

    // Whose rules judge the parts: those of the recipients who are still there.
    std::vector<mail::Address> whom() const
    {
        if (told_.origin == inspect::Origin::Outbound)
            return {mail::Address::tolerant(scene_.sender)};
        std::vector<mail::Address> all;
        for (const auto& recipient : told_.recipients)
            if (!recipient.at_rcpt || !told_.message)
                all.push_back(bench_.snapshot->addressed(recipient.address).address);
        return all;
    }

    const Bench& bench_;
    const Scene& scene_;
    const MessageFront& message_;
    Deadline deadline_;
    Id id_;
    std::vector<mail::HeaderField> header_;
    Explanation told_;
};

} // namespace

Explanation explain(const Bench& bench, const Scene& scene, const MessageFront& message,
                    Deadline deadline)
{
    return Trial{bench, scene, message, deadline}.run();
}

} // namespace mailreeve::ctl
