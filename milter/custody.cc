#include "milter/custody.hh"

#include "mailreeve/bounce/key_store.hh"
#include "mailreeve/crypto/key_refused.hh"
#include "mailreeve/store/store_error.hh"
#include "milter/start_refused.hh"

#include <system_error>

namespace mailreeve::milter {

namespace {

// Nothing is promised that cannot be kept, so nothing is begun.
template <class Make>
auto or_refuse(const Make& make)
{
    try {
        return make();
    } catch (const crypto::KeyRefused& refused) {
        throw StartRefused{Exit::Configuration, refused.problem(), refused.mend()};
    } catch (const store::StoreError& error) {
        throw StartRefused{Exit::CannotCreate, error.what()};
    } catch (const std::system_error& error) {
        throw StartRefused{Exit::CannotCreate, error.what()};
    }
}

} // namespace

Custody::Custody(const std::filesystem::path& state,
                 const quarantine::Settings& settings, const Clock& clock,
                 log::Log& log)
    : state_{state}, clock_{clock}, log_{log}, keys_{or_refuse([&] {
          return quarantine::master_keys_at_start(state, clock.wall());
      })},
      quarantine_{or_refuse([&] {
          return quarantine::open_quarantine(
              state, keys_, settings, clock,
              [this](const std::string& what) { tell(what); });
      })},
      in_flight_{or_refuse(
          [&] { return std::make_unique<InFlight>(state / "in-flight", clock); })}
{
}

void Custody::tell(const std::string& what)
{
    log_.write(log::Severity::Error, log::Record{"quarantine"}.with("trouble", what));
}

void Custody::reload(const quarantine::Settings& settings)
{
    quarantine_->set_settings(settings);
    try {
        auto keys = crypto::MasterKeys::load(bounce::key_directory(state_));
        if (keys->newest() != nullptr)
            keys_.exchange(std::move(keys));
    } catch (const std::runtime_error& error) {
        tell(error.what());
    }
}

void Custody::look_after()
{
    try {
        const auto expired = quarantine_->expire();
        if (!expired.removed.empty())
            log_.write(log::Severity::Info, log::Record{"quarantine"}.with(
                                                "expired", expired.removed.size()));
        if (!expired.clock_believed)
            log_.write(log::Severity::Warning, log::Record{"quarantine"}.with(
                                                   "clock", "jumped: nothing expires"));
    } catch (const store::StoreError& error) {
        tell(error.what());
    }
}

} // namespace mailreeve::milter
