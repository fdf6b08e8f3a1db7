package mailflow

import "strings"

// wholeVerbs are the verbs of writing as mail programs put them into
// attributions, lower case, by their last word.
var wholeVerbs = byLastWord(`wrote|writes|has written|said|schrieb|hat geschrieben|geschrieben|schreibt|schreef|heeft geschreven|het volgende geschreven|schreef het volgende|a écrit|a ecrit|écrit|écrivait
escribió|escribio|ha escrito|escribe|va escriure|ha escrit|escribiu|escreveu|escreve|ha scritto|scrive|scritto|napisał|napisała|napisał(a)|napisana przez|napisane przez|pisze|napisano|napsal|napsala|napsal(a)|napísal|napísala|napísal(a)
skrev|skrev följande|skrev følgende|skriver|kirjoitti|kirjoittaa|написал|написала|написал(а)|написали|пишет|писал|написав|написала|написав(ла)|пише|писав|написа|yazdı|şunu yazdı|yazmış
έγραψε|έγραψες|έγραψαν|γράφει|írta|ezt írta|írja|a scris|scrie|napisao|napisala|napisao/la|piše|je napisal|je napisala|kirjutas|rakstīja|parašė|rašė|đã viết|menulis|skrifaði|idatzi du|shkroi
כתב|כתבה|כתב/ה|כותב|מאת|كتب|كتبت|كتب/كتبت|بواسطة|نوشت|quoting|zitat von|citando a|citando|citerar|zitiere`)

// partVerbs are those of scripts and languages that write on without a blank.
var partVerbs = strings.Split(`写道|寫道|写到|寫到|写了|撰写|书写|书きました|書きました|さんは書|のメール|のメッセージ|からのメール|님이 작성|작성|님이 씀|쓴 글|님이 쓴|님의 말|썼습니다|썼다|เขียน|ने लिखा|लिखा`, "|")

// wordTrim is what is taken off the ends of a word before it is looked up.
const wordTrim = ".,;:()<>\"'„“”*"

func byLastWord(list string) map[string][]string {
	verbs := map[string][]string{}
	for _, v := range strings.FieldsFunc(list, func(r rune) bool { return r == '|' || r == '\n' }) {
		last := strings.Trim(v[strings.LastIndexByte(v, ' ')+1:], wordTrim)
		verbs[last] = append(verbs[last], v)
	}
	return verbs
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// attributionStarts are first words of attributions, lower case.
var attributionStarts = wordSet(`on am le el il op em den på dne dňa dnia w in op'n la pe în στις την ο a az no na da у в во од от ngày pada em a'r ar ddydd vào tarihinde
	quoting zitat citando citerar in em às el'dia le'date em: на от fra från från: von de: em, în: בתאריך ב- ביום ב في بتاريخ در 于 在 op: dnia: datum pl. gio.`)

// attributionStartPhrases are beginnings in scripts without blanks and those of
// several words.
var attributionStartPhrases = []string{"w dniu", "wiadomość napisana", "in data", "il giorno", "in message", "em data", "em seg", "em ter", "em qua", "em qui", "em sex", "em sáb", "em dom", "于", "在", "星期", "周", "週", "בתאריך", "ב-", "ב יום", "ביום", "في", "بتاريخ", "오전", "오후", "下午", "上午", "午後", "午前", "начало"}

// calendarWords are the beginnings of names of months and weekdays in the
// languages supported, as far as they tell something: three letters or more.
var calendarWords = strings.Fields(`
	jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun
	januar februar märz april mai juni juli august oktober dezember mrz okt dez mon. die mit don fre sam son montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
	janv févr fév mars avr juin juil août sept déc lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche
	ene abr ago dic mié jue vie sáb dom enero febrero marzo mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado domingo
	fev mai set out dez seg ter qua qui sex janeiro fevereiro março maio junho julho setembro outubro novembro dezembro segunda terça quarta quinta sexta
	gen mag giu lug ott gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre lunedì martedì mercoledì giovedì venerdì sabato domenica gio
	mrt maa mei januari februari maart augustus oktober maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
	sty lut kwi maj cze lip sie wrz paź lis gru stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia pon wto śro czw pią sob nie poniedziałek wtorek środa czwartek piątek sobota niedziela
	led úno bře dub kvě čvn čvc srp zář říj pro ledna února března dubna května června července srpna října listopadu prosince pondělí úterý středa čtvrtek pátek neděle
	maj okt mån tis ons tors lör sön måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag man tir tor fre lør søn tirs marts
	tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
	янв фев мар апр мая май июн июл авг сен окт ноя дек января февраля марта апреля июня июля августа сентября октября ноября декабря пон вто сре чет пят суб вос понедельник вторник среда четверг пятница суббота воскресенье
	січ лют бер кві тра чер лип сер вер жов лис гру січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
	oca şub nis haz tem ağu eyl eki kas ara ocak şubat mart mayıs haziran temmuz ağustos eylül ekim kasım aralık paz pzt sal çar per cum cmt pazartesi salı çarşamba perşembe cuma cumartesi pazar
	ιαν φεβ μαρ απρ μαΐ μαϊ ιουν ιουλ αυγ σεπ οκτ νοε δεκ δευ τρί τετ πέμ παρ σάβ κυρ
	márc ápr máj jún júl szept január február március április május június július augusztus szeptember október hétfő kedd szerda csütörtök péntek szombat vasárnap
	ian mart iul noi ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie luni marți miercuri joi vineri sâmbătă duminică
	يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت
	ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר`)

// isolatedDays are weekday abbreviations too short to be looked for inside
// text; they only begin an attribution.
var isolatedDays = wordSet(`mo di mi do fr sa so ma wo vr za zo ti ke to pe la su ne út st čt pá wt śr cz pt sb nd pn вт ср чт пт сб вс пн нд cu pa h k sze cs p szo v lu mi joi vi sâ du`)

var calendarSet = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range calendarWords {
		set[strings.Trim(w, ".")] = true
	}
	return set
}()

func isCalendarWord(w string) bool {
	w = strings.Trim(w, ".,;:()،'׳")
	return calendarSet[w] || isolatedDays[w] || calendarSet[strings.TrimPrefix(w, "ב")] && strings.HasPrefix(w, "ב") || len(w) > 3 && isEnglishDate(w)
}

// isEnglishDate knows long English names, whose short forms are in the list.
func isEnglishDate(w string) bool {
	return englishDates[w]
}

var englishDates = wordSet(`monday tuesday wednesday thursday friday saturday sunday january february march june july september october november december sept tues thur thurs`)

// hasCalendarWord says whether any word of lower-case text names a day or
// month.
func hasCalendarWord(lower string) bool {
	for _, w := range strings.Fields(lower) {
		w = strings.Trim(w, ".,;:()،'׳\"")
		if len(w) >= 3 && (calendarSet[w] || englishDates[w] || strings.HasPrefix(w, "ב") && calendarSet[strings.TrimPrefix(w, "ב")]) {
			return true
		}
	}
	return false
}
