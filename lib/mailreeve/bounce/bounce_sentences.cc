// What notices of non-delivery say.
#include "mailreeve/bounce/phrases.hh"

#include <string_view>

namespace mailreeve::bounce {

namespace {

constexpr std::string_view text = R"(
# English, many MTAs
could not be delivered | couldn't be delivered | cannot be delivered
can't be delivered | can not be delivered | was not delivered | wasn't delivered
was undeliverable | is undeliverable | has not been delivered
has not yet been delivered | not been delivered to | unable to deliver
unable to be delivered | not able to deliver | wasn't able to deliver
error delivering your mail | error while delivering
error occurred while trying to deliver | occurred while attempting to deliver
delivery has failed | delivery failed | delivery to the following
delevery to the following | delivery of your message | delivery attempts will
delivery failure | delivery status notification | delivery problem
delivery error | delivery for the following | could not deliver | couldn't deliver
cannot deliver | could not be sent | failed to deliver | failed permanently
failed to be delivered | trouble delivering | delivering your message
did not reach the following recipient | does not exist at the | no such user
no such recipient | user unknown | unknown user | invalid user address
recipient unknown | unknown recipient | recipient address rejected
recipient rejected | mailbox unavailable | mailbox is full | mailbox full
mailbox not found | mailbox exceeds | mailbox quota | quota exceeded | over quota
exceeds allowed size | returned message | returned to sender | returned to you
being returned | has been returned | original message follows
original message headers | message headers follow | unsent message
undelivered message | undeliverable | message you sent | mail you sent
has been delayed | will be retried | message will be retried
permanent error | permanent failure | permanent fatal error | fatal errors
transient non-fatal errors | had delivery problems | had delivery errors
non-delivered information | remote host said | remote server returned
remote server said | mail server said | transcript of session
diagnostic information for administrators | generating server
reason for non-delivery | reason for failure | failure reasons
because of the following reason | for the following reason | rejected by
was rejected | has been rejected | rejected for | rejected your message
refused to accept | refused your message | the following addresses had
the following address failed | the following address(es) failed
the following recipients | the following recipient | of the following recipients
550 5. | 550 user | 550 no | 551 user | 552 5. | 553 5. | 554 5. | 550 requested
550 - requested | 421 4. | 450 4. | 451 4. | 452 4. | rcpt to: | suspended account
account has been disabled | account is disabled | virus in a message
message contained a virus | blocked because
# older hosts: Smail, MDaemon, usa.net, hotpop, InterScan VirusWall, newmail.ru
list of failed recipients | failed addresses follow | did not receive a copy of your
intended recipient: | returned mail follows | undeliverable address
machine generated message from mail service | message from interscan
couldn't be reached | could not be reached | not delivered to the following
users unknown | undeliverable recipient
# qmail, Yahoo!
this is the qmail-send program | hi. this is the | failure notice
sorry, no mailbox here by that name | sorry, we were unable to deliver
below this line is a copy of | enclosed is a copy of the message
# Postfix
this is the postfix program | this is the mail system at host
sorry to have to inform you that
# Exim, 1&1, GMX
created automatically by mail delivery | this is a copy of the message
header of the original message is following
# DragonFly, OpenSMTPD, Courier, MDaemon, Smail, PP, ZMailer
this is the dragonfly mail agent | this is the mailer-daemon
this is the courier mail server | message delivery has failed
your message was not delivered | mdaemon | failed addresses follow
# Google Groups, Gmail
the group you tried to contact | google groups | address not found
message blocked | technical details of permanent failure
technical details of temporary failure
# Exchange, Notes, Domino, X.400, GroupWise
recipient name is not recognized | not listed in domino directory
user not listed in | msexch: | mta-id of the original | groupwise
not listed in public name | mail router | non-delivery
message will not be delivered | action required recipient
# MailMarshal, Mimecast, Symantec, InterScan, gateways
the following recipients were affected | email that you attempted to send
email you addressed to | sent <<< rcpt | spam quarantine summary
# FML and list managers
original mail as follows | not a member of this mailing list
you are not allowed to post | non-members are not allowed
# Amazon SNS
"notificationtype":"bounce" | "eventtype":"bounce"
# EZweb, KDDI, m-FILTER, Biglobe: could not be sent, be delivered; unknown recipient
送信できません | 配信できません | 配送できません | お届けできませ | m-filter
as their mailbox is full | each of the following recipients | 宛先不明
# German
konnte nicht zugestellt werden | nicht zustellbar | konnte nicht ausgeliefert
nicht zugestellt werden | fehler bei der zustellung | unzustellbar
die gruppe, die sie kontaktieren
# French
n'a pas pu être remis | n'a pas pu être distribu | n'a pu être délivr
impossible de remettre | échec de la remise
# Spanish, Portuguese, Italian
no se pudo entregar | no ha podido entregar | no se ha podido entregar
no pudo ser entregado | não pôde ser entregue | não foi possível entregar
não foi entregue | non è stato possibile recapitare | non può essere consegnat
non è stato consegnato
# Dutch, Nordic, Polish, Czech, Turkish
kan niet worden bezorgd | kon niet worden bezorgd | kon niet worden afgeleverd
kunne ikke leveres | kunde inte levereras | ei voitu toimittaa
nie mogła zostać dostarczona | nie została dostarczona | nebylo možné doručit
teslim edilemedi | iletilemedi
# Russian: cannot be delivered, could not, was not delivered
не может быть доставлен | не удалось | не было доставлено
# Chinese, Korean: cannot be delivered, returned
无法投递 | 无法送达 | 被退回 | 無法傳送 | 전송되지 | 반송
)";

} // namespace

const Phrases& bounce_sentences()
{
    static const Phrases phrases{text};
    return phrases;
}

} // namespace mailreeve::bounce
