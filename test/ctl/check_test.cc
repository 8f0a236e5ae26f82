#include "ctl/check.hh"

#include "ctl/place_review.hh"
#include "ctl/settings_command.hh"
#include "test/ctl/output.hh"
#include "test/support/temporary_directory.hh"

#include <doctest/doctest.h>

#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace mailreeve::ctl {

using test::TemporaryDirectory;

namespace {

snapshot::StartSettings settings_in(const TemporaryDirectory& directory)
{
    snapshot::StartSettings settings;
    settings.state = directory / "state";
    settings.control = directory / "control.sock";
    settings.listen = snapshot::UnixPath{directory / "milter.sock"};
    return settings;
}

} // namespace

TEST_SUITE("ctl")
{
    TEST_CASE("a configuration with errors is told, with the status for it")
    {
        const TemporaryDirectory directory;
        const auto file = directory / "mailreeve.yaml";
        std::ofstream{file} << "mode: obsrve\n";
        test::Output output;
        CHECK(check({file, {}, {}, false, {}}, output.console) == Exit::Configuration);
        CHECK(output.out.str().empty());
        CHECK(output.err.str().find(":1:7: error: ") != std::string::npos);
        CHECK(output.err.str().find("observe") != std::string::npos);
        CHECK(show_settings(file, output.console) == Exit::Configuration);
    }

    TEST_CASE("what is shown as the configuration loads as the same")
    {
        const TemporaryDirectory directory;
        const auto file = directory / "mailreeve.yaml";
        test::Output defaults;
        CHECK(show_defaults(defaults.console) == Exit::Ok);
        std::ofstream{file} << defaults.out.str();
        test::Output again;
        CHECK(show_settings(file, again.console) == Exit::Ok);
        CHECK(again.out.str() == defaults.out.str());
    }

    TEST_CASE("a state directory that is open to others is an error")
    {
        const TemporaryDirectory directory;
        const auto settings = settings_in(directory);
        CHECK(review_places(settings)[0].grade == Grade::Warning); // is not there yet
        std::filesystem::create_directory(settings.state);
        ::chmod(settings.state.c_str(), 0750);
        const auto open = review_places(settings)[0];
        CHECK(open.grade == Grade::Error);
        CHECK(open.text.ends_with("is open to others"));
        ::chmod(settings.state.c_str(), 0700);
        const auto mine = review_places(settings)[0];
        CHECK(mine.grade == (::geteuid() == 0 ? Grade::Error : Grade::Ok));
        std::filesystem::remove(settings.state);
        std::ofstream{settings.state} << "x";
        CHECK(review_places(settings)[0].text.ends_with("is no directory"));
    }

    TEST_CASE("without the program that looks into files attachments cannot be judged")
    {
        const TemporaryDirectory directory;
        attachment::Settings settings;
        settings.unpack.worker = directory / "mailreeve-unpack";
        CHECK(review_worker(settings).empty()); // not judged at all
        settings.mode = attachment::Mode::Report;
        const auto told = [&] { return review_worker(settings).at(0); };
        CHECK(told().grade == Grade::Error);
        CHECK(told().text.ends_with("mailreeve-unpack: No such file or directory"));
        std::ofstream{settings.unpack.worker} << "x";
        CHECK(told().grade == Grade::Error);
        CHECK(told().text.ends_with("is no program"));
        ::chmod(settings.unpack.worker.c_str(), 0755);
        CHECK(told().grade == Grade::Ok);
        settings.unpack.worker = directory.path();
        CHECK(told().grade == Grade::Error);
    }

    TEST_CASE("what lies in the place of a socket is told")
    {
        const TemporaryDirectory directory;
        const auto settings = settings_in(directory);
        CHECK(review_places(settings)[1].text.ends_with("milter.sock can be made"));
        std::ofstream{directory / "milter.sock"} << "x";
        const auto told = review_places(settings)[1];
        CHECK(told.grade == Grade::Error);
        CHECK(told.text.ends_with("milter.sock is no socket"));
        ::chmod(directory.path().c_str(), 0777);
        CHECK(review_places(settings)[2].text.starts_with("anybody may put files"));
    }
}

} // namespace mailreeve::ctl
