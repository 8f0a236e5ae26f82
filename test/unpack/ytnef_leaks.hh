// libytnef loses a few bytes of some damaged files: known, and not ours to mend. To be
// included by one file of a program.
#pragma once

// NOLINTNEXTLINE(bugprone-reserved-identifier): LeakSanitizer's name
extern "C" const char* __lsan_default_suppressions();

// NOLINTNEXTLINE(bugprone-reserved-identifier,misc-definitions-in-headers)
extern "C" const char* __lsan_default_suppressions()
{
    return "leak:libytnef";
}
