"""Private mail servers, name servers and clients for tests, all on loopback."""
