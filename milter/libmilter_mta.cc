#include "milter/libmilter_mta.hh"

#include "milter/negotiation.hh"

#include <libmilter/mfapi.h>

#include <limits>
#include <vector>

namespace mailreeve::milter {

// Session code has the protocol's numbers without libmilter.
static_assert(action::add_headers == SMFIF_ADDHDRS);
static_assert(action::change_headers == SMFIF_CHGHDRS);
static_assert(action::change_body == SMFIF_CHGBODY);
static_assert(action::add_recipients == SMFIF_ADDRCPT);
static_assert(action::delete_recipients == SMFIF_DELRCPT);
static_assert(action::change_sender == SMFIF_CHGFROM);
static_assert(action::quarantine == SMFIF_QUARANTINE);
static_assert(action::set_macros == SMFIF_SETSYMLIST);
static_assert(step::no_body == SMFIP_NOBODY);
static_assert(step::no_end_of_headers == SMFIP_NOEOH);
static_assert(step::silent_header == SMFIP_NR_HDR);
static_assert(step::no_unknown == SMFIP_NOUNKNOWN);
static_assert(step::no_data == SMFIP_NODATA);
static_assert(step::silent_connect == SMFIP_NR_CONN);
static_assert(step::silent_helo == SMFIP_NR_HELO);
static_assert(step::silent_mail == SMFIP_NR_MAIL);
static_assert(step::silent_data == SMFIP_NR_DATA);
static_assert(step::silent_unknown == SMFIP_NR_UNKN);
static_assert(step::silent_end_of_headers == SMFIP_NR_EOH);
static_assert(step::skip == SMFIP_SKIP);
static_assert(step::leading_space == SMFIP_HDR_LEADSPC);
static_assert(SMFIM_CONNECT == 0 && SMFIM_HELO == 1 && SMFIM_ENVFROM == 2 &&
              SMFIM_ENVRCPT == 3 && SMFIM_DATA == 4 && SMFIM_EOM == 5 &&
              SMFIM_EOH == 6);

namespace {

// libmilter takes char*, and writes to none of them.
class Text {
public:
    explicit Text(std::string text) : text_{std::move(text)} {}
    char* data() { return text_.data(); }

private:
    std::string text_;
};

void expect(int result, const char* call)
{
    if (result != MI_SUCCESS)
        throw MtaFailed{std::string{call} + " failed"};
}

int as_index(std::size_t index)
{
    if (index > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw MtaFailed{"too many header fields of one name"};
    return static_cast<int>(index);
}

// libmilter reads the text as a format, and drops what follows a percent sign.
std::string without_format(const std::string& text)
{
    std::string doubled;
    for (const char c : text)
        doubled.append(c == '%' ? 2 : 1, c);
    return doubled;
}

} // namespace

std::string LibmilterMta::macro(const char* name) const
{
    const char* value = smfi_getsymval(context_, Text{name}.data());
    return value != nullptr ? value : "";
}

void LibmilterMta::set_reply(const policy::Reply& reply)
{
    expect(smfi_setreply(context_, Text{std::to_string(reply.code)}.data(),
                         Text{reply.enhanced}.data(),
                         Text{without_format(reply.text)}.data()),
           "smfi_setreply");
}

void LibmilterMta::insert_header(const std::string& name, const std::string& value)
{
    expect(smfi_insheader(context_, 0, Text{name}.data(), Text{value}.data()),
           "smfi_insheader");
}

void LibmilterMta::append_header(const std::string& name, const std::string& value)
{
    expect(smfi_addheader(context_, Text{name}.data(), Text{value}.data()),
           "smfi_addheader");
}

void LibmilterMta::change_header(const std::string& name, std::size_t index,
                                 const std::string& value)
{
    expect(smfi_chgheader(context_, Text{name}.data(), as_index(index),
                          Text{value}.data()),
           "smfi_chgheader");
}

void LibmilterMta::delete_header(const std::string& name, std::size_t index)
{
    expect(smfi_chgheader(context_, Text{name}.data(), as_index(index), nullptr),
           "smfi_chgheader");
}

void LibmilterMta::change_sender(const std::string& sender,
                                 const std::string& parameters)
{
    expect(smfi_chgfrom(context_, Text{'<' + sender + '>'}.data(),
                        parameters.empty() ? nullptr : Text{parameters}.data()),
           "smfi_chgfrom");
}

void LibmilterMta::delete_recipient(const std::string& raw)
{
    expect(smfi_delrcpt(context_, Text{raw}.data()), "smfi_delrcpt");
}

void LibmilterMta::add_recipient(const std::string& address)
{
    expect(smfi_addrcpt(context_, Text{'<' + address + '>'}.data()), "smfi_addrcpt");
}

void LibmilterMta::replace_body(std::string_view piece)
{
    std::vector<unsigned char> bytes{piece.begin(), piece.end()};
    expect(smfi_replacebody(context_, bytes.data(), static_cast<int>(bytes.size())),
           "smfi_replacebody");
}

void LibmilterMta::progress()
{
    expect(smfi_progress(context_), "smfi_progress");
}

void LibmilterMta::quarantine(const std::string& reason)
{
    expect(smfi_quarantine(context_, Text{reason}.data()), "smfi_quarantine");
}

} // namespace mailreeve::milter
