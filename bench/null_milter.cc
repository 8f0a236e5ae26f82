// A milter that agrees to everything and adds one header: what libmilter and
// the protocol cost by themselves, for bench/ and for the tests of test/mta.
#include <libmilter/mfapi.h>

#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <sys/stat.h>

namespace {

struct Options {
    std::string socket;
    std::string header_name = "X-Null-Milter";
    std::string header_value = "seen";
};

Options& options()
{
    static Options instance;
    return instance;
}

// It answers every command, as a naive daemon does: no reply is left out.
sfsistat on_negotiate(SMFICTX*, unsigned long offered, unsigned long, unsigned long,
                      unsigned long, unsigned long* actions, unsigned long* steps,
                      unsigned long* reserved2, unsigned long* reserved3)
{
    *actions = offered & SMFIF_ADDHDRS;
    *steps = 0;
    *reserved2 = 0;
    *reserved3 = 0;
    return SMFIS_CONTINUE;
}

sfsistat on_connect(SMFICTX*, char*, _SOCK_ADDR*)
{
    return SMFIS_CONTINUE;
}

sfsistat on_text(SMFICTX*, char*)
{
    return SMFIS_CONTINUE;
}

sfsistat on_unknown(SMFICTX*, const char*)
{
    return SMFIS_CONTINUE;
}

sfsistat on_envelope(SMFICTX*, char**)
{
    return SMFIS_CONTINUE;
}

sfsistat on_header(SMFICTX*, char*, char*)
{
    return SMFIS_CONTINUE;
}

sfsistat on_body(SMFICTX*, unsigned char*, size_t)
{
    return SMFIS_CONTINUE;
}

sfsistat on_stage(SMFICTX*)
{
    return SMFIS_CONTINUE;
}

sfsistat on_end_of_message(SMFICTX* context)
{
    auto& header = options();
    const auto added =
        smfi_addheader(context, header.header_name.data(), header.header_value.data());
    return added == MI_SUCCESS ? SMFIS_CONTINUE : SMFIS_TEMPFAIL;
}

int usage()
{
    std::fputs("usage: null-milter [--header 'Name: value'] -p SOCKET | SOCKET\n",
               stderr);
    return 64;
}

bool read_header(std::string_view text)
{
    const auto colon = text.find(": ");
    if (colon == std::string_view::npos || colon == 0)
        return false;
    options().header_name = text.substr(0, colon);
    options().header_value = text.substr(colon + 2);
    return true;
}

bool read_arguments(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        const bool has_value = i + 1 < argc;
        if (word == "-p" && has_value)
            options().socket = argv[++i];
        else if (word == "--header" && has_value) {
            if (!read_header(argv[++i]))
                return false;
        } else if (!word.starts_with('-'))
            options().socket = word;
        else
            return false;
    }
    return !options().socket.empty();
}

smfiDesc description()
{
    static std::string name = "null-milter";
    smfiDesc all{};
    all.xxfi_name = name.data();
    all.xxfi_version = SMFI_VERSION;
    all.xxfi_flags = SMFIF_ADDHDRS;
    all.xxfi_connect = on_connect;
    all.xxfi_helo = on_text;
    all.xxfi_envfrom = on_envelope;
    all.xxfi_envrcpt = on_envelope;
    all.xxfi_header = on_header;
    all.xxfi_eoh = on_stage;
    all.xxfi_body = on_body;
    all.xxfi_eom = on_end_of_message;
    all.xxfi_abort = on_stage;
    all.xxfi_close = on_stage;
    all.xxfi_unknown = on_unknown;
    all.xxfi_data = on_stage;
    all.xxfi_negotiate = on_negotiate;
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    if (!read_arguments(argc, argv))
        return usage();

    // The MTA runs as another user than we do.
    umask(0);
    auto& socket = options().socket;
    if (smfi_setconn(socket.data()) != MI_SUCCESS ||
        smfi_register(description()) != MI_SUCCESS ||
        smfi_opensocket(true) != MI_SUCCESS) {
        std::fprintf(stderr, "null-milter: cannot listen on %s\n", socket.c_str());
        return 71;
    }
    return smfi_main() == MI_SUCCESS ? 0 : 70;
}
