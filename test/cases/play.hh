// Plays the part of the MTA in a case, and writes down what comes of it.
#pragma once

#include "test/cases/case_file.hh"

#include <string>
#include <vector>

namespace mailreeve::test {

// What the MTA says:
//
//     negotiate ACTIONS STEPS         another offer than Postfix's; a new session
//     connect HOST ADDRESS|-  {macro}=value ...
//     helo NAME
//     mail <SENDER> ...   rcpt <RECIPIENT> ...   header NAME:VALUE   end ...
//     abort   close
//     reload YAML                     \n for its line ends
//     broken [headers]   mended       whether the MTA does what it is asked for
//     advance SECONDS
//
// "header*50" says it fifty times; \n and \xNN stand for bytes. What comes of it:
//
//     < continue   < no reply   < 451 4.7.1 text
//     + NAME:VALUE on top   > NAME:VALUE behind   ~ NAME[1]:VALUE   - NAME[1]   ! held
//     | the log
//
// Ids become ID1, ID2 in the order in which they are seen.
std::vector<std::string> play(const CaseFile& scene);

} // namespace mailreeve::test
