#include "mailreeve/attachment/unpack_settings.hh"

#include "mailreeve/config/field.hh"

#include <array>

namespace mailreeve::attachment {

using config::between;
using namespace config::literals;
using namespace std::chrono_literals;

UnpackSettings::UnpackSettings() : worker{UNPACK_WORKER} {}

// NOLINTNEXTLINE(readability-function-size): a table, and what its keys mean
config::Fields<UnpackSettings> UnpackSettings::fields()
{
    static constexpr std::array keys{
        config::field<&UnpackSettings::worker>(
            "worker", "The program that looks into archives and other files that hold "
                      "files, in a sandbox.")
            .needs_restart(),
        config::field<&UnpackSettings::workers, between(1U, 64U)>(
            "workers", "How many of them run: so many files are looked into at once.")
            .needs_restart(),
        config::field<&UnpackSettings::waiting, between(0U, 10'000U)>(
            "waiting",
            "How many files may wait for a worker. Mail beyond that is asked "
            "to come again later.")
            .needs_restart(),
        config::field<&UnpackSettings::depth, between(1U, 20U)>(
            "depth", "How deep files may be inside of files; a .tar.gz is two deep. "
                     "What is deeper cannot be judged.")
            .needs_restart(),
        config::field<&UnpackSettings::entries, between(1U, 20'000U)>(
            "entries", "How many files may be inside of one attachment, at all depths "
                       "together.")
            .needs_restart(),
        config::field<&UnpackSettings::output, between(1_MiB, 4096_MiB)>(
            "output", "How many bytes an attachment may unpack to, at all depths "
                      "together.")
            .needs_restart(),
        config::field<&UnpackSettings::memory, between(64_MiB, 4096_MiB)>(
            "memory", "How much address space a worker may have. The attachment itself "
                      "counts.")
            .needs_restart(),
        config::field<&UnpackSettings::cpu, between(1s, 120s)>(
            "cpu", "How much processor time one attachment may take.")
            .needs_restart(),
        config::field<&UnpackSettings::wall, between(1s, 80s)>(
            "wall", "How long one attachment may take. A worker that has not answered "
                    "by then is replaced.")
            .needs_restart(),
    };
    return keys;
}

} // namespace mailreeve::attachment
