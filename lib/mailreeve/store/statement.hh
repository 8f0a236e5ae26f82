// A prepared statement: values are bound, never written into the text.
#pragma once

#include "mailreeve/base/api.hh"
#include "mailreeve/store/database.hh"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3_stmt;

namespace mailreeve::store {

// What a parameter can be. Text and blobs are copied when they are bound.
class Parameter {
public:
    using Blob = std::span<const std::byte>;
    using Value = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;

    Parameter(std::nullopt_t) {}
    template <std::integral T>
    Parameter(T value) : value_{static_cast<std::int64_t>(value)}
    {
        static_assert(sizeof(T) < sizeof(std::int64_t) || std::signed_integral<T>,
                      "SQLite has no unsigned 64-bit numbers");
    }
    Parameter(std::string_view text) : value_{text} {}
    Parameter(const std::string& text) : value_{std::string_view{text}} {}
    Parameter(const char* text) : value_{std::string_view{text}} {}
    Parameter(Blob blob) : value_{blob} {}

    const Value& value() const { return value_; }

private:
    Value value_;
};

// The rows of one run; resets its statement when it goes. At most one at a time for a
// statement, which must outlive it.
class MAILREEVE_API Rows {
public:
    explicit Rows(Statement& statement) : statement_{&statement} {}
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    Rows(Rows&& other) noexcept : statement_{other.statement_}
    {
        other.statement_ = nullptr;
    }
    Rows& operator=(Rows&&) = delete;

    // Goes to the next row; false after the last. Throws StoreError.
    bool next();

    // The columns of the row, from 0. What a file holds is not trusted: a value of
    // another type, or longer than `max` bytes, throws StoreError{Content}.
    std::int64_t integer(int column) const;
    std::string text(int column, std::size_t max) const;
    std::vector<std::byte> blob(int column, std::size_t max) const;
    bool is_null(int column) const;

    // An integer that must lie between `low` and `high`, both included.
    std::int64_t integer(int column, std::int64_t low, std::int64_t high) const;

private:
    void expect(int column, int type, const char* words) const;

    Statement* statement_;
};

// Belongs to the thread of its Database, which must outlive it.
class MAILREEVE_API Statement {
public:
    // Throws StoreError, also when `sql` holds more than one statement.
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // Binds the parameters in order and gives the rows. Their number must be that of
    // the question marks: another one is a bug. Throws StoreError.
    template <class... Parameters>
    Rows rows(const Parameters&... parameters)
    {
        return bind({Parameter{parameters}...});
    }

    // The same for a statement without rows: binds, runs, resets. Throws StoreError.
    template <class... Parameters>
    void run(const Parameters&... parameters)
    {
        finish(bind({Parameter{parameters}...}));
    }

private:
    friend class Rows;

    Rows bind(std::initializer_list<Parameter> parameters);
    void bind_one(int index, const Parameter& parameter);
    static void finish(Rows rows);
    StoreError error(int code) const;
    void reset() noexcept;

    struct Finalize {
        void operator()(sqlite3_stmt* handle) const noexcept;
    };

    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

} // namespace mailreeve::store
