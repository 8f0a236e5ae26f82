// How automatic replies, receipts, challenges and complaints begin, and what they say.
#include "mailreeve/bounce/phrases.hh"

#include <string_view>

namespace mailreeve::bounce {

namespace {

constexpr std::string_view replies = R"(
auto reply | auto-reply | autoreply | auto response | auto-response | autoresponse
auto: | automatic reply | automatic response | automated reply | automated response
auto-responder | autoresponder | [auto-reply] | [autoreply] | [auto reply]
out of office | out of the office | out-of-office | outofoffice | i am out of
i'm out of the office | i am away | i am currently away | i am currently out of
away from | away on | away: | on vacation | vacation reply | vacation message
vacation notice | vacation: | on holiday | annual leave | on leave
i am on vacation | thank you for your email | [out of office] | ooo:
# German, Dutch, Nordic
automatische antwort | abwesenheitsnotiz | abwesenheit | abwesend | automatische beantwoording
abwesenheitsassistent | automatisch antwoord | afwezig | afwezigheid | niet op kantoor
autosvar | automatisk svar | automatiskt svar | fraværende | frånvaro | ikke på kontoret
automaattinen vastaus | poissa | fraværsmelding | ikke til stede | out of office:
# French, Spanish, Portuguese, Italian
réponse automatique | reponse automatique | absence du bureau | absent | absence
message d'absence | respuesta automática | respuesta automatica | fuera de la oficina
fuera de oficina | resposta automática | resposta automatica | ausência temporária
fora do escritório | risposta automatica | fuori sede | fuori ufficio | assente
resposta automàtica
# Polish, Czech, Slovak, Hungarian, Romanian, Turkish
automatyczna odpowiedź | [automatyczna odpowied | automatyczna odpowied
odpowiedź automatyczna | nieobecność | poza biurem | automatická odpověď
automatická odpoveď | mimo kancelář | automatikus válasz | házon kívül
răspuns automat | raspuns automat | otomatik yanıt | ofis dışında
# Russian, Ukrainian: automatic answer, automatic reply
Автоматический ответ | автоматический ответ | Автоответ | автоответ
Автоматична відповідь | Отсутствую | Нет на работе
# Japanese, Chinese, Korean: automatic reply, absent
自動応答 | 自動返信 | 不在 | 不在通知 | 自动答复 | 自动回复 | 自動回覆 | 自動回復
外出时的助理 | 不在辦公室 | 자동 회신 | 자동 응답 | 부재중
)";

constexpr std::string_view conversations = R"(
re: | re : | re[ | re^ | re ( | fw: | fwd: | fwd : | fw : | [fwd: | forward: | forwarded:
# German, Dutch, Nordic, French, Spanish, Portuguese, Italian
aw: | wg: | antw: | antwort: | doorst: | sv: | vs: | vl: | vb: | videresendt: | tr: | tr : | rép: | réf:
rv: | res: | enc: | r: | rif: | i:
# Polish, Hungarian, Turkish, Greek, Chinese, Japanese, Korean
odp: | pd: | vá: | továbbítás: | ynt: | ilt: | απ: | πρθ: | 回复: | 回复： | 回覆: | 回覆：
答复: | 答复： | 转发: | 转发： | 轉寄: | 轉寄： | 返信: | 転送: | 회신: | 전달:
)";

constexpr std::string_view receipts = R"(
read: | read receipt | read-receipt | return receipt | message read | not read:
deleted: | displayed: | disposition notification | message disposition notification
gelesen: | gelesen | lesebestätigung | empfangsbestätigung | ungelesen gelöscht
lu : | lu: | accusé de réception | accusé de lecture | confirmation de lecture
leído: | leído | confirmación de lectura | lida: | lido: | confirmação de leitura
letto: | conferma di lettura | ricevuta di ritorno | gelezen: | leesbevestiging
læst: | läst: | lest: | luettu: | przeczytano: | potwierdzenie przeczytania
přečteno: | prečítané: | olvasva: | citit: | okundu: | Прочитано: | Прочтено:
開封済み | 開封確認 | 已读: | 已讀: | 읽음:
)";

constexpr std::string_view receipt_texts = R"(
was read on | was displayed on | message was displayed | was deleted without being read
this is a receipt for | this is a return receipt | return receipt for
this receipt verifies | this receipt only acknowledges | was opened on
wurde gelesen | wurde am | ohne gelesen zu werden | a été lu | ha sido leído
foi lida | è stato letto | has been displayed | no guarantee that the message has been
)";

constexpr std::string_view challenges = R"(
your email requires verification | please confirm your message
please confirm your email | please verify your message | please verify your email
confirm your message | confirmation required | message confirmation
verify your message | verification required | sender verification
re: [challenge] | challenge: | spam arrest | bluebottle | please authenticate
[confirm] | please approve your message | is protecting their inbox
allow list request | sender authorization | authorization required
# TMDA, Active Spam Killer
please confirm | confirm (email auth | ask: | your message awaits
)";

constexpr std::string_view challenge_texts = R"(
requires that you verify | verify that you are a real | you are a real live human
real human being and not | to complete this verification
simply reply to this message and leave | please confirm that you
prove that you are human | prove you are human | prove that you are not
you will only need to do this once | you only have to do this once
you need to do this only once | you only need to confirm once
to confirm that your message | in order for your message to be delivered
before your message can be delivered | so that your message can be delivered
click the link below to be added | add yourself to my | guest list
has been waitlisted | challenge/response | challenge-response
tagged message delivery agent | spamarrest | spam arrest | boxbe
to release your message | waiting for your confirmation | held until you confirm
hold your message until | protect myself from spam | my approved list
on my list of approved senders | not on my allowed list | is not in my list
to have your message delivered | confirm this message
)";

constexpr std::string_view complaints = R"(
# AOL before ARF, Hotmail's junk mail reports, Amazon SNS, SpamCop
client tos notification | complaint about message from
"notificationtype":"complaint" | "eventtype":"complaint" | email feedback report for
this is an email abuse report for | this is a spam complaint | [spamcop
)";

} // namespace

const Phrases& conversation_subjects()
{
    static const Phrases phrases{conversations};
    return phrases;
}

const Phrases& reply_subjects()
{
    static const Phrases phrases{replies};
    return phrases;
}

const Phrases& receipt_subjects()
{
    static const Phrases phrases{receipts};
    return phrases;
}

const Phrases& receipt_sentences()
{
    static const Phrases phrases{receipt_texts};
    return phrases;
}

const Phrases& challenge_subjects()
{
    static const Phrases phrases{challenges};
    return phrases;
}

const Phrases& challenge_sentences()
{
    static const Phrases phrases{challenge_texts};
    return phrases;
}

const Phrases& complaint_sentences()
{
    static const Phrases phrases{complaints};
    return phrases;
}

} // namespace mailreeve::bounce
