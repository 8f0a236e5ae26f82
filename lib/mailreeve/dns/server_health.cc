#include "mailreeve/dns/server_health.hh"

namespace mailreeve::dns {

void ServerHealth::answered(Deadline now)
{
    state_ = State::Well;
    last_answer_ = now;
    silences_ = 0;
    failed_probes_ = 0;
}

void ServerHealth::unanswered(Deadline sent)
{
    if (sent <= last_answer_)
        return;
    if (++silences_ >= suspicious && state_ == State::Well)
        state_ = State::Suspected;
}

void ServerHealth::probe_unanswered()
{
    if (state_ == State::Suspected && ++failed_probes_ >= probes_failed)
        state_ = State::Unwell;
}

} // namespace mailreeve::dns
