// All metrics of the process, and their text for Prometheus.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/metrics/instrument.hh"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace mailreeve::metrics {

// {{"verdict", "tag"}}: names are words of ours, [a-zA-Z_][a-zA-Z0-9_]*, values may
// come from outside.
using Labels = std::vector<std::pair<std::string, std::string>>;

enum class Type { Counter, Gauge, Histogram };

// One value of many that are read when they are asked for.
struct Sample {
    Labels labels;
    double value = 0;
};

inline constexpr std::size_t max_children = 512; // sets of labels of one name

// Thread-safe. References that it hands out live as long as it does: keep them where
// the work is done, and updating takes no lock. Asking for the same name and labels
// gives the same instrument; the first help counts. Asking for another type, other
// bounds or a name that is none of Prometheus's ([a-zA-Z_:][a-zA-Z0-9_:]*) is a bug.
// Sets of labels past max_children share one, with every value "other".
class MAILREEVE_API Registry {
public:
    Registry() = default;
    ~Registry() = default;
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    Counter& counter(std::string_view name, std::string_view help,
                     const Labels& labels = {});
    Gauge& gauge(std::string_view name, std::string_view help,
                 const Labels& labels = {});
    Histogram& histogram(std::string_view name, std::string_view help,
                         const Labels& labels = {},
                         std::span<const double> bounds = latency_bounds());

    // `read` is called by render(), on its thread, without a lock of ours; it must be
    // callable as long as the registry is. Of its samples the first max_children
    // count.
    void collect(std::string_view name, std::string_view help, Type type,
                 std::function<std::vector<Sample>()> read);

    // The same for a single value.
    void collect_one(std::string_view name, std::string_view help, Type type,
                     std::function<double()> read);

    // Text exposition format 0.0.4, names in order.
    std::string render() const;

private:
    using Instrument = std::variant<Counter, Gauge, std::shared_ptr<Histogram>>;
    using Children = std::map<std::string, std::shared_ptr<Instrument>, std::less<>>;

    struct Family {
        std::string help;
        Type type = Type::Counter;
        Children children; // by their labels as they are written
        std::function<std::vector<Sample>()> read;
    };

    Family& family(std::string_view name, std::string_view help, Type type);
    Instrument& child(std::string_view name, std::string_view help, Type type,
                      const Labels& labels, std::span<const double> bounds = {});
    static void render_family(std::string& out, const std::string& name,
                              const Family& family);

    mutable std::mutex mutex_;
    std::map<std::string, Family, std::less<>> families_;
};

} // namespace mailreeve::metrics
