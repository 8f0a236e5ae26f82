// How subjects of notices of non-delivery begin.
#include "mailreeve/bounce/phrases.hh"

#include <string_view>

namespace mailreeve::bounce {

namespace {

constexpr std::string_view text = R"(
# English, many MTAs
undelivered mail | undeliverable | undeliverable mail | non-deliverable
nondeliverable mail | non delivery notification | non-delivery notification
non-delivery report | nondelivery report | non delivery report | ndr:
delivery failure | delivery failed | delivery has failed | delivery error
delivery problem | delivery report | delivery notification | delivery notice
delivery status | delivery status notification | delivery unsuccessful
delivery delayed | delivery warning | delivery aborted | message delivery
message undeliverable | message could not be delivered | message not delivered
message delayed | message status | message delayed: | mail delivery
mail undeliverable | mail could not be delivered | mail not delivered
mail system error | mail failure | mail error | mail transaction failed
mail status report | mail warning | mail delayed | mail returned | returned mail
returned message | returned to sender | returning mail | returned due to
email delivery | e-mail delivery | email undeliverable | email error
email not delivered | email returned | unable to deliver | unable to delivery
could not deliver | could not send message | cannot deliver | can't deliver
failed delivery | failed mail | failed to deliver | failure delivery
failure notice | failure to deliver | failure notification | bounced mail
bounced message | bounce notification | bounce: | error sending | error mail
error in message delivery | error: could not deliver | unknown user | user unknown
unknown address | unknown recipient | invalid recipient | address unknown
address not found | recipient not found | recipient unknown | no such user
mailbox full | mailbox unavailable | mailbox is full | mailbox over quota
quota exceeded | over quota
your message could not be delivered | your mail could not be delivered
your e-mail could not be delivered | your email could not be delivered
your message was not delivered | your message has been delayed
your mail message to | warning: message | warning: could not send
warning - delayed mail | warning: mail delayed | warning: delayed mail
warning: e-mail viruses detected | notice: mail delivery status
notification d' | notification of non-delivery | notification: undeliverable
there was an error sending your mail | message you sent blocked
message you sent has been | mail rejected | message rejected | rejected mail
rejected: | email rejected | mdaemon warning | mdaemon notification
permanent delivery failure | temporary delivery failure | delayed mail | delayed:
transport error | nondelivered mail | not delivered | not delivered:
impossible to deliver | relayed: | delivered: | expanded: | delivery receipt
successful mail delivery report | dsn: | postmaster notify | postmaster:
considered unsolicited bulk email | virus found in | virus in mail from you
virus in your mail | virus warning | banned contents from you
banned contents in mail from you | [delivery delayed]
# Amazon SNS wraps bounces and complaints as JSON
aws notification message | amazon ses email event notification | amazon ses bounce
amazon ses complaint
# FML and other list managers refuse a post
you are not member | you are not a member | not member article | fml system error
post denied | post acknowledgement | request to mailing list
your message to list
# German
unzustellbar | nicht zustellbar | unzustellbare nachricht | nicht zugestellt
zustellung fehlgeschlagen | zustellungsfehler | zustellfehler
fehler bei der zustellung | übermittlungsfehler | mail nicht zustellbar
benachrichtung zum übermittlungsstatus | benachrichtigung zum übermittlungsstatus
zustellungsbenachrichtigung | nicht zugestellte nachricht | zustellung verzögert
ihre nachricht konnte nicht
# French
non remis | non distribuable | non délivré | message non remis
message non distribu | courrier non distribu | mail non distribu
échec de la remise | échec de remise | notification d'état de remise
échec de distribution | avis de non-remise | message non delivre
rapport de non-remise
# Spanish, Portuguese, Italian, Catalan
no se puede entregar | no entregado | no se puede enviar | mensaje no entregado
correo no entregado | error de entrega | error en la entrega
notificación de estado de entrega | notificación de entrega | fallo en la entrega
no se pudo entregar | imposible entregar | não é possível entregar | não entregue
não foi possível entregar | mensagem não entregue | não entregável
falha na entrega | falha ao entregar | notificação de status de entrega
erro de entrega | non recapitabile | mancato recapito | mancata consegna
messaggio non consegnato | notifica sullo stato del recapito
impossibile recapitare | errore di consegna | no es pot lliurar
# Dutch, Danish, Swedish, Norwegian, Finnish
onbestelbaar | niet afgeleverd | kan niet worden afgeleverd | bezorging mislukt
ikke leveret | kan ikke leveres | ulevert | ikke levert | kan ikke levere
det går inte att leverera | kunde inte levereras | ej levererad
meddelandet kunde inte | leverans misslyckades | ei voida toimittaa
toimitus epäonnistui | viestiä ei voitu
# Polish, Czech, Slovak, Hungarian, Turkish, Romanian
niedostarczalne | nie dostarczono | nie można dostarczyć
nie udało się dostarczyć | zwrot wiadomości | nedoručiteln | nelze doručit
nedoručen | nedoručiteľn | kézbesíthetetlen | teslim edilemedi | iletilemedi
teslim edilemez | nelivrat
# Russian, Ukrainian, Bulgarian
Не удается доставить | Недоставлен | Не доставлено | Невозможно
Ваше сообщение не доставлено
# Japanese: mail error, error mail, cannot be delivered, delivery failed, transfer error
メールエラー | エラーメール | メールを配送できません | 配信不能 | 配信失敗 | 配信できません
不達 | 送信エラー
# Chinese: not delivered, cannot be delivered, returned mail, returned by the system
未送达 | 无法投递 | 退信 | 系统退信 | 系統退信 | 無法傳遞 | 未傳遞
# Korean: undeliverable, returned
배달할 수 없음 | 배달되지 않음 | 반송 | 메일 반송
)";

constexpr std::string_view plain_text = R"(
undelivered mail returned | undeliverable: | undeliverable mail | undeliverable message
returned mail: | mail delivery failed | mail delivery failure
delivery status notification ( | mail system error - returned mail
non-delivery report | nondeliverable mail | unzustellbar:
)";

} // namespace

const Phrases& bounce_subjects()
{
    static const Phrases phrases{text};
    return phrases;
}

const Phrases& plain_bounce_subjects()
{
    static const Phrases phrases{plain_text};
    return phrases;
}

} // namespace mailreeve::bounce
