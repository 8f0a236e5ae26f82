#include "mailreeve/store/transaction.hh"

#include <sqlite3.h>

namespace mailreeve::store {

Transaction::Transaction(Database& database) : database_{database}
{
    database_.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    // SQLite has already rolled back by itself after some errors (disk full, I/O).
    if (sqlite3_get_autocommit(database_.handle()) == 0)
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit()
{
    database_.run("COMMIT");
}

} // namespace mailreeve::store
