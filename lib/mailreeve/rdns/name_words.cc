#include "mailreeve/rdns/name_words.hh"

#include <algorithm>
#include <array>

namespace mailreeve::rdns {

namespace {

using Text = std::string_view;

template <std::size_t N>
bool is_among(const std::array<Text, N>& words, Text word)
{
    return std::ranges::find(words, word) != words.end();
}

bool has(Text word, Text piece)
{
    return word.find(piece) != Text::npos;
}

constexpr auto access_words = std::to_array<Text>(
    {"adsl",     "bbres",     "bras",       "broadband",   "bredband", "cablemodem",
     "catv",     "cgn",       "cgnat",      "cpe",         "dclient",  "dhcp",
     "dhcpc",    "dial",      "dialin",     "dialup",      "dinamic",  "dinamica",
     "dinamico", "dip",       "docsis",     "dsl",         "dslam",    "dslb",
     "dslc",     "dsld",      "dslgw",      "dslpool",     "dyn",      "dynadsl",
     "dynamic",  "dynamicip", "dynamique",  "dynamisch",   "dyndsl",   "dynip",
     "dynpool",  "fios",      "ftth",       "fttb",        "fttc",     "fttx",
     "gpon",     "gprs",      "hdsl",       "hfc",         "hsdpa",    "hsi",
     "hsia",     "ipoe",      "ippool",     "isdn",        "kabel",    "kabelnet",
     "lte",      "modem",     "modemcable", "natpool",     "ppp",      "pppoe",
     "pppool",   "pptp",      "radsl",      "residential", "speedy",   "tdsl",
     "umts",     "vdsl",      "vpdn",       "wimax",       "xdsl",     "xpon"});

constexpr auto customer_words = std::to_array<Text>(
    {"abo",         "abonent",    "abonne",  "bb",      "bbcust",      "cable",
     "cliente",     "clientes",   "client",  "clients", "clt",         "cust",
     "customer",    "customers",  "fiber",   "fibra",   "fibre",       "glasfaser",
     "home",        "homes",      "hotspot", "hsd",     "kunde",       "kunden",
     "mob",         "mobil",      "mobile",  "nat",     "pool",        "pools",
     "res",         "resnet",     "retail",  "sub",     "subs",        "subscriber",
     "subscribers", "unassigned", "user",    "users",   "utilisateur", "wifi",
     "wireless",    "wlan"});

constexpr auto server_words = std::to_array<Text>(
    {"bounce",     "bounces", "dns",      "edge",       "exch",        "exchange",
     "exim",       "imap",    "list",     "lists",      "listserv",    "mg",
     "mgw",        "mo",      "mout",     "mx",         "mxa",         "mxb",
     "mxin",       "mxout",   "mxs",      "newsletter", "newsletters", "ns",
     "ob",         "out",     "outbound", "outgoing",   "outs",        "pmta",
     "pop",        "poczta",  "posta",    "postfix",    "postmaster",  "relay",
     "relayout",   "relays",  "sender",   "senders",    "server",      "servers",
     "spamfilter", "srv",     "zimbra"});

constexpr auto fixed_words = std::to_array<Text>(
    {"biz", "business", "corp", "estatico", "fija", "fijo", "fip", "fix", "fixe",
     "fixed", "fixedip", "fixip", "leased", "sdsl", "statik", "statisch", "statique"});

constexpr auto host_words =
    std::to_array<Text>({"addr", "address", "bas", "cli", "h", "host", "ip", "ipv",
                         "nas", "node", "pc", "u", "unknown", "usr"});

// Under the top-level domains of countries, the second level that stands for a kind.
constexpr auto kinds = std::to_array<Text>(
    {"ac",  "adm", "biz", "co",  "com",  "ed",  "edu", "gob", "gouv",
     "gov", "gv",  "id",  "in",  "info", "ltd", "me",  "mil", "ne",
     "net", "nom", "or",  "org", "plc",  "sch", "web"});

} // namespace

bool is_access_word(Text word)
{
    return is_among(access_words, word);
}

bool is_customer_word(Text word)
{
    return is_among(customer_words, word);
}

bool is_server_word(Text word)
{
    return has(word, "mail") || has(word, "smtp") || word.starts_with("mta") ||
           word.ends_with("mta") || is_among(server_words, word);
}

bool is_fixed_word(Text word)
{
    return has(word, "static") || is_among(fixed_words, word);
}

bool is_host_word(Text word)
{
    return is_among(host_words, word);
}

bool is_mail_domain(Text label)
{
    return has(label, "mail") || has(label, "smtp");
}

std::size_t registered_labels(std::span<const Text> labels)
{
    if (labels.size() < 3 || labels.back().size() != 2)
        return 2;
    return is_among(kinds, labels[labels.size() - 2]) ? 3 : 2;
}

} // namespace mailreeve::rdns
