// What libmailreeve.so shows to programs that link it; all else is hidden.
#pragma once

#define MAILREEVE_API __attribute__((visibility("default")))
