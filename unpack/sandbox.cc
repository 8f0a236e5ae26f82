#include "unpack/sandbox.hh"

#include "mailreeve/base/c_ptr.hh"
#include "mailreeve/mime/charset.hh"
#include "unpack/archive_reader.hh"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <linux/close_range.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNPACK_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define UNPACK_SANITIZED 1
#endif
#endif

namespace mailreeve::unpack {

namespace {

#ifdef UNPACK_SANITIZED
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

using Filter = CPtr<void, seccomp_release>;

// Computing, memory that is not code, and the socket.
constexpr std::array allowed{
    SCMP_SYS(read),          SCMP_SYS(write),        SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),       SCMP_SYS(close),        SCMP_SYS(munmap),
    SCMP_SYS(mremap),        SCMP_SYS(brk),          SCMP_SYS(madvise),
    SCMP_SYS(futex),         SCMP_SYS(exit),         SCMP_SYS(exit_group),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),
    SCMP_SYS(setitimer),     SCMP_SYS(rt_sigreturn), SCMP_SYS(restart_syscall),
    SCMP_SYS(getrandom),     SCMP_SYS(sysinfo),      SCMP_SYS(sched_yield),
    SCMP_SYS(rt_sigprocmask)};

// What libraries try and can do without.
constexpr std::array refused{SCMP_SYS(open),       SCMP_SYS(openat), SCMP_SYS(stat),
                             SCMP_SYS(newfstatat), SCMP_SYS(access), SCMP_SYS(readlink),
                             SCMP_SYS(ioctl)};

// Under sanitizers everything else is allowed.
constexpr std::array refused_sanitized{
    SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect),  SCMP_SYS(fork),
    SCMP_SYS(vfork),  SCMP_SYS(execve),     SCMP_SYS(execveat), SCMP_SYS(ptrace)};

void must(bool good, const char* what)
{
    if (!good)
        throw std::system_error{errno, std::generic_category(), what};
}

void must_add(int result)
{
    if (result != 0)
        throw std::system_error{-result, std::generic_category(), "seccomp"};
}

void bound(decltype(RLIMIT_AS) what, rlim_t value)
{
    const rlimit both{value, value};
    must(::setrlimit(what, &both) == 0, "setrlimit");
}

void bound_resources(std::uint64_t memory)
{
    constexpr rlim_t descriptors = 8; // three, that of the file, and what is under way
    bound(RLIMIT_CORE, 0);
    bound(RLIMIT_FSIZE, 0);
    bound(RLIMIT_NPROC, 0);
    bound(RLIMIT_NOFILE, descriptors);
    if (!sanitized)
        bound(RLIMIT_AS, memory);
}

void allow_memory(void* filter)
{
    // The third argument; SCMP_A2() is no C++.
    const scmp_arg_cmp not_to_run{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
        must_add(seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &not_to_run));
}

Filter strict_filter()
{
    Filter filter{seccomp_init(SCMP_ACT_KILL_PROCESS)};
    must(filter != nullptr, "seccomp_init");
    for (const int call : allowed)
        must_add(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0));
    for (const int call : refused)
        must_add(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EACCES), call, 0));
    allow_memory(filter.get());
    return filter;
}

Filter loose_filter()
{
    Filter filter{seccomp_init(SCMP_ACT_ALLOW)};
    must(filter != nullptr, "seccomp_init");
    for (const int call : refused_sanitized)
        must_add(seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EACCES), call, 0));
    return filter;
}

} // namespace

void warm_up()
{
    constexpr std::array charsets{
        "cp437",      "cp850",       "cp852",       "cp866",      "cp932",
        "cp949",      "cp950",       "cp1250",      "cp1251",     "cp1252",
        "cp1253",     "cp1254",      "cp1255",      "cp1256",     "cp1257",
        "cp1258",     "iso-8859-1",  "iso-8859-2",  "iso-8859-5", "iso-8859-7",
        "iso-8859-9", "iso-8859-15", "koi8-r",      "koi8-u",     "gb18030",
        "big5",       "euc-jp",      "iso-2022-jp", "utf-16",     "utf-7"};
    for (const auto* const charset : charsets)
        static_cast<void>(mime::to_utf8("a", charset));
    const NameLocale locale;
}

bool is_sandbox_loose()
{
    return sanitized;
}

void enter_sandbox(std::uint64_t memory)
{
    must(::syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0) == 0, "close_range");
    must(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no_new_privs");
    must(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, "dumpable");
    const auto filter = sanitized ? loose_filter() : strict_filter();
    bound_resources(memory);
    must_add(seccomp_load(filter.get()));
}

} // namespace mailreeve::unpack
