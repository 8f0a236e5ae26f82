// One message on its way through a session, from MAIL to its end.
#pragma once

#include "mailreeve/attachment/survey.hh"
#include "milter/answer.hh"
#include "milter/collected_headers.hh"
#include "milter/connection.hh"
#include "milter/content.hh"
#include "milter/enact.hh"
#include "milter/gate.hh"
#include "milter/mail_parameters.hh"
#include "milter/marking.hh"
#include "milter/verdict_log.hh"
#include "snapshot/stripping.hh"
#include "snapshot/transaction.hh"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mailreeve::milter {

// What two messages of a connection share is in Connection and in the inspection of the
// client; everything else is here, and ends with it. One thread at a time.
class Message {
public:
    // More than any MTA lets through at once (Postfix: 1000).
    static constexpr std::size_t max_recipients = 10'000;

    // `gate` and `connection` must outlive it. Starts nothing yet. Throws
    // std::system_error when there are no random bytes for an id.
    Message(const Gate& gate, const Connection& connection,
            std::shared_ptr<const snapshot::Snapshot> snapshot,
            std::string_view sender);

    // MAIL: who the client is to us, and the lookups on the sender's domain.
    void begin(const inspect::Submission& submission, const MailParameters& parameters,
               std::shared_ptr<inspect::ClientInspection> client);

    // RCPT. Waits for the DNS, all recipients together at most its budget.
    Answer recipient(Mta& mta, std::string_view text);

    void header(std::string_view name, std::string_view value);

    // A piece of the body, none of which changes. Skip: the rest need not come.
    Answer body(std::string_view chunk);

    // The end of the message; nothing is asked of this object after it.
    Answer end(Mta& mta);

    // It will have no end: RSET, or the connection is gone.
    void abandon();

    // A callback on it has thrown: told to the log, and the message is not judged any
    // further. Answers 4xx, where it can; on the third try the message is held instead.
    Answer fail(Mta& mta, Stage stage, std::string_view what);

    const Id& id() const { return id_; }

private:
    const snapshot::Snapshot& snapshot() const { return *snapshot_; }
    Answer judge_recipient(Mta& mta, const mail::Address& recipient);
    bool is_uncleanable() const;
    Answer judge_message(Mta& mta);
    Answer carry_out(Mta& mta, const policy::Ruling& ruling,
                     const std::string& lacking);
    bool keeps_all() const;
    bool is_looked_at();
    std::uint64_t fingerprint();
    void prepare_content();
    bool is_read();
    bool wants_body();
    void read_what_came_back();
    std::optional<Answer> look_at_attachments(Mta& mta);
    bool is_storable() const;
    policy::Holding holding() const;
    std::optional<Answer> keep(Mta& mta, const policy::Ruling& ruling);
    std::optional<Answer> keep(Mta& mta, quarantine::Why why,
                               const policy::Decision& decision,
                               const std::vector<std::size_t>& whose);
    quarantine::Held held(quarantine::Why why, const policy::Decision& decision,
                          const std::vector<std::size_t>& whose) const;
    void take_off(Mta& mta, const std::vector<std::size_t>& whose) const;
    void strip(Mta& mta, const snapshot::Stripping& stripping);
    Answer discard(const policy::Ruling& ruling);
    Leaving leaving() const;
    std::optional<Answer> mark(Mta& mta, std::string& lacking);
    std::variant<bounce::Marks, bounce::Unmarked> marks_for(const Leaving& leaving);
    Answer not_marked(Mta& mta, const bounce::Unmarked& why);
    std::string take_tags_off(Mta& mta, const std::vector<std::size_t>& held) const;
    Answer refuse_recipient(Mta& mta, const policy::Reply& shown);
    Answer turn_away(Mta& mta, Stage stage, const policy::Reply& reply,
                     std::string_view note);
    Answer over_limit(Mta& mta, Stage stage, const policy::Reply& reply);
    Answer let_through();
    Answer strike(Mta& mta, Stage stage);
    Answer hold_unjudged(Mta& mta);
    std::vector<std::string> differing(const policy::Ruling& ruling) const;
    Deadline deadline();
    Closing closing(const policy::Decision& decision) const;
    void tell(const VerdictRecord& record, const policy::Decision* decision) const;
    VerdictRecord record(Stage stage) const;
    std::string key(Stage stage) const;

    const Gate& gate_;
    const Connection& connection_;
    std::shared_ptr<const snapshot::Snapshot> snapshot_;
    Admission::Place place_;
    Id id_;
    mail::Address sender_;
    std::string queue_id_;
    CollectedHeaders headers_;
    MailParameters parameters_;
    std::optional<Content> content_; // all of it, or what a bounce is read from
    std::optional<attachment::Survey> survey_; // refers to the content
    std::optional<bool> reads_; // whether it is kept; nothing: not asked yet
    bool by_hand_ = false;
    std::optional<snapshot::Transaction> transaction_;
    std::optional<Deadline> deadline_;

    Recipients recipients_;             // that were let through
    std::size_t judged_ = 0;            // of those, by the transaction
    std::string last_recipient_;        // the one that is, or was last, asked about
    std::optional<policy::Reply> owed_; // of mail handed in: told at its end
    bool failed_ = false;
    bool unjudged_ = false; // the last strike: taken in, to be held
};

} // namespace mailreeve::milter
