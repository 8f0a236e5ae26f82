// The MTA behind libmilter's context of one connection.
#pragma once

#include "milter/mta.hh"

struct smfi_str;

namespace mailreeve::milter {

// Good for one callback.
class LibmilterMta final : public Mta {
public:
    explicit LibmilterMta(smfi_str* context) : context_{context} {}

    std::string macro(const char* name) const override;
    void set_reply(const policy::Reply& reply) override;
    void insert_header(const std::string& name, const std::string& value) override;
    void append_header(const std::string& name, const std::string& value) override;
    void change_header(const std::string& name, std::size_t index,
                       const std::string& value) override;
    void delete_header(const std::string& name, std::size_t index) override;
    void change_sender(const std::string& sender,
                       const std::string& parameters) override;
    void delete_recipient(const std::string& raw) override;
    void add_recipient(const std::string& address) override;
    void replace_body(std::string_view piece) override;
    void progress() override;
    void quarantine(const std::string& reason) override;

private:
    smfi_str* context_;
};

} // namespace mailreeve::milter
