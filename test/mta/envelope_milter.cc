// A milter that changes the envelope at the end of a message as the message's own
// header asks, and tells on stderr what it saw: for what an MTA makes of that.
//
//   X-Sender: as-given | bare      smfi_chgfrom() with the sender that came, with
//                                  brackets as it came or without
//   X-Sender-Arguments: TEXT       its ESMTP arguments; NULL without this field
//   X-Readdress: OLD NEW           smfi_delrcpt(OLD), smfi_addrcpt(NEW)
//   X-Readdress-Arguments: TEXT    smfi_addrcpt_par(NEW, TEXT) instead
//
//   envelope-milter SOCKET
#include <libmilter/mfapi.h>

#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <sys/stat.h>

namespace {

struct Transaction {
    std::string sender;
    std::map<std::string, std::string, std::less<>> asked;
};

// One write a line: the callbacks of several connections run at once.
void tell(const std::string& line)
{
    std::fputs((line + "\n").c_str(), stderr);
}

Transaction& transaction(SMFICTX* context)
{
    return *static_cast<Transaction*>(smfi_getpriv(context));
}

std::string joined(char** words)
{
    std::string text;
    for (; *words != nullptr; ++words)
        text.append(text.empty() ? "" : " ").append(*words);
    return text;
}

std::string without_brackets(const std::string& path)
{
    const bool has = path.size() >= 2 && path.front() == '<' && path.back() == '>';
    return has ? path.substr(1, path.size() - 2) : path;
}

sfsistat on_connect(SMFICTX* context, char*, _SOCK_ADDR*)
{
    smfi_setpriv(context, std::make_unique<Transaction>().release());
    std::string name = "v";
    const char* version = smfi_getsymval(context, name.data());
    tell(std::string{"version "} + (version == nullptr ? "(none)" : version));
    return SMFIS_CONTINUE;
}

sfsistat on_mail(SMFICTX* context, char** words)
{
    transaction(context) = {words[0], {}};
    tell("mail " + joined(words));
    return SMFIS_CONTINUE;
}

sfsistat on_recipient(SMFICTX*, char** words)
{
    tell("rcpt " + joined(words));
    return SMFIS_CONTINUE;
}

sfsistat on_header(SMFICTX* context, char* name, char* value)
{
    transaction(context).asked[name] = value;
    return SMFIS_CONTINUE;
}

// What a field asks for; nullptr without it.
char* asked(Transaction& current, std::string_view field)
{
    const auto found = current.asked.find(field);
    return found == current.asked.end() ? nullptr : found->second.data();
}

void tell_of(const std::string& what, bool done)
{
    tell(what + (done ? ": taken" : ": failed"));
}

void change_sender(SMFICTX* context, Transaction& current)
{
    const char* form = asked(current, "X-Sender");
    if (form == nullptr)
        return;
    auto sender = std::string_view{form} == "bare" ? without_brackets(current.sender)
                                                   : current.sender;
    auto* const arguments = asked(current, "X-Sender-Arguments");
    tell_of("sender " + sender,
            smfi_chgfrom(context, sender.data(), arguments) == MI_SUCCESS);
}

void readdress(SMFICTX* context, Transaction& current)
{
    const char* pair = asked(current, "X-Readdress");
    if (pair == nullptr)
        return;
    const std::string text{pair};
    auto old = text.substr(0, text.find(' ')), fresh = text.substr(text.find(' ') + 1);
    auto* const arguments = asked(current, "X-Readdress-Arguments");
    tell_of("no more " + old, smfi_delrcpt(context, old.data()) == MI_SUCCESS);
    const int added = arguments == nullptr
                          ? smfi_addrcpt(context, fresh.data())
                          : smfi_addrcpt_par(context, fresh.data(), arguments);
    tell_of("instead " + fresh, added == MI_SUCCESS);
}

sfsistat on_end_of_message(SMFICTX* context)
{
    auto& current = transaction(context);
    change_sender(context, current);
    readdress(context, current);
    return SMFIS_CONTINUE;
}

sfsistat on_close(SMFICTX* context)
{
    const std::unique_ptr<Transaction> ended{
        static_cast<Transaction*>(smfi_getpriv(context))};
    smfi_setpriv(context, nullptr);
    return SMFIS_CONTINUE;
}

smfiDesc description()
{
    static std::string name = "envelope-milter";
    smfiDesc all{};
    all.xxfi_name = name.data();
    all.xxfi_version = SMFI_VERSION;
    all.xxfi_flags = SMFIF_CHGFROM | SMFIF_ADDRCPT | SMFIF_ADDRCPT_PAR | SMFIF_DELRCPT;
    all.xxfi_connect = on_connect;
    all.xxfi_envfrom = on_mail;
    all.xxfi_envrcpt = on_recipient;
    all.xxfi_header = on_header;
    all.xxfi_eom = on_end_of_message;
    all.xxfi_close = on_close;
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 64;
    umask(0); // the MTA runs as another user than we do
    std::string socket = std::string{"unix:"} + argv[1];
    if (smfi_setconn(socket.data()) != MI_SUCCESS ||
        smfi_register(description()) != MI_SUCCESS ||
        smfi_opensocket(true) != MI_SUCCESS) {
        std::fprintf(stderr, "envelope-milter: cannot listen on %s\n", argv[1]);
        return 71;
    }
    return smfi_main() == MI_SUCCESS ? 0 : 70;
}
