package mailflow

import "strings"

// isBounceSubject knows how subjects of bounces begin. A person's "Re:" or
// "Fwd:" before it makes it a person's mail.
func isBounceSubject(subject string) bool {
	s := foldSubject(subject)
	for _, prefix := range bounceSubjects {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

var bounceSubjects = []string{
	"delivery failure", "delivery status", "delivery has failed", "delivery notification", "undeliverable", "undelivered mail",
	"returned mail", "mail delivery failed", "mail delivery failure", "mail delivery system", "failure notice", "delivery unsuccessful",
	"message undeliverable", "nondeliverable mail", "warning: message", "warning: could not send message", "mail system error",
	"non remis :", "non remis:", "message non distribué", "échec de la remise", "notification d'état de remise",
	"unzustellbar:", "zustellung fehlgeschlagen", "nicht zustellbar", "fehler bei der zustellung",
	"no se puede entregar", "correo no entregado", "notificación del estado de entrega", "non recapitabile", "mancato recapito",
	"não é possível entregar", "não entregue:", "onbestelbaar:", "kan niet worden bezorgd", "niedostarczone", "niedostarczalne", "nie można dostarczyć",
	"nedoručitelné", "nelze doručit", "kan inte levereras", "det går inte att leverera", "kan ikke leveres", "ikke leveret:", "toimitus epäonnistui",
	"недоставленное сообщение", "не удалось доставить", "не вдалося доставити", "teslim edilemedi", "αδύνατη η παράδοση", "kézbesíthetetlen",
	"nelivrabil", "无法送达", "系统退信", "退信", "無法傳遞", "配信不能", "배달되지 않음", "تعذر التسليم", "לא ניתן למסירה",
}

// isVacationSubject knows the subjects that programs give to replies they send
// for an absent person. A phrase counts only where a program would put it: as
// the whole subject, or before a colon, a dash, a bracket or a "Re:" - so that
// a person's "Out of office next week, sorry" stays a person's.
func isVacationSubject(subject string) bool {
	s := foldSubject(subject)
	s = strings.TrimLeft(s, "[(<*# ")
	for _, phrase := range vacationSubjects {
		rest, ok := strings.CutPrefix(s, phrase)
		if !ok {
			continue
		}
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || strings.ContainsAny(rest[:1], ":-([])>*|!") || hasAnyPrefix(rest, "：", "–", "—", "re:", "aw:", "sv:", "autoreply", "auto-reply", "auto reply", "reply", "response", "message:", "notification", "mail:") {
			return true
		}
	}
	return false
}

var vacationSubjects = []string{
	"automatic reply", "automatic response", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse", "auto:", "automated reply", "automated response",
	"out of office", "out-of-office", "out of the office", "ooo", "vacation reply", "vacation response", "vacation message", "vacation", "on vacation", "on holiday", "away from my mail", "away from the office", "i am out of the office", "i'm out of the office",
	"abwesenheitsnotiz", "abwesenheit", "abwesenheitsnachricht", "automatische antwort", "automatische rückantwort", "automatische abwesenheitsnotiz", "nicht im büro", "außer haus", "urlaubsbenachrichtigung",
	"réponse automatique", "message automatique", "réponse d'absence", "réponse automatique d'absence", "absence du bureau", "absent du bureau", "notification d'absence", "absence",
	"respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "ausencia de la oficina", "resposta automática", "resposta automatica", "fora do escritório", "ausência temporária", "ausente do escritório",
	"risposta automatica", "fuori sede", "fuori ufficio", "assente dall'ufficio", "automatisch antwoord", "automatische beantwoording", "automatische reactie", "afwezigheidsbericht", "afwezigheidsassistent", "niet aanwezig", "afwezig",
	"automatiskt svar", "autosvar", "frånvaro", "frånvaromeddelande", "automatisk svar", "fraværsmelding", "fraværsbesked", "fravær", "ikke til stede", "ikke på kontoret", "automaattinen vastaus", "poissaoloilmoitus", "poissa toimistosta", "poissa",
	"odpowiedź automatyczna", "automatyczna odpowiedź", "poza biurem", "nieobecność", "automatická odpověď", "automatická odpoveď", "mimo kancelář", "nepřítomnost", "neprítomnosť",
	"автоматический ответ", "автоответ", "автоответчик", "нет на месте", "отсутствие", "автоматична відповідь", "автовідповідь", "немає на місці", "автоматичен отговор",
	"otomatik yanıt", "otomatik cevap", "ofis dışında", "αυτόματη απάντηση", "εκτός γραφείου", "automatikus válasz", "irodán kívül", "házon kívül", "răspuns automat", "absent de la birou", "automatski odgovor", "samodejni odgovor", "automaatvastus", "automātiska atbilde", "automatinis atsakymas",
	"自动回复", "自動回覆", "自動回复", "外出", "不在办公室", "自動返信", "自動応答", "不在通知", "不在", "자동 회신", "자동회신", "자동 응답", "부재 중", "부재중", "رد تلقائي", "خارج المكتب", "תשובה אוטומטית", "מענה אוטומטי", "לא במשרד", "trả lời tự động", "balasan otomatis", "ตอบกลับอัตโนมัติ",
}

func foldSubject(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
