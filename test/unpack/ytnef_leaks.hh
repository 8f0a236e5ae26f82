// libytnef loses a few bytes of some damaged files: known, and not ours to mend. To be
// included by one file of a program.
#pragma once

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the name
// is LeakSanitizer's.
extern "C" const char* __lsan_default_suppressions();

// NOLINTNEXTLINE(misc-definitions-in-headers)
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libytnef";
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
