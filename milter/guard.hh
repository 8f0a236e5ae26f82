// The one place where exceptions stop: libmilter is C and must not see them.
#pragma once

#include <exception>
#include <string_view>

namespace mailreeve::milter {

// Runs one callback's body. What it throws goes to `failed` in words, whose result is
// returned in its place; what that throws in turn gives `last_resort`.
template <class Result, class Body, class Failed>
Result guarded(Result last_resort, const Body& body, const Failed& failed) noexcept
{
    const auto run = [&](const auto& call, const auto& otherwise) -> Result {
        try {
            return call();
        } catch (const std::exception& error) {
            return otherwise(error.what());
        } catch (...) {
            return otherwise("unknown exception");
        }
    };
    return run(body, [&](std::string_view what) {
        return run([&] { return failed(what); },
                   [&](std::string_view) { return last_resort; });
    });
}

} // namespace mailreeve::milter
