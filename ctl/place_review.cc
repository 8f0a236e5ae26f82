#include "ctl/place_review.hh"

#include "control/client.hh"
#include "mailreeve/base/ascii.hh"

#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::ctl {

namespace {

// Nothing when it cannot be looked at: then errno says why.
std::optional<struct stat> look_at(const std::filesystem::path& path)
{
    struct stat found {};
    if (::lstat(path.c_str(), &found) != 0)
        return std::nullopt;
    return found;
}

std::string system_words()
{
    return std::generic_category().message(errno);
}

Remark review_state(const std::filesystem::path& state)
{
    const auto remark = [&](Grade grade, const std::string& text, std::string hint) {
        return Remark{grade, "state", state.string() + ' ' + text, std::move(hint)};
    };
    const auto found = look_at(state);
    if (!found)
        return errno == ENOENT ? remark(Grade::Warning, "does not exist",
                                        "the daemon makes it, if it may write above it")
                               : remark(Grade::Warning, ": " + system_words(),
                                        "ask as root or as the daemon's user");
    if (!S_ISDIR(found->st_mode))
        return remark(Grade::Error, "is no directory", {});
    if ((found->st_mode & 077U) != 0)
        return remark(Grade::Error, "is open to others", "chmod 0700");
    if (found->st_uid == 0)
        return remark(Grade::Error, "belongs to root",
                      "it must belong to the user that the daemon runs as");
    return remark(Grade::Ok, "is there", {});
}

Remark review_socket(const std::string& subject, const std::filesystem::path& socket)
{
    const auto directory = socket.parent_path();
    const auto found = look_at(directory);
    if (!found)
        return {Grade::Warning, subject, directory.string() + ": " + system_words(),
                "systemd makes those below /run when it starts the daemon"};
    struct stat real {};
    if (::stat(directory.c_str(), &real) != 0 || !S_ISDIR(real.st_mode))
        return {Grade::Error, subject, directory.string() + " is no directory", {}};
    const bool open = (real.st_mode & S_IWOTH) != 0 && (real.st_mode & S_ISVTX) == 0;
    if (open)
        return {Grade::Error, subject,
                "anybody may put files into " + directory.string(), "chmod o-w"};
    const auto there = look_at(socket);
    if (there && !S_ISSOCK(there->st_mode))
        return {Grade::Error, subject, socket.string() + " is no socket", {}};
    return {Grade::Ok,
            subject,
            socket.string() + (there ? " is there" : " can be made"),
            {}};
}

Remark review_daemon(const std::filesystem::path& control)
{
    try {
        const auto reply = control::ask(control, {control::Verb::Status});
        if (reply.outcome == control::Outcome::Ok)
            return {Grade::Ok, "daemon", "answers on " + control.string(), {}};
        return {Grade::Warning, "daemon",
                "does not tell us its status: " + std::string{ascii::trim(reply.text)},
                "ask as root or as the daemon's user"};
    } catch (const control::Unreachable& unreachable) {
        return {Grade::Warning, "daemon", unreachable.what(), {}};
    }
}

} // namespace

Remarks review_places(const snapshot::StartSettings& settings)
{
    Remarks remarks{review_state(settings.state)};
    if (const auto* path = std::get_if<snapshot::UnixPath>(&settings.listen))
        remarks.push_back(review_socket("listen", path->path));
    remarks.push_back(review_socket("control", settings.control));
    remarks.push_back(review_daemon(settings.control));
    return remarks;
}

Remarks review_worker(const attachment::Settings& settings)
{
    if (settings.mode == attachment::Mode::Off)
        return {};
    const auto& worker = settings.unpack.worker;
    const std::string subject = "attachments.unpack.worker";
    const std::string hint = "it must name mailreeve-unpack";
    struct stat found {};
    if (::stat(worker.c_str(), &found) != 0)
        return {{Grade::Error, subject, worker.string() + ": " + system_words(), hint}};
    const bool runs = S_ISREG(found.st_mode) && ::access(worker.c_str(), X_OK) == 0;
    if (!runs)
        return {{Grade::Error, subject, worker.string() + " is no program", hint}};
    return {{Grade::Ok, subject, worker.string(), {}}};
}

} // namespace mailreeve::ctl
