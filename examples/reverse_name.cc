// What reverse DNS says of an address: a program that knows libmailreeve alone.
//
//   c++ -std=c++20 reverse_name.cc $(pkg-config --cflags --libs libmailreeve)
//   ./a.out 192.0.2.7 [NAMESERVER[:PORT]]

#include "mailreeve/dns/udp_resolver.hh"
#include "mailreeve/rdns/reverse_lookup.hh"

#include <chrono>
#include <cstdlib>
#include <iostream>

using namespace mailreeve;

int main(int argc, char** argv)
{
    const auto address = argc > 1 ? net::IpAddress::parse(argv[1]) : std::nullopt;
    dns::Settings settings;
    if (argc > 2)
        if (const auto server = dns::ServerAddress::parse(argv[2]))
            settings.servers = {*server};
    if (!address) {
        std::cerr << "usage: reverse_name ADDRESS [NAMESERVER]\n";
        return EXIT_FAILURE;
    }

    const dns::UdpResolver resolver{settings};
    const auto answer = rdns::look_up(*address, resolver);
    const auto* reverse =
        answer.wait_until(SystemClock{}.now() + std::chrono::seconds{10});
    if (reverse == nullptr)
        return EXIT_FAILURE;
    std::cout << rdns::name(reverse->state) << ' ' << reverse->name << ' '
              << reverse->detail << '\n';
    return EXIT_SUCCESS;
}
