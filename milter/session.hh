// One connection of an MTA, as a milter sees it: stages in, answers out. It includes no
// libmilter, so that cases and fuzz targets drive it.
#pragma once

#include "milter/answer.hh"
#include "milter/connection.hh"
#include "milter/gate.hh"
#include "milter/mail_parameters.hh"
#include "milter/message.hh"
#include "milter/mta.hh"
#include "milter/negotiation.hh"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace mailreeve::milter {

// State hangs here and nowhere else: libmilter calls on changing threads, one at a
// time. `gate` must outlive it. What a call throws goes to failed() (guard.hh), which
// answers.
class Session {
public:
    Session(const Gate& gate, const Agreement& agreement);
    ~Session(); // the connection is closed; a message without an end is given up
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // A second time on the same session (XCLIENT, QUIT_NC) it begins anew. Starts the
    // lookups on the client, and waits for none.
    Answer connect(Mta& mta, std::string_view host,
                   const std::optional<net::IpAddress>& address);

    // Twice when STARTTLS comes between: the last one counts.
    Answer helo(std::string_view name);

    // `sender` as it came, with brackets if it had them.
    Answer mail(Mta& mta, std::string_view sender,
                const MailParameters& parameters = {});

    // Waits for the DNS, at most its budget.
    Answer recipient(Mta& mta, std::string_view recipient);

    Answer header(std::string_view name, std::string_view value);
    Answer body(std::string_view chunk);
    Answer end_of_message(Mta& mta);

    // RSET, or the connection is gone within a message. The connection goes on.
    void abort();

    // A call of this stage has thrown: log, 451 4.3.0 where the stage has a reply.
    Answer failed(Mta& mta, Stage stage, std::string_view what);

    // The stage has no reply, and must get none.
    bool is_silent(Stage stage) const { return agreement_.is_silent(stage); }

private:
    Answer settled(Stage stage) const;
    Answer turn_away(Mta& mta, Stage stage, const policy::Reply& reply);
    policy::Reply obstacle() const;
    void inspect_by(const std::shared_ptr<const snapshot::Snapshot>& snapshot);

    const Gate& gate_;
    Agreement agreement_;
    std::optional<Admission::Place> place_;
    Connection connection_;
    std::shared_ptr<inspect::ClientInspection> inspection_;
    std::uint64_t generation_ = 0; // of the snapshot that inspection_ was made by
    bool by_hand_ = false; // the message that MAIL began, even where message_ is not
    std::unique_ptr<Message> message_;
};

} // namespace mailreeve::milter
