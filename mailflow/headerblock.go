package mailflow

import (
	"regexp"
	"strings"
)

var unknownField = regexp.MustCompile(`^[*_]{0,2}\p{L}[^:：]{0,25}[*_]{0,2} ?[:：][*_]{0,2} ?\S`)

// fieldKind is what a line of a quoted header block tells.
type fieldKind int

const (
	fieldNone fieldKind = iota
	fieldFrom
	fieldDate
	fieldTo
	fieldCc
	fieldSubject
	fieldOther
)

// fieldNames are the names of header fields as mail programs print them above
// an older mail, lower case, without the colon.
var fieldNames = makeFieldNames([]fieldList{
	{fieldFrom, "from|von|de|van|da|od|från|fra|frá|lähettäjä|от|от кого|від|від кого|kimden|gönderen|από|feladó|de la|expéditeur|expediteur|remitente|remetente|mittente|afzender|absender|nadawca|odesílatel|odosielateľ|avsändare|afsender|avsender|отправитель|відправник|发件人|寄件者|寄件人|差出人|送信者|送信元|보낸사람|보낸 사람|보낸이|발신|من|المرسل|מאת|от:|expeditor|šalje|pošiljatelj|saatja|nuo|người gửi|từ|dari|จาก|ze"},
	{fieldDate, "date|sent|sent at|date sent|sent on|received|datum|gesendet|gesendet am|verzonden|verstuurd|envoyé|envoyé le|envoye|date d'envoi|enviado|enviado el|enviado em|fecha|fecha de envío|data|inviato|data invio|wysłano|wysłane|odesláno|odoslané|dátum|skickat|skickades|dato|sendt|lähetetty|päiväys|pvm|päivämäärä|дата|отправлено|дата отправки|надіслано|відправлено|gönderilme tarihi|gönderildi|gönderme tarihi|tarih|ημερομηνία|στάλθηκε|απεστάλη|elküldve|küldve|trimis|发送时间|发送日期|发件时间|日期|寄件日期|傳送日期|送信日時|日時|日付|送信日|보낸 날짜|보낸날짜|날짜|보낸 시간|발신일|تاريخ الإرسال|التاريخ|تاريخ|נשלח|תאריך|בתאריך|изпратено|poslano|saadetud|išsiųsta|đã gửi|ngày|dikirim|tanggal|วันที่|message du|message of|message from|message sent"},
	{fieldTo, "to|an|à|a|para|aan|do|komu|till|til|vastaanottaja|кому|kime|alıcı|προς|címzett|către|destinataire|destinatario|destinatari|destinatário|empfänger|ontvanger|odbiorca|adresát|mottagare|modtager|mottaker|получатель|收件人|收件者|宛先|送信先|받는사람|받는 사람|받는이|수신|إلى|المستلم|אל|до|kam|prima|za|saaja|kepada|đến|tới|người nhận|ถึง"},
	{fieldCc, "cc|kopie|kopia|kopi|copie|copie à|copia|cópia|copia a|kopio|копия|копія|dw|udw|bcc|blindkopie|bilgi|κοιν.|κοινοποίηση|másolat|másolatot kap|抄送|副本|참조|نسخة|נסחה|עותק|в копии"},
	{fieldSubject, "subject|betreff|betr|objet|asunto|assunto|oggetto|onderwerp|temat|předmět|predmet|ämne|emne|aihe|тема|konu|θέμα|tárgy|subiect|主题|主題|件名|主旨|標題|제목|الموضوع|موضوع|נושא|относно|naslov|zadeva|teema|tēma|tema|chủ đề|perihal|subjek|เรื่อง|sujet|dalykas"},
	{fieldOther, "reply-to|reply to|antwort an|répondre à|rispondi a|responder a|odpowiedź do|organization|importance|wichtigkeit|priorität|priority|importanza|importancia|prioridad|attachments|attachment|anlagen|anhänge|bijlagen|pièces jointes|allegati|adjuntos|datos adjuntos|anexos|załączniki|přílohy|bilagor|vedhæftede filer|vedlegg|liitteet|вложения|вкладення|ekler|συνημμένα|mellékletek|atașamente|附件|添付ファイル|첨부파일|첨부|المرفقات|קבצים מצורפים|message-id|return-path|mailing-list|list-id|sender|mailed-by|signed-by|x-mailer|cc/bcc"},
})

// fieldList are the names of one kind; where languages clash, the first list
// that has a name wins.
type fieldList struct {
	kind  fieldKind
	names string
}

func makeFieldNames(lists []fieldList) map[string]fieldKind {
	names := map[string]fieldKind{}
	for _, l := range lists {
		for _, name := range strings.Split(l.names, "|") {
			if _, taken := names[name]; !taken {
				names[name] = l.kind
			}
		}
	}
	return names
}

// fieldOf reads "Name: value" with its usual decorations; fieldNone if the
// line is no known field.
func fieldOf(s string) (kind fieldKind, value string) {
	if !strings.ContainsAny(s[:min(len(s), 90)], ":：") {
		return fieldNone, ""
	}
	s = strings.TrimLeft(plainForm(s), "*_|-• ")
	at := strings.IndexAny(s[:min(len(s), 60)], ":：")
	if at <= 0 {
		return fieldNone, ""
	}
	name := strings.ToLower(strings.Trim(s[:at], " *_\t"))
	value = strings.TrimLeft(s[at:], ":：* _")
	return fieldNames[name], value
}

// maxFieldLine is how many bytes of a line of a header block are looked at.
const maxFieldLine = 4000

// headerBlock is a quoted header block: lines[from:to].
type headerBlock struct{ from, to int }

// headerBlockAt finds a block of "From: / Sent: / To: / Subject:" that begins
// at line i, in any order and language. sure says that a separator stands above
// it, so that less is asked of it.
func headerBlockAt(lines []line, i int, sure bool) (headerBlock, bool) {
	first, _ := fieldOf(lines[i].text)
	if first == fieldNone && sure {
		return foreignBlockAt(lines, i)
	}
	if first == fieldNone || first == fieldCc || first == fieldOther && !sure {
		return headerBlock{}, false
	}
	seen := map[fieldKind]bool{}
	address, fields := false, 0
	to := i
	for j, misses := i, 0; j < len(lines) && j < i+30; j++ {
		l := lines[j]
		if l.depth != lines[i].depth || j > i && (l.mark == markRule || l.mark == markHistory && lines[i].mark != markHistory) {
			break
		}
		if l.blank() {
			// One blank line may stand between two fields, never two.
			next := nextNonBlank(lines, j)
			if next >= len(lines) || next > j+1 || lines[next].depth != lines[i].depth {
				break
			}
			if kind, _ := fieldOf(lines[next].text); misses > 0 || kind == fieldNone || seen[kind] {
				break
			}
			continue
		}
		l.text = l.text[:min(len(l.text), maxFieldLine)]
		kinds := fieldsOnLine(l.text)
		if len(kinds) == 0 {
			// A wrapped value. Two in a row only if they look like addresses.
			if misses++; misses > 2 && !hasAddress(l.text) || misses > 20 || lines[j-1].blank() {
				break
			}
			address = address || hasAddress(l.text)
			continue
		}
		if j > i && kinds[0] == first && (first == fieldTo || first == fieldSubject) {
			// Blocks seldom begin so, and what began here was not the block.
			return headerBlock{}, false
		}
		misses = 0
		for _, k := range kinds {
			seen[k] = true
			fields++
		}
		address = address || hasAddress(l.text)
		to = j + 1
	}
	// Fields of names unknown, and values wrapped, directly under the last one.
	for to < min(len(lines), i+60) && fields >= 3 && lines[to].depth == lines[i].depth && unknownField.MatchString(plainForm(lines[to].text)) {
		to++
	}
	for to < min(len(lines), i+60) && fields > 0 && lines[to].depth == lines[i].depth && !lines[to].blank() && to > i && wrappedValue(lines[to-1], lines[to]) {
		to++
	}
	return headerBlock{from: i, to: to}, isHeaderBlock(seen, address, sure)
}

// foreignBlockAt finds a header block in a language not known here, below a
// separator: three fields or more, an address and a date among them.
func foreignBlockAt(lines []line, i int) (headerBlock, bool) {
	address, dated := false, false
	to := i
	for ; to < min(len(lines), i+15) && lines[to].depth == lines[i].depth && unknownField.MatchString(plainForm(lines[to].text)); to++ {
		t := plainForm(lines[to].text)
		address = address || hasAddress(t)
		dated = dated || yearPattern.MatchString(t)
	}
	return headerBlock{from: i, to: to}, to-i >= 3 && address && dated
}

// wrappedValue says whether a line under a field goes on with its value:
// addresses do, anything else is taken for the text.
func wrappedValue(field, next line) bool {
	kind, _ := fieldOf(field.text)
	return (kind == fieldTo || kind == fieldCc || kind == fieldFrom) && hasAddress(next.text)
}

// isHeaderBlock asks for a sender, one more field, and something that only a
// mail has: "From: Berlin / To: Munich / Date: 3 May" is a travel plan.
func isHeaderBlock(seen map[fieldKind]bool, address, sure bool) bool {
	known := 0
	for _, k := range []fieldKind{fieldFrom, fieldDate, fieldTo, fieldSubject} {
		if seen[k] {
			known++
		}
	}
	switch {
	case sure:
		return known >= 2 || known == 1 && (address || seen[fieldFrom])
	case !seen[fieldFrom]:
		return address && seen[fieldDate] && (seen[fieldTo] || seen[fieldSubject])
	case known >= 3:
		return address || seen[fieldSubject]
	}
	return known == 2 && address && (seen[fieldSubject] || seen[fieldDate])
}

// fieldsOnLine finds all fields of a line: some programs put the whole block on
// one.
func fieldsOnLine(s string) []fieldKind {
	kind, value := fieldOf(s)
	if kind == fieldNone {
		return nil
	}
	kinds := []fieldKind{kind}
	words := strings.Fields(value)
	for _, w := range words {
		// Only capitalised names count in the middle of a line.
		name, ok := strings.CutSuffix(strings.Trim(w, "*_"), ":")
		name = strings.Trim(name, "*_")
		if !ok || name == "" || strings.ToLower(name) == name && !isCaseless(name) {
			continue
		}
		if k := fieldNames[strings.ToLower(name)]; k != fieldNone && k != fieldOther {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

func isCaseless(s string) bool { return strings.ToUpper(s) == strings.ToLower(s) }

// separator is how a line divides a reply from what it replies to.
type separator int

const (
	noSeparator separator = iota
	ruleLine              // ____ or ---- : divides only with a header block below
	titledRule            // ---- some words ---- : the same
	olderMail             // "-----Original Message-----", "Begin forwarded message:"
)

// separatorOf reads a line as a separator.
func separatorOf(s string) separator {
	if len(s) > 400 || !mayBeSeparator(s) {
		return noSeparator
	}
	s = plainForm(s)
	if s == "" || len(s) > 200 {
		return noSeparator
	}
	inner := strings.Trim(s, "-_=*~#‐‑–—―─━ >|<")
	if inner == "" {
		if runeLen(strings.ReplaceAll(s, " ", "")) >= 3 {
			return ruleLine
		}
		return noSeparator
	}
	decorated := strings.IndexAny(s, "-_=*~#‐‑–—―─━") == 0 && len(inner) < len(s)-2
	lower := strings.ToLower(strings.TrimRight(inner, ":： "))
	if decorated && olderMailPhrases[lower] {
		return olderMail
	}
	if strings.HasPrefix(s, "---") && strings.HasSuffix(s, "---") && len(strings.Fields(inner)) <= 6 {
		return titledRule
	}
	if strings.HasSuffix(strings.TrimRight(s, " "), ":") && beginForwarded[lower] {
		return olderMail
	}
	if strings.HasPrefix(lower, "please type your reply above this line") || strings.HasPrefix(lower, "reply above this line") || strings.HasPrefix(lower, "please reply above this line") || strings.HasPrefix(lower, "write above this line") {
		return olderMail
	}
	return noSeparator
}

// mayBeSeparator must be cheap: it looks at every line.
func mayBeSeparator(s string) bool {
	s = strings.TrimRight(s, " *")
	if strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：") || strings.HasSuffix(s, "this line") {
		return true
	}
	s = strings.TrimLeft(s, " \t\u00a0>|<")
	for _, r := range s {
		return strings.ContainsRune("-_=*~#‐‑–—―─━\u200b\u200e\u200f\u202a\u202b", r)
	}
	return false
}

// olderMailPhrases stand between dashes.
var olderMailPhrases = phraseSet(`original message|original e-mail|original email|original mail|forwarded message|forwarded mail|forwarded email|forwarded e-mail|forwarded by|reply message|replied message|original appointment|forwarded invitation|begin forwarded message|end of original message
ursprüngliche nachricht|ursprungliche nachricht|originalnachricht|original-nachricht|originale nachricht|weitergeleitete nachricht|ursprüngliche mail|original-mail|originalmail|ursprünglicher termin|weitergeleitete mail|urspr. nachricht|anfang der weitergeleiteten nachricht
message d'origine|message d’origine|message original|message originel|message initial|message transféré|message réexpédié|mail original|courriel original|rendez-vous d'origine|message transmis
mensaje original|mensaje reenviado|correo original|mensaje de origen|missatge original|missatge reenviat|mensagem original|mensagem encaminhada|mensagem reencaminhada|mensagem de origem|email original
messaggio originale|messaggio inoltrato|messaggio di origine|mail originale|messaggio inviato
oorspronkelijk bericht|oorspronkelijke bericht|origineel bericht|doorgestuurd bericht|origineel e-mailbericht|oorspronkelijke afspraak
wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości|wiadomość pierwotna|oryginał
původní zpráva|původní e-mail|původní email|přeposlaná zpráva|předaná zpráva|pôvodná správa|preposlaná správa|originální zpráva
originalmeddelande|ursprungligt meddelande|ursprungligt mail|vidarebefordrat meddelande|vidarebefordrat mail|originalmail
oprindelig meddelelse|oprindelig besked|original meddelelse|den oprindelige meddelelse|videresendt besked|videresendt meddelelse|oprindelig mail|opprinnelig melding|opprinnelig e-post|videresendt melding|original melding
alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti|alkuperäinen sähköposti|edelleen lähetetty viesti
исходное сообщение|пересылаемое сообщение|пересланное сообщение|первоначальное сообщение|оригинальное сообщение|конец пересылаемого сообщения|исходное письмо|вихідне повідомлення|початкове повідомлення|переслане повідомлення|пересилане повідомлення|оригінальне повідомлення|оригинално съобщение|препратено съобщение
orijinal mesaj|özgün ileti|özgün mesaj|iletilen mesaj|orijinal ileti|iletilmiş mesaj|yönlendirilen mesaj|asıl mesaj
αρχικό μήνυμα|προωθημένο μήνυμα|αυθεντικό μήνυμα
eredeti üzenet|továbbított üzenet|továbbított levél|eredeti levél|eredeti e-mail
mesaj original|mesajul original|mesaj redirecționat|mesaj inițial
izvorna poruka|originalna poruka|proslijeđena poruka|izvorno sporočilo|posredovano sporočilo|algne kiri|edastatud kiri|algkiri|oriģinālais ziņojums|pradinis laiškas|persiųstas laiškas|upphafleg skilaboð
原始邮件|原邮件|回复的原邮件|转发邮件|转发的邮件|转发邮件信息|原始消息|已转发邮件|原始郵件|轉寄的郵件|轉寄郵件|轉寄訊息|原始訊息|回复邮件|转发
元のメッセージ|転送メッセージ|オリジナルメッセージ|転送されたメッセージ|original message
원본 메시지|전달된 메시지|원본 메일|원본메시지|원본 이메일|전달된 메일|받은메일|original message
الرسالة الأصلية|رسالة معاد توجيهها|رسالة مُعاد توجيهها|الرسالة المعاد توجيهها|הודעה מקורית|הודעה שהועברה|ההודעה המקורית|הודעה שהועברה הלאה|پیام اصلی|thư gốc|tin nhắn gốc|tin nhắn đã chuyển tiếp|pesan asli|pesan terusan|pesan diteruskan|ข้อความเดิม|ข้อความที่ส่งต่อ`)

// beginForwarded stand alone before a colon, as Apple's programs write them.
var beginForwarded = phraseSet(`begin forwarded message|begin forwarded mail|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|début du message réexpédié|début du message transféré|inicio del mensaje reenviado|inicia mensaje reenviado|início da mensagem reenviada|início da mensagem encaminhada|inizio messaggio inoltrato|begin doorgestuurd bericht|początek przekazywanej wiadomości|začátek přeposílané zprávy|začátek přeposlané zprávy|vidarebefordrat brev|start på videresendt besked|start på videresendt meddelelse|begynnelse på videresendt melding|videresendt melding|välitetty viesti alkaa|начало переадресованного сообщения|початок переадресованого повідомлення|iletilmiş mesajın başlangıcı|αρχή προωθημένου μηνύματος|továbbított levél kezdete|începutul mesajului redirecționat|下面是被转发的邮件|开始转发的邮件|以下是轉寄的郵件|転送されたメッセージ|전달된 메시지의 시작|بدء الرسالة المعاد توجيهها|תחילת ההודעה שהועברה`)

func phraseSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, row := range strings.Split(list, "\n") {
		for _, p := range strings.Split(row, "|") {
			set[strings.TrimSpace(p)] = true
		}
	}
	return set
}
