// One question to one DNS list, with its answer, its text and its time.
#pragma once

#include "mailreeve/base/clock.hh"
#include "mailreeve/base/future.hh"
#include "mailreeve/dns/resolver.hh"
#include "mailreeve/rbl/blocklists.hh"
#include "mailreeve/rbl/reading.hh"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace mailreeve::ctl {

using Took = std::chrono::milliseconds;

// What to ask with; both must outlive every question.
struct Asking {
    const dns::Resolver& resolver;
    const Clock& clock;
};

// An answer, and when it came.
template <class Answer>
struct Timed {
    Answer answer;
    Deadline at;
};

template <class Answer>
Future<Timed<Answer>> timed(const Future<Answer>& future, const Clock& clock)
{
    const Promise<Timed<Answer>> promise;
    future.then([promise, &clock](const Answer& answer) {
        promise.set({answer, clock.now()});
    });
    return promise.future();
}

struct ListAnswer {
    std::shared_ptr<const rbl::List> list;
    std::string asked; // the address or domain
    rbl::Listing listing;
    std::string answered; // what made it unusable
    std::string text;     // TXT of a listing
    Took took{0};
};

// Starts at once. Copyable.
class ListQuery {
public:
    // `asked` is what `name`, below the list's zone, stands for.
    ListQuery(const Asking& asking, std::shared_ptr<const rbl::List> list,
              std::string asked, const std::string& name);

    // Waits; what has not come by then is NoAnswer.
    ListAnswer answer(Deadline deadline) const;

private:
    Deadline begun_;
    std::shared_ptr<const rbl::List> list_;
    std::string asked_;
    Future<Timed<dns::AddressAnswer>> addresses_;
    Future<dns::TextAnswer> text_;
};

// All lists that list clients of this family.
std::vector<ListQuery> ask_lists(const Asking& asking, const rbl::Lists& lists,
                                 const net::IpAddress& client);

// All that list names, whatever of a message they are asked about.
std::vector<ListQuery> ask_lists(const Asking& asking, const rbl::Lists& lists,
                                 const mail::Domain& domain);

std::vector<ListAnswer> answers(const std::vector<ListQuery>& queries,
                                Deadline deadline);

bool is_about_clients(const rbl::List& list);

// "listed 127.0.0.2 (RBL_ZEN_SBL 5.00)", "not listed", "unusable: ..."
std::string verdict_of(const ListAnswer& answer);

} // namespace mailreeve::ctl
