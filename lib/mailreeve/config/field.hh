// One configuration key, told once: name, value, limits and documentation.
//
// A subject's settings.hh is a struct whose initialisers are the defaults; it includes
// schema.hh only, so that policy/ can read it:
//
//   struct Silence {
//       std::chrono::milliseconds after{3000};
//       Action action = Action::Score;
//       static constexpr std::string_view short_form = "after"; // "silence: 5s" will
//       do static config::Fields<Silence> fields(); bool operator==(const Silence&)
//       const = default;
//   };
//   struct Settings {
//       std::vector<std::string> zones;
//       Silence silence;
//       static config::Fields<Settings> fields();
//       // May be left out. What the keys mean together; asked once they are all right,
//       // of a section that is written (of the whole file: always).
//       void check(const config::Node& written, config::Diagnostics& diagnostics)
//       const; bool operator==(const Settings&) const = default;
//   };
//
// and settings.cc tells the keys:
//
//   config::Fields<Silence> Silence::fields()
//   {
//       static constexpr std::array keys{
//           config::field<&Silence::after, config::between(1s, 60s)>(
//               "after", "How long to wait for a zone before it counts as silent."),
//           config::field<&Silence::action>("action", "What a silent zone leads to."),
//       };
//       return keys;
//   }
//   config::Fields<Settings> Settings::fields()
//   {
//       static constexpr std::array keys{
//           config::field<&Settings::zones, config::each(config::not_empty)>(
//               "zones", "The lists to ask.").needs_restart(),
//           config::section<&Settings::silence>("silence", "Zones that do not
//           answer."),
//       };
//       return keys;
//   }
//   void Settings::check(const config::Node& written, config::Diagnostics& diagnostics)
//   const
//   {
//       if (zones.empty() && written.find("silence"))
//           diagnostics.error(written.place("silence"), "there are no zones to be
//           silent",
//                             "see zones");
//   }
//
// Values of a room's own: Value, EnumNames (value.hh), Reader (reader.hh); addresses
// and networks: net_value.hh. A struct of a lower room gets its keys by Schema
// (schema.hh).
#pragma once

#include "mailreeve/config/section.hh"

#include <array>

namespace mailreeve::config {

template <class T>
struct MemberOf;

template <class S, class T>
struct MemberOf<T S::*> {
    using Settings = S;
    using Value = T;
};

std::string with_limit(std::string kind, const auto& limit)
{
    if constexpr (requires { limit.limit; })
        return with_limit(std::move(kind), limit.limit);
    else if (const auto text = limit.text(); !text.empty())
        kind += ", " + text;
    return kind;
}

template <auto Member, auto Limit = Anything{}>
constexpr auto field(std::string_view name, std::string_view doc)
{
    using S = typename MemberOf<decltype(Member)>::Settings;
    using T = typename MemberOf<decltype(Member)>::Value;

    return Field<S>{
        name,
        doc,
        [](const Node& node, S& settings, Diagnostics& diagnostics) {
            read_value(node, settings.*Member, diagnostics, Limit);
        },
        [](const S& settings) { return Reader<T>::show(settings.*Member); },
        [] { return with_limit(Reader<T>::kind(), Limit); },
        [](const std::string& path, const S& initial, std::vector<KeyDoc>& keys) {
            describe_below(path, initial.*Member, keys);
        },
    };
}

template <auto Member>
constexpr auto section(std::string_view name, std::string_view doc)
{
    return field<Member>(name, doc);
}

} // namespace mailreeve::config
