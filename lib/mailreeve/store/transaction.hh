// A transaction that writes: all of it, or nothing.
#pragma once

#include "mailreeve/store/database.hh"

namespace mailreeve::store {

// Takes the write lock at once (BEGIN IMMEDIATE), so that a lock another process holds
// is met before any work is done. Rolls back when it goes without commit().
class MAILREEVE_API Transaction {
public:
    // `database` must outlive it. Throws StoreError, Busy when the lock cannot be had.
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    // Throws StoreError; nothing has been written then.
    void commit();

private:
    Database& database_;
};

} // namespace mailreeve::store
