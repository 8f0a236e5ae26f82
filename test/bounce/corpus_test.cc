#include "mailreeve/bounce/reading.hh"

#include "test/support/corpus.hh"

#include <doctest/doctest.h>

#include <ctime>
#include <cstdio>

namespace mailreeve::bounce {

TEST_SUITE("bounce")
{
    TEST_CASE("quick look" * doctest::skip(!test::has_corpus()))
    {
        for (const auto& file : test::corpus_messages()) {
            const auto raw = file.bytes();
            const auto a = clock();
            const auto r = read(raw, true);
            const auto us = (clock() - a) * 1000000 / CLOCKS_PER_SEC;
            std::printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%ld\t%s\t%s\n", file.path.c_str(),
                        file.column("category").c_str(), file.column("kind").c_str(),
                        name(r.kind).data(), name(r.headers).data(), r.message_id.c_str(),
                        r.evidence.c_str(), us, r.truncated ? "trunc" : "",
                        (std::to_string(r.recipients.size())+"/"+std::to_string(r.returned.size())).c_str());
        }
    }
}

} // namespace mailreeve::bounce
