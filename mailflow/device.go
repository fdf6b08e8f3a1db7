package mailflow

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// cutDeviceLine cuts "Sent from my phone" and what stands below it: with no
// quote marks, that is the older mail. It stays if it is short, or if a quote
// follows and shows where the older mail begins.
func cutDeviceLine(run []line, followed bool) []line {
	if !slices.ContainsFunc(run, func(l line) bool { return mayBeDeviceLine(l.text) }) {
		return run
	}
	kept := make([]line, 0, len(run))
	before, tries := false, 0
	for i, l := range run {
		if tries < 300 && mayBeDeviceLine(l.text) {
			tries++
		} else {
			kept = append(kept, l)
			before = before || !l.blank()
			continue
		}
		if l.code || !isDeviceLine(l.text) || i > 0 && !run[i-1].blank() && !closesParagraph(run[:i]) {
			kept = append(kept, l)
			before = before || !l.blank()
			continue
		}
		if before && !followed && !isShort(run[i+1:]) {
			break
		}
	}
	return kept
}

// isShort: at most two lines of a person's afterthought.
func isShort(rest []line) bool {
	size, count := 0, 0
	for _, l := range rest {
		if l.blank() || isDeviceLine(l.text) {
			continue
		}
		size += runeLen(l.text)
		if count++; count > 2 || size > 100 {
			return false
		}
	}
	return true
}

// closesParagraph says that the line directly above a device line is short
// enough not to run on into it.
func closesParagraph(above []line) bool {
	last := above[len(above)-1].text
	return runeLen(last) < 60 || endsSentence(last)
}

// mayBeDeviceLine must be cheap: it looks at every line.
func mayBeDeviceLine(s string) bool {
	if s == "" || len(s) > 200 {
		return false
	}
	lower := strings.ToLower(strings.Trim(s, " .!-*_~|()\"'\u00a0“–—"))
	if strings.Contains(lower, "outlook") {
		return true
	}
	for _, prefix := range devicePrefixes {
		if strings.HasPrefix(lower, prefix) {
			return true
		}
	}
	for _, suffix := range deviceSuffixes {
		if strings.HasSuffix(lower, suffix) {
			return true
		}
	}
	return false
}

// isDeviceLine recognises the line a phone or mail program adds. A person's own
// "Sent from my desk, where I ..." goes on like a sentence; a device's name
// does not.
func isDeviceLine(s string) bool {
	s = plainForm(s)
	if cut := strings.IndexAny(s, "<["); cut > 0 && strings.Contains(s[cut:], "http") {
		s = s[:cut]
	}
	s = strings.Trim(s, " .!-–—*_~|()\"'“”")
	if s == "" || runeLen(s) > 90 {
		return false
	}
	lower := strings.ToLower(s)
	for _, prefix := range devicePrefixes {
		rest, ok := cutFold(s, lower, prefix)
		if ok && namesDevice(rest, strings.Contains(prefix, "mein") || strings.HasPrefix(prefix, "ge")) {
			return true
		}
	}
	for _, suffix := range deviceSuffixes {
		if rest, ok := strings.CutSuffix(lower, suffix); ok && runeLen(rest) < 50 && deviceWord.MatchString(rest) {
			return true
		}
	}
	return strings.Contains(lower, "outlook") && outlookAdvert.MatchString(lower)
}

func cutFold(s, lower, prefix string) (string, bool) {
	if !strings.HasPrefix(lower, prefix) || len(lower) != len(s) {
		rest, ok := strings.CutPrefix(lower, prefix)
		return rest, ok
	}
	return s[len(prefix):], true
}

// namesDevice says whether the rest of the line is the name of a thing: known,
// or written as brands are, and without a clause behind it. In German every
// noun has a capital, so there it must be known.
func namesDevice(rest string, german bool) bool {
	rest = strings.TrimSpace(rest)
	name, tail := rest, ""
	if i := strings.IndexAny(rest, ",.;-–—:("); i >= 0 && !strings.HasPrefix(rest[i:], "-") {
		name, tail = rest[:i], rest[i+1:]
	}
	if t := strings.ToLower(tail); strings.TrimSpace(t) != "" && !excusePattern.MatchString(t) && !deviceWord.MatchString(t) && len(strings.Fields(t)) > 2 {
		return false
	}
	words := strings.Fields(name)
	if len(words) == 0 || len(words) > 10 {
		return false
	}
	if deviceWord.MatchString(strings.ToLower(name)) {
		return len(words) <= 4 || !hasClause(words)
	}
	return !german && looksBranded(words)
}

// looksBranded: "my Wiko RIDGE", "TypeApp", "Zebra TC52"; but not "Rome", where
// people are as well.
func looksBranded(words []string) bool {
	branded := possessives[strings.ToLower(words[0])]
	for _, w := range words {
		r := []rune(w)
		if !unicode.IsUpper(r[0]) && !unicode.IsDigit(r[0]) && !smallWords[strings.ToLower(w)] {
			return false
		}
		inner := strings.IndexFunc(w[len(string(r[0])):], func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) })
		branded = branded || inner >= 0 && unicode.IsUpper(r[0])
	}
	return branded && !onlySmall(words)
}

var possessives = wordSet("my mon ma mi meu minha mijn min mitt mio mia")

// hasClause finds a verb or conjunction that makes a sentence of it.
func hasClause(words []string) bool {
	for _, w := range words {
		switch strings.ToLower(w) {
		case "is", "was", "where", "which", "while", "because", "so", "and", "to", "app", "und", "weil", "et", "y", "e", "that", "i", "but":
			return true
		}
	}
	return false
}

func onlySmall(words []string) bool {
	for _, w := range words {
		if !smallWords[strings.ToLower(w)] {
			return false
		}
	}
	return true
}

var smallWords = wordSet("my a an the for on via using mail mon ma mes meinem meiner mi mijn min mitt mein mio mia meu minha de del do da d'un pour per para für von voor för til with mit")

var (
	excusePattern = regexp.MustCompile(`excuse|typo|brevity|brief|short|autocorrect|tippfehler|kürze|entschuldig|fautes|brièveté|errores|erros|errori|korthet|please|sorry|pardon`)
	deviceWord    = regexp.MustCompile(`iphon|ipad|ipod|android|smartphone|\bphone|telefon|handy|blackberry|samsung|galaxy|outlook|tablet|\bmobil|móvil|movil|celular|cellulare|портативн|айфон|телефон|смартфон|windows|yahoo|\baol\b|gmail|proton|xperia|\bhtc\b|huawei|xiaomi|redmi|oneplus|motorola|\bmoto\b|nokia|lumia|pixel|fairphone|thunderbird|bluemail|typeapp|mailbox|airmail|spark|hey\b|zoho|gmx|web\.de|mail\.ru|яндекс|почт|mailspring|nine|k-9|edison|newton|tutanota|tuta\b|fastmail|mail app|mail for|correo para|courrier pour|posta per|aquamail|mymail|superhuman|sparrow|postbox|polymail|missive|mimestream|shortwave|canary|unibox|mailbird|cloudmagic|em client|hushmail|startmail|rediff|naver|kakao|mailbutler|verizon|t-mobile|vodafone|wireless|laptop|macbook|\bmac\b|apple watch|手机|手機|スマートフォン|휴대폰|스마트폰|هاتف|جوال|נייד`)
	outlookAdvert = regexp.MustCompile(`^(?:get|obtenez|obtenir|télécharger|téléchargez|obtener|descargar|obtenha|obter|baixe|baixar|ottieni|scarica|download|downloaden|holen sie sich|laden sie|hämta|hent|få|skaff deg|hanki|pobierz|uzyskaj|získejte|stáhnout|получить|скачать|отримати|завантажити|edinin|λήψη|az|obțineți|获取|下载|取得|下載|احصل على|קבל את|הורד את)\b?.{0,20}outlook\b.{0,25}$|^outlook (?:für|for|pour|para|per|voor|til|för|для|w|pro) (?:ios|android).{0,15}$|^outlook for (?:ios|android) ?(?:を入手|다운로드)$`)
)

// devicePrefixes begin such lines, lower case.
var devicePrefixes = []string{
	"sent from", "sent via", "sent with", "sent using", "sent by", "sent through", "sent on", "sent on the go from", "written on", "typed on", "typed with thumbs on", "composed on", "posted from", "emailed from", "message sent from", "this email was sent from my", "this message was sent from my", "replied from",
	"gesendet von", "gesendet mit", "gesendet über", "gesendet aus", "gesendet via", "von meinem", "von meiner", "diese nachricht wurde von meinem", "geschrieben auf", "geschickt von", "mobil gesendet",
	"envoyé de", "envoyé depuis", "envoyé à partir", "envoyé avec", "envoyé via", "envoyé par", "envoyé du", "envoye de", "envoyé d'", "provenance :", "provenance:", "écrit depuis",
	"enviado desde", "enviado con", "enviado de", "enviado do", "enviado da", "enviado pelo", "enviado pela", "enviado por", "enviado via", "enviado a partir", "enviat des de", "mandado desde",
	"inviato da", "inviato dal", "inviato dall'", "inviato con", "inviato tramite", "spedito da",
	"verzonden vanaf", "verzonden met", "verzonden via", "verzonden vanuit", "verstuurd vanaf", "verstuurd met", "verstuurd via", "verstuurd vanuit",
	"wysłano z", "wysłane z", "wysłano za pomocą", "wysłane za pomocą", "wysłano przez", "odesláno z", "odesláno pomocí", "odesláno přes", "odoslané z", "odoslané pomocou",
	"skickat från", "skickat via", "skickat med", "skickades från", "sendt fra", "sendt med", "sendt via", "lähetetty", "sent fra",
	"отправлено с", "отправлено из", "отправлено через", "отправлено от", "послано с", "надіслано з", "надіслано із", "відправлено з", "надіслано через", "изпратено от",
	"στάλθηκε από", "απεστάλη από", "εστάλη από", "küldve", "elküldve", "trimis de pe", "trimis din", "trimis de la", "trimis cu", "poslano s", "poslano z", "poslano iz", "saadetud", "išsiųsta iš", "nosūtīts no",
	"发自", "發自", "发送自", "來自我的", "来自我的", "从我的", "從我的", "通过", "傳送自", "寄自", "私の", "أرسلت من", "أُرسلت من", "مرسل من", "تم الإرسال من", "أرسل من", "נשלח מ", "נשלח באמצעות", "dikirim dari", "gửi từ", "đã gửi từ", "ส่งจาก",
}

// deviceSuffixes end such lines.
var deviceSuffixes = []string{"gesendet", "gönderildi", "gönderilmiştir", "küldve", "から送信", "より送信", "から送信されました", "에서 보냄", "에서 보냈습니다", "에서 전송됨", "에서 전송", "发送", "發送", "傳送", "寄出", "lähetetty", "saadetud"}
