#include "mailreeve/store/statement.hh"

#include <cassert>

#include <sqlite3.h>

namespace mailreeve::store {

void Statement::Finalize::operator()(sqlite3_stmt* handle) const noexcept
{
    sqlite3_finalize(handle);
}

Statement::Statement(Database& database, std::string_view sql)
    : database_{database.handle()}
{
    sqlite3_stmt* handle = nullptr;
    const char* rest = nullptr;
    const int code =
        sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &handle, &rest);
    handle_.reset(handle);
    if (code != SQLITE_OK)
        throw error_of(database_, code,
                       database.path().string() + ": " + std::string{sql});
    if (handle == nullptr || rest != sql.data() + sql.size())
        throw StoreError{Fault::Other, "not one statement: " + std::string{sql}};
}

Statement::~Statement() = default;

StoreError Statement::error(int code) const
{
    const char* const file = sqlite3_db_filename(database_, "main");
    return error_of(database_, code,
                    std::string{file != nullptr ? file : ""} + ": " +
                        sqlite3_sql(handle_.get()));
}

void Statement::reset() noexcept
{
    sqlite3_reset(handle_.get()); // says again what step() said
    sqlite3_clear_bindings(handle_.get());
}

void Statement::bind_one(int index, const Parameter& parameter)
{
    struct Bind {
        sqlite3_stmt* handle;
        int index;
        int operator()(std::monostate) const
        {
            return sqlite3_bind_null(handle, index);
        }
        int operator()(std::int64_t value) const
        {
            return sqlite3_bind_int64(handle, index, value);
        }
        int operator()(std::string_view text) const
        {
            return sqlite3_bind_text64(handle, index, text.empty() ? "" : text.data(),
                                       text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
        }
        int operator()(Parameter::Blob blob) const
        {
            return blob.empty() ? sqlite3_bind_zeroblob(handle, index, 0)
                                : sqlite3_bind_blob64(handle, index, blob.data(),
                                                      blob.size(), SQLITE_TRANSIENT);
        }
    };
    const int code = std::visit(Bind{handle_.get(), index}, parameter.value());
    if (code != SQLITE_OK)
        throw error(code);
}

Rows Statement::bind(std::initializer_list<Parameter> parameters)
{
    assert(sqlite3_stmt_busy(handle_.get()) == 0);
    assert(sqlite3_bind_parameter_count(handle_.get()) ==
           static_cast<int>(parameters.size()));
    Rows rows{*this}; // resets also when a parameter cannot be bound
    int index = 0;
    for (const auto& parameter : parameters)
        bind_one(++index, parameter);
    return rows;
}

void Statement::finish(Rows rows)
{
    while (rows.next()) { // a pragma that sets may answer with a row
    }
}

Rows::~Rows()
{
    if (statement_ != nullptr)
        statement_->reset();
}

bool Rows::next()
{
    const int code = sqlite3_step(statement_->handle_.get());
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        throw statement_->error(code);
    return false;
}

bool Rows::is_null(int column) const
{
    return sqlite3_column_type(statement_->handle_.get(), column) == SQLITE_NULL;
}

void Rows::expect(int column, int type, const char* words) const
{
    if (sqlite3_column_type(statement_->handle_.get(), column) != type)
        throw StoreError{Fault::Content,
                         std::string{"column "} + std::to_string(column) + " is not " +
                             words + ": " + sqlite3_sql(statement_->handle_.get())};
}

std::int64_t Rows::integer(int column) const
{
    expect(column, SQLITE_INTEGER, "an integer");
    return sqlite3_column_int64(statement_->handle_.get(), column);
}

std::int64_t Rows::integer(int column, std::int64_t low, std::int64_t high) const
{
    const auto value = integer(column);
    if (value < low || value > high)
        throw StoreError{Fault::Content, "column " + std::to_string(column) +
                                             " is out of range: " +
                                             sqlite3_sql(statement_->handle_.get())};
    return value;
}

std::string Rows::text(int column, std::size_t max) const
{
    expect(column, SQLITE_TEXT, "text");
    auto* const handle = statement_->handle_.get();
    const auto* const bytes = sqlite3_column_text(handle, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle, column));
    if (bytes == nullptr || size > max)
        throw StoreError{Fault::Content, "text of column " + std::to_string(column) +
                                             " is too long: " + sqlite3_sql(handle)};
    return {reinterpret_cast<const char*>(bytes), size};
}

std::vector<std::byte> Rows::blob(int column, std::size_t max) const
{
    expect(column, SQLITE_BLOB, "a blob");
    auto* const handle = statement_->handle_.get();
    const auto* const bytes =
        static_cast<const std::byte*>(sqlite3_column_blob(handle, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle, column));
    if (size > max)
        throw StoreError{Fault::Content, "blob of column " + std::to_string(column) +
                                             " is too long: " + sqlite3_sql(handle)};
    return bytes == nullptr ? std::vector<std::byte>{}
                            : std::vector<std::byte>{bytes, bytes + size};
}

} // namespace mailreeve::store
