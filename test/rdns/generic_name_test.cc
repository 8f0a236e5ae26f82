#include "mailreeve/rdns/generic_name.hh"

#include "test/support/ip.hh"

#include <doctest/doctest.h>

#include <string>

namespace mailreeve::rdns {

using test::ip;
using Kind = Generic::Kind;

namespace {

struct Row {
    const char* name;
    const char* evidence;
    const char* address = "192.0.2.7";
};

// The patterns of access providers around the world, on domains of no one.
constexpr Row with_address[] = {
    {"192-0-2-7.isp.example", "192-0-2-7"},
    {"192.0.2.7.isp.example", "192.0.2.7"},
    {"7.2.0.192.isp.example", "7.2.0.192"},
    {"7-2-0-192.isp.example", "7-2-0-192"},
    {"host-192-0-2-7.isp.example", "192-0-2-7"},
    {"host192-0-2-7.range198-51.isp.example", "192-0-2-7"},
    {"ip-192-0-2-7.isp.example", "192-0-2-7"},
    {"ip192.0.2.7.isp.example", "192.0.2.7"},
    {"c-192-0-2-7.hsd1.ca.isp.example", "192-0-2-7"},
    {"192_0_2_7.isp.example", "192_0_2_7"},
    {"192x0x2x7.ap192.isp.example", "192x0x2x7"},
    {"7.red-192-0-2.isp.example", "7.red-192-0-2"},
    {"7.192-0-2.isp.example", "7.192-0-2"},
    {"host7-2.0-192-r.isp.example", "7-2.0-192"},
    {"192-000-002-007.isp.example", "192-000-002-007"},
    {"host192000002007.isp.example", "192000002007"},
    {"007002000192.isp.example", "007002000192"},
    {"p192000002007.isp.example", "192000002007"},
    {"pc0000207.isp.example", "c0000207"},
    {"xc0000207.isp.example", "c0000207"},
    {"070200c0.isp.example", "070200c0"},
    {"c0-00-02-07.isp.example", "00-02-07"},
    {"c6-33-64-07.isp.example", "c6336407", "198.51.100.7"},
    {"c000-0207.isp.example", "c0000207"},
    {"PC0000207.T-ISP.EXAMPLE", "c0000207"},
    {"3221225991.isp.example", "3221225991"},
    {"ip-192-0-2.isp.example", "192-0-2"},
    {"a7.ip-192-0-2.example", "7.ip-192-0-2"},
    {"2-0-192.isp.example", "2-0-192"},
    {"n203-113-71.isp.example", "203-113-71", "203.113.71.9"},
    {"192-0-2-7.rev.cloud.example", "192-0-2-7"},
    {"ec2-192-0-2-7.compute-1.cloud.example", "192-0-2-7"},
    {"7.2.0.192.bc.cloud.example", "7.2.0.192"},
    {"host-2-7.isp.example", "2-7"},
    {"ip7-2.isp.example", "7-2"},
    {"node-2.7.isp.example", "2.7"},
    {"h2-7.bas1.dublin.isp.example", "2-7"},
    {"usr-002-007.isp.example", "002-007"},
    {"192.000.002.007.nw.isp.example", "192.000.002.007"},
    {"192-0-2-7.isp.co.uk", "192-0-2-7"},
    {"198511007.isp.example", "198511007", "198.51.100.7"},
    {"198511004.isp.example", "198511004", "198.51.100.4"},
    {"19851100201.isp.example", "19851100201", "198.51.100.201"},
    {"2001-db8--7.isp.example", "2001-db8--7", "2001:db8::7"},
    {"2001-0db8-0000-0000-0000-0000-0000-0007.isp.example", "20010db80000",
     "2001:db8::7"},
    {"2001-db8-1-2-3-4-5-6.isp.example", "2001-db8-1-2-3-4-5-6",
     "2001:db8:1:2:3:4:5:6"},
    {"host-2001-db8-12-34.isp.example", "2001-db8-12", "2001:db8:12:34::1"},
    {"20010db8001200340000000000000001.isp.example", "20010db80012",
     "2001:db8:12:34::1"},
    {"1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.4.3.0.0.2.1.0.0.8.b.d.0.1.0.0.2.ip6.isp.example",
     "000000430021", "2001:db8:12:34::1"},
    {"cpc-021122fffe334455.isp.example", "021122fffe33",
     "2001:db8:12:34:211:22ff:fe33:4455"},
    {"211-22ff-fe33-4455.isp.example", "21122fffe334",
     "2001:db8:12:34:211:22ff:fe33:4455"},
    {"4455-fe33-22ff-211.isp.example", "4455-fe33-22ff",
     "2001:db8:12:34:211:22ff:fe33:4455"},
};

constexpr Row with_word[] = {
    {"adsl-192-0-2-7.isp.example", "adsl"},
    {"192-0-2-7.adsl.isp.example", "adsl"},
    {"dsl-1234.isp.example", "dsl"},
    {"dslb-192-000-002-007.pools.isp.example", "dslb"},
    {"pd9e0a2b1.dip0.t-isp.example", "dip"},
    {"p5dc7a2b1.dip.t-isp.example", "dip"},
    {"x4d0a1b2c.dyn.isp.example", "dyn"},
    {"dyn-77.isp.example", "dyn"},
    {"a.b.dynamic.isp.example", "dynamic"},
    {"host7-2-dynamic.0-192-r.retail.isp.example", "dynamic"},
    {"7.red-192-0-2.dynamicip.isp.example", "dynamicip"},
    {"pool-192-0-2-7.nycmny.fios.isp.example", "fios"},
    {"ppp-2-7.isp.example", "ppp"},
    {"ppp91.isp.example", "ppp"},
    {"pppoe.192.0.2.7.isp.example", "pppoe"},
    {"dhcp-0-2-7.net.isp.example", "dhcp"},
    {"dhcp7.isp.example", "dhcp"},
    {"dialup-7.isp.example", "dialup"},
    {"du-2-7.dialin.isp.example", "dialin"},
    {"dial-192-0-2-7.isp.example", "dial"},
    {"vdsl.isp.example.net", "vdsl"},
    {"77.xdsl.isp.example", "xdsl"},
    {"cpe-192-0-2-7.socal.res.isp.example", "cpe"},
    {"broadband-7.isp.example", "broadband"},
    {"c7.residential.isp.example", "residential"},
    {"host-7.ftth.isp.example", "ftth"},
    {"m192.lte.isp.example", "lte"},
    {"apn-7.gprs.isp.example", "gprs"},
    {"umts-7.isp.example", "umts"},
    {"catv7.isp.example", "catv"},
    {"cablemodem-7.isp.example", "cablemodem"},
    {"modemcable007.2-0-192.mc.isp.example", "modemcable"},
    {"7.cgnat.isp.example", "cgnat"},
    {"pool-2-7.isp.example", "pool"},
    {"77.pools.isp.example", "pools"},
    {"cable-77.isp.example", "cable"},
    {"customer-1234.isp.example", "customer"},
    {"cust77.isp.example", "cust"},
    {"client-1234.isp.example", "client"},
    {"lfbn-1-77.w92.abo.isp.example", "abo"},
    {"home-0042.isp.example", "home"},
    {"mobile-2-7.isp.example", "mobile"},
    {"user77.fibre.isp.example", "user"},
    {"77.wifi.isp.example", "wifi"},
    {"dsl-7.isp.co.uk", "dsl"},
    {"dsl-7.isp.com.br", "dsl"},
    {"dsl-189-1-2-3-dyn.isp.com.mx", "dsl", "189.1.2.3"},
    {"DSL-7.ISP.EXAMPLE", "dsl"},
    {"dyn-7.mail.example.net", "dyn"}, // the mail word stands right of it
    {"adsl-192-0-2-7.out.isp.example", "adsl"},
    {"dynamic-2001-db8--7.isp.example", "dynamic", "2001:db8::7"},
    {"cpe.2001.db8.isp.example", "cpe", "2001:db8::7"},
};

// The patterns of large senders, of providers' fixed lines, and of hosts whose names
// only seem to hold an address or a word.
constexpr Row good[] = {
    {"mail.example.net", ""},
    {"mx1.example.net", ""},
    {"mail-192-0-2-7.out.example", ""},
    {"mail-192-0-2-7.out.sender.example", ""},
    {"192-0-2-7.mail-mail.social.example", ""},
    {"a2-7.smtp-out.cloudmail.example", ""},
    {"a192-7.smtp-out.eu-west-1.cloud.example", ""},
    {"m2-7.mailer.example", ""},
    {"m192-0-2-7.mailer.example", ""},
    {"mta-192-0-2.sparkmail.example", ""},
    {"mta-192-0-2-7.sender.example", ""},
    {"mail192-7.atl141.sender.example", ""},
    {"o1.ptr1234.sender.example", ""},
    {"o192000002007.outbound-mail.sender.example", ""},
    {"wrqv0207.outbound-mail.sender.example", ""},
    {"mail-ed1-f41.search.example", ""},
    {"mail-sor-f69.search.example", ""},
    {"mail-db8eur05on2087.outbound.protection.cloud.example", ""},
    {"sonic305-20.consmr.mail.ne1.portal.example", ""},
    {"ci74p00im-qukt09082502.me.example", ""},
    {"out-18.smtp.code.example", ""},
    {"out192-0-2-7.mail.post.example", ""},
    {"smtp10-ia4-sp2.mta.crm.example", ""},
    {"sender4-of-o51.suite.example", ""},
    {"outbyoip7.pod14.use1.desk.example", ""},
    {"us-smtp-delivery-1.filter.example", ""},
    {"mout.portal.example", ""},
    {"mout-192-0-2-7.portal.example", ""},
    {"mailout05.t-isp.example", ""},
    {"mo4-p00-ob.smtp.host.example", ""},
    {"mo529.mail-out.host.example", ""},
    {"smtp4-g21.free.example", ""},
    {"smtp-24.smtpout.orange.example", ""},
    {"resqmta-po-01v.sys.cable.example", ""},
    {"relay7.pool.isp.example", ""},
    {"mail-pool-7.example.net", ""},
    {"mta-pool-2-7.example.net", ""},
    {"smtp-out-192-0-2-7.example.net", ""},
    {"outbound7.dhcp.example.net", ""},
    {"mail.user77.dyn.example.net", ""},
    {"mx.dsl.example.net", ""},
    {"mail.dsl-192-0-2-7.isp.example", ""},
    {"dhcp-server.example.net", ""},
    {"static-192-0-2-7.isp.example", ""},
    {"192-0-2-7.static.isp.example", ""},
    {"static.7.2.0.192.clients.host.example", ""},
    {"7.2.0.192.static-dsl.isp.example", ""},
    {"dsl-static-192-0-2-7.isp.example", ""},
    {"adsl-fix-192-0-2-7.isp.example", ""},
    {"staticline77.isp.example", ""},
    {"fixed-192-0-2-7.isp.example", ""},
    {"192-0-2-7.fixip.isp.example", ""},
    {"192-0-2-7.business.isp.example", ""},
    {"192-0-2-7.sdsl.isp.example", ""},
    {"server-192-0-2-7.host.example", ""},
    {"srv192-0-2-7.host.example", ""},
    {"ns3012345.ip-192-0-2.example", ""},
    {"ns7.host.example", ""},
    {"list7.example.net", ""},
    {"newsletter-2-7.example.net", ""},
    {"exchange.kunden77.example", ""},
    {"vps-1a2b3c4d.vps.host.example", ""},
    {"vmi1234567.host.example", ""},
    {"v22026011234567890.host.example", ""},
    {"cablevision.example", ""},
    {"smtp.cablevision.example", ""},
    {"gw7.cablevision.example", ""},
    {"broadband.example", ""},
    {"www.dsl.example", ""},
    {"gate7.broadband.co.uk", ""},
    {"dyn.com", ""},
    {"ac7.dyn.example", ""},
    {"pooler.example.net", ""},
    {"poolside77.example.net", ""},
    {"dynamo7.example.net", ""},
    {"pppa.example.net", ""},
    {"homer77.example.net", ""},
    {"customs77.gov.example", ""},
    {"clientele-77.example.net", ""},
    {"home.example.net", ""},
    {"mobile.example.net", ""},
    {"cable.example.net", ""},
    {"client.example.net", ""},
    {"pool3.example.net", ""},
    {"fiber.example.net", ""},
    {"web1-1-2.example.net", "", "198.1.1.2"},
    {"web2-7.example.net", ""},
    {"a2-7.example.net", ""},
    {"k2-7.example.net", ""},
    {"host7.example.net", ""},
    {"host-7.example.net", ""},
    {"198-51-100-9.example.net", ""},
    {"h1920027.example.net", ""},
    {"h20310071.example.net", "", "20.31.0.71"}, // joined, but short
    {"1192-0-2-7.example.net", ""},
    {"192-0-2-71.example.net", "", "192.0.20.7"},
    {"pc00002070.example.net", "", "192.0.2.8"},
    {"db8.example.net", "", "2001:db8::7"},
    {"web1.example.net", "", "2001:db8::1"},
    {"0000-0000-0000.example.net", "", "2001:db8::1"},
    {"mail-2001-db8--7.example.net", "", "2001:db8::7"},
    {"mx20010db8000000000000000000000007.example.net", "", "2001:db8::7"},
    {"static-2001-db8--7.isp.example", "", "2001:db8::7"},
    {"mail-2a01-111-f403-c200--5.outbound.protection.cloud.example", "",
     "2a01:111:f403:c200::5"},
    // No host names: not for this judge.
    {"", ""},
    {"dsl", ""},
    {"dsl-7.\xff.example", ""},
    {"7.2.0.192.in-addr.arpa", ""},
};

std::string kind(const std::optional<Generic>& found)
{
    if (!found)
        return "";
    return found->kind == Kind::AddressInName ? "address " : "word ";
}

} // namespace

TEST_SUITE("rdns")
{
    TEST_CASE("a name that holds the client's address is generic")
    {
        for (const auto& row : with_address) {
            CAPTURE(row.name);
            const auto found = generic(row.name, ip(row.address));
            CHECK(kind(found) + (found ? found->evidence : "") ==
                  std::string{"address "} + row.evidence);
        }
    }

    TEST_CASE("a name that says what line it is looks dynamic")
    {
        for (const auto& row : with_word) {
            CAPTURE(row.name);
            const auto found = generic(row.name, ip(row.address));
            CHECK(kind(found) + (found ? found->evidence : "") ==
                  std::string{"word "} + row.evidence);
        }
    }

    TEST_CASE("a name that says what the host is for is not generic")
    {
        for (const auto& row : good) {
            CAPTURE(row.name);
            const auto found = generic(row.name, ip(row.address));
            CHECK(kind(found) + (found ? found->evidence : "") == "");
        }
    }

    TEST_CASE("the tables know hundreds of names")
    {
        CHECK(std::size(with_address) + std::size(with_word) >= 60);
        CHECK(std::size(good) >= 60);
    }
}

} // namespace mailreeve::rdns
