// Mail of ours that went out, and bounces of it before a verifier.
#pragma once

#include "mailreeve/bounce/bound.hh"
#include "mailreeve/bounce/envelope_id.hh"
#include "mailreeve/bounce/judge.hh"
#include "mailreeve/bounce/stamp.hh"
#include "test/support/fake_clock.hh"
#include "test/support/keys.hh"
#include "test/support/mail.hh"
#include "test/support/memory_ledger.hh"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace mailreeve::bounce {

struct Sent {
    std::string sender = "alice@example.net";
    std::string from = "Alice <alice@example.net>";
    std::string id = "1@example.net";
    std::vector<std::string> recipients = {"bob@example.org"};
    std::string stamp = {};
    std::string envelope_id = {};
};

struct Bounce {
    Reading reading;
    Reception reception;

    mail::HeaderField& field(std::string_view name, std::size_t block = 0)
    {
        return *std::ranges::find_if(
            reading.returned.at(block).fields,
            [&](const mail::HeaderField& field) { return field.is(name); });
    }
    void remove(std::string_view name)
    {
        for (auto& block : reading.returned)
            std::erase_if(block.fields, [&](const auto& f) { return f.is(name); });
    }
    void come_to(std::string_view recipient)
    {
        reception.recipient = test::address(recipient);
    }
    void refer(Reference::Source source, const std::string& id)
    {
        reading.references.push_back({source, id});
    }

    // Another bounce of the same message; of one number it is the same that comes
    // again.
    Bounce& called(int number)
    {
        reading.own_id = "bounce" + std::to_string(number) + "@mx.example.org";
        return *this;
    }

    // The headers stay, and nothing in them tells of the message.
    void strip()
    {
        remove("X-Mailreeve-Stamp");
        remove("Message-ID");
        reading.message_id.clear();
        reading.references.clear();
    }
    // Nothing of the message comes back.
    void strip_all()
    {
        strip();
        reading.returned.clear();
        reading.headers = Where::None;
    }
};

class JudgeGround {
public:
    test::FakeClock clock; // starts at 2026-11-18 11:06:40 UTC
    test::MemoryLedger ledger;
    VerifierSettings settings;
    std::shared_ptr<const KeyRing> keys = ring({"1a2b3c4d"});

    static std::shared_ptr<const KeyRing> ring(const std::vector<std::string>& ids)
    {
        std::vector<Key> keys;
        for (std::size_t n = 0; n < ids.size(); ++n)
            keys.push_back(test::key(ids[n], test::at(static_cast<std::int64_t>(n))));
        return std::make_shared<const KeyRing>(std::move(keys));
    }

    // Stamps a message as the daemon does, and puts it in the ledger.
    Sent send(Sent sent = {})
    {
        const auto* const key = keys->signing(clock.wall());
        const auto nonce = make_nonce();
        const auto bound =
            bounce::bound(test::address(sent.sender), sent.from, '<' + sent.id + '>');
        const auto stamp = make_stamp(*key, clock.wall(), nonce, bound);
        sent.stamp = stamp.text();
        sent.envelope_id =
            make_envelope_id(*key, clock.wall(), nonce, bound.sender).text();
        Entry entry{nonce,        stamp.time, key->info().id,
                    bound.sender, bound.from, hash_of(sent.id),
                    {},           0,          "4XyZ"};
        for (const auto& recipient : sent.recipients)
            entry.recipients.push_back(
                hash_of(*key, normalised(test::address(recipient))));
        entry.recipient_count = static_cast<std::uint32_t>(sent.recipients.size());
        (void)ledger.record(entry);
        return sent;
    }

    // A notification with the whole header of the message.
    Bounce bounce_of(const Sent& sent) const
    {
        Bounce bounce;
        bounce.come_to(sent.sender);
        auto& reading = bounce.reading;
        reading.kind = Class::Dsn;
        reading.headers = Where::Rfc822Part;
        reading.returned = {
            {Where::Rfc822Part,
             {{settings.stamp_field, ' ' + sent.stamp},
              {"Received", " from client by mx.example.net"},
              {"From", ' ' + sent.from},
              {"To", ' ' + sent.recipients.front()},
              {"Message-ID", " <" + sent.id + '>'}}},
        };
        reading.message_id = sent.id;
        bounce.refer(Reference::Source::Returned, sent.id);
        reading.recipients = {{{}, sent.recipients.front(), "failed", "5.1.1", {}}};
        return bounce;
    }
    Bounce bounce() { return bounce_of(send()); }

    Judgement judge(const Bounce& bounce, Counting counting = Counting::Yes)
    {
        const Verifier verifier{[this] { return keys; }, ledger, clock, settings};
        return verifier.judge(bounce.reading, bounce.reception, counting);
    }
    Outcome outcome(const Bounce& bounce) { return judge(bounce).outcome; }

    // Each judged bounce changed by one character of a text, as a forger may.
    static void flip(std::string& text, std::string_view after)
    {
        auto& c = text.at(text.find(after) + after.size());
        c = c == 'a' ? 'b' : 'a';
    }
};

// The last result of that kind of proof; Absent when it was not tried.
inline Proof::Result result_of(const Judgement& judgement, Proof::Kind kind)
{
    auto result = Proof::Result::Absent;
    for (const auto& proof : judgement.proofs)
        if (proof.kind == kind)
            result = proof.result;
    return result;
}

// What changes a bounce, and what must come of it.
struct JudgeCase {
    const char* name;
    void (*change)(JudgeGround&, Bounce&);
    Outcome outcome;
    Proof::Result result; // of the proof that the table is about
};

inline std::string words_of(const Judgement& judgement)
{
    std::string words{name(judgement.outcome)};
    for (const auto& proof : judgement.proofs)
        words.append("; ")
            .append(name(proof.kind))
            .append(" ")
            .append(std::string{name(proof.result)} + ": " + proof.detail);
    return words;
}

} // namespace mailreeve::bounce
