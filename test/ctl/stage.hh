// A message and who brought it, explained over faked services.
#pragma once

#include "ctl/explain.hh"
#include "ctl/explain_view.hh"
#include "test/ctl/output.hh"
#include "test/support/fake_unpacker.hh"
#include "test/support/snapshots.hh"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mailreeve::test {

struct Stage {
    Gateway gateway;
    FakeUnpacker unpacker;
    Output output;
    ctl::Scene scene{
        "192.0.2.7", "", "mail.example.org", "a@example.org", {"b@example.net"},
        "",          ""};
    std::shared_ptr<const snapshot::Snapshot> in_force; // of the last run
    ctl::MessageFront message;

    ctl::Explanation explain(std::shared_ptr<const snapshot::Snapshot> snapshot,
                             ctl::MessageFront given)
    {
        in_force = std::move(snapshot);
        message = std::move(given);
        return ctl::explain({in_force, &unpacker, gateway.clock}, scene, message,
                            gateway.clock.now());
    }

    ctl::Explanation explain(const std::string& yaml, std::string text)
    {
        return explain(test::snapshot(gateway, yaml), {std::move(text), true});
    }

    void show(const ctl::Explanation& explanation)
    {
        output.out.str({});
        ctl::print_text(explanation, output.out);
    }

    void show_json(const ctl::Explanation& explanation)
    {
        output.out.str({});
        ctl::print_json(explanation, "x.eml", {}, output.out);
    }

    void run(const std::string& yaml, const std::vector<mail::HeaderField>& header = {})
    {
        std::string text;
        for (const auto& field : header)
            text += field.name + ": " + field.value + '\n';
        show(explain(yaml, text));
    }

    bool told(const std::string& text) const
    {
        return output.out.str().find(text) != std::string::npos;
    }
};

// A letter with one attachment; its header fields as they are given, lines by LF.
inline std::string letter(const std::string& fields, const std::string& content)
{
    return "From: a@example.org\nTo: b@example.net\nSubject: a bill\n"
           "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
           "--b\nContent-Type: text/plain\n\nhello\n--b\n" +
           fields + "\n\n" + content + "\n--b--\n";
}

inline constexpr const char* program_fields =
    "Content-Type: application/pdf; name=\"bill.pdf\"\n"
    "Content-Transfer-Encoding: base64\n"
    "Content-Disposition: attachment; filename=\"bill.exe\"";

inline constexpr const char* program_content =
    "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAA==";

inline constexpr const char* zip_fields =
    "Content-Type: application/zip\nContent-Transfer-Encoding: base64\n"
    "Content-Disposition: attachment; filename=\"bill.zip\"";

inline constexpr const char* zip_content =
    "UEsDBBQAAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

} // namespace mailreeve::test
