// An MTA that notes what is asked of it, one line each.
#pragma once

#include "milter/mta.hh"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::test {

class FakeMta final : public milter::Mta {
public:
    FakeMta& with(const std::string& macro, std::string value)
    {
        macros_[macro] = std::move(value);
        return *this;
    }

    void forget_macros() { macros_.clear(); }

    enum class Broken { Nothing, Headers, Everything };

    // From now on it does nothing of this that it is asked for.
    void breaks(Broken broken = Broken::Everything) { broken_ = broken; }

    // "+ X-Mailreeve-Verdict: ..." on top, "> Subject: ..." behind, "~ Subject[1]: ..."
    // changed, "- X-Mailreeve-Verdict[2]" gone, "! reason" held, "@ from", "@ to" and
    // "@ not to" the envelope, "= body" the body: since the last call.
    std::vector<std::string> take_changes() { return std::exchange(changes_, {}); }

    // The last reply that was set since the last call.
    std::optional<policy::Reply> take_reply() { return std::exchange(reply_, {}); }

    std::string macro(const char* name) const override
    {
        if (broken_ == Broken::Everything)
            throw milter::MtaFailed{"it is broken"};
        const auto found = macros_.find(name);
        return found == macros_.end() ? "" : found->second;
    }
    void set_reply(const policy::Reply& reply) override
    {
        if (broken_ == Broken::Everything)
            throw milter::MtaFailed{"it is broken"};
        reply_ = reply;
    }
    void insert_header(const std::string& name, const std::string& value) override
    {
        note("+ " + name + ':' + value);
    }
    void append_header(const std::string& name, const std::string& value) override
    {
        note("> " + name + ':' + value);
    }
    void change_header(const std::string& name, std::size_t index,
                       const std::string& value) override
    {
        note("~ " + place(name, index) + ':' + value);
    }
    void delete_header(const std::string& name, std::size_t index) override
    {
        note("- " + place(name, index));
    }
    void change_sender(const std::string& sender,
                       const std::string& parameters) override
    {
        note("@ from <" + sender + "> " + parameters);
    }
    void delete_recipient(const std::string& raw) override { note("@ not to " + raw); }
    void add_recipient(const std::string& address) override
    {
        note("@ to <" + address + '>');
    }
    void replace_body(std::string_view piece) override
    {
        if (broken_ != Broken::Nothing)
            throw milter::MtaFailed{"it is broken"};
        if (!new_body_)
            changes_.emplace_back("= body");
        new_body_ = new_body_.value_or("").append(piece);
    }
    void progress() override { ++progress_; }

    // What took the place of the body since the last call.
    std::optional<std::string> take_body() { return std::exchange(new_body_, {}); }
    int progress_calls() const { return progress_; }

    void quarantine(const std::string& reason) override
    {
        if (broken_ == Broken::Everything)
            throw milter::MtaFailed{"it is broken"};
        changes_.push_back("! " + reason);
    }

private:
    static std::string place(const std::string& name, std::size_t index)
    {
        return name + '[' + std::to_string(index) + ']';
    }

    void note(std::string change)
    {
        if (broken_ != Broken::Nothing)
            throw milter::MtaFailed{"it is broken"};
        changes_.push_back(std::move(change));
    }

    std::map<std::string, std::string> macros_;
    std::vector<std::string> changes_;
    std::optional<policy::Reply> reply_;
    std::optional<std::string> new_body_;
    int progress_ = 0;
    Broken broken_ = Broken::Nothing;
};

} // namespace mailreeve::test
