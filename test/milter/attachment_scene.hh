// A session whose messages have attachments, and all that it needs.
#pragma once

#include "mailreeve/bounce/batv.hh"
#include "milter/guard.hh"
#include "milter/session.hh"
#include "test/support/doorstep.hh"
#include "test/support/fake_mta.hh"
#include "test/support/fake_unpacker.hh"
#include "test/support/memory_quarantine.hh"
#include "test/support/small_files.hh"
#include "test/support/temporary_directory.hh"
#include <algorithm>
#include <memory>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace mailreeve::milter {

using test::Doorstep;
using test::FakeMta;
using test::FakeUnpacker;
using test::MemoryQuarantine;

inline constexpr char on[] = "organization: Example Ltd\n"
                             "local: {domains: [example.net]}\n"
                             "attachments: {mode: strip}\n";

inline constexpr char zip[] = "UEsDBAoAAAAAAAAAIQAAAAAAAAAAAAAAAAAFAAAAYS50eHQ=\r\n";

inline std::string body_with(const std::string& name, const std::string& content = zip)
{
    return "--b\r\nContent-Type: text/plain\r\n\r\nThe invoice.\r\n--b\r\n"
           "Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n"
           "Content-Disposition: attachment; filename=" +
           name + "\r\n\r\n" + content + "--b--\r\n";
}

struct Scene {
    explicit Scene(
        const std::string& yaml = on, FakeUnpacker::Finds finds = [](auto&) {})
        : door{yaml}, unpacker{std::move(finds)}
    {
        door.keep_in(quarantine);
        door.unpack_by(unpacker);
    }

    Answer end_of(const std::string& body,
                  const std::vector<std::string>& recipients = {"<joe@example.net>"},
                  const std::string& type = "multipart/mixed; boundary=b",
                  const std::string& sender = "<a@example.com>")
    {
        if (!session)
            meet();
        run(Stage::Mail, [&] { return session->mail(mta, sender); });
        for (const auto& recipient : recipients)
            run(Stage::Recipient, [&] { return session->recipient(mta, recipient); });
        for (const auto& [name, value] :
             {std::pair<std::string, std::string>{"Subject", " Invoice"},
              {"MIME-Version", " 1.0"},
              {"Content-Type", ' ' + type}})
            run(Stage::Header,
                [&, n = name, v = value] { return session->header(n, v); });
        for (std::size_t at = 0; at < body.size(); at += chunk)
            run(Stage::Body, [&] {
                return session->body(std::string_view{body}.substr(at, chunk));
            });
        return run(Stage::End, [&] { return session->end_of_message(mta); });
    }

    void
    meet(const Agreement& agreement = negotiate({0x1ff, 0x1fffff}, Load::WithinLimits,
                                                {.bounces = true, .contents = true}))
    {
        session = std::make_unique<Session>(door.gate, agreement);
        run(Stage::Connect, [&] {
            return session->connect(mta, "unknown", net::IpAddress::parse("192.0.2.1"));
        });
    }

    template <class Call>
    Answer run(Stage stage, const Call& call)
    {
        return guarded(Answer::TempFail, call, [&](std::string_view what) {
            return session->failed(mta, stage, what);
        });
    }

    bool changed(const std::string& start)
    {
        return std::ranges::any_of(mta.take_changes(), [&](const std::string& change) {
            return change.starts_with(start);
        });
    }

    Doorstep door;
    MemoryQuarantine quarantine;
    FakeUnpacker unpacker;
    FakeMta mta;
    std::unique_ptr<Session> session;
    std::size_t chunk = 65'535;
};

} // namespace mailreeve::milter
