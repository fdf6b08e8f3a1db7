package templates

import (
	"fmt"
	"slices"
	"strings"
	"text/template"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	textlang "golang.org/x/text/language"
)

// table is what a language needs besides its Markdown files: names of days and
// months, and the few forms that differ from language to language.
type table struct {
	tag             textlang.Tag
	days, shortDays [7]string // from Sunday, as in time.Weekday
	months          [12]string
	numbers         []string          // "none", "one", "two" ... as counting words
	cities          map[string]string // names of zone cities that differ from English

	date      func(weekday string, t time.Time, month string) string // "Tuesday 10 March"
	dayMonth  func(day int, month string) string                     // "10 March"
	clock     func(hour, minute int) string                          // "16:00"
	when      func(date, clock string) string                        // "Tuesday 10 March, 16:00"
	span      func(from, to string) string                           // "16:00 to 17:30"
	overnight func(from, to string) string                           // "16:00 to Wed 11 March, 01:00"
	of        func(name string) string                               // "of Ben": in French d'Ana, but de Ben
	moment    func(weekday, clock string) string                     // "Wednesday at 09:00"
	noon      func(weekday string) string                            // "Wednesday noon"
	and, or   func(next string) string                               // "and", "or"; next is the last item
	one       func(n int) bool                                       // takes the singular
	ordinal   func(n int) string
	times     func(n int, word string) string // "once", "twelve times"
	decimal   string                          // the decimal sign
	quotes    [2]string                       // around words to write
	inner     [2]string                       // around a quotation inside one
	colon     string                          // between a word and what it means: ": "
	spacing   *strings.Replacer               // of the words in the files, nil for none
	reply     string                          // before the word on a button: "Reply"
	hint      string                          // below buttons; %s is the first word to write
	hintPlain string                          // the same below buttons that have no word
	former    string                          // who was a member, and is without a name now
	calendar  string                          // how to answer in a calendar; %s is the address
	questions string                          // whom to ask; %s is the person
}

// nbsp keeps "10 March" on one line. The text part shows it as a blank.
const nbsp = "\u00a0"

// tables are the languages there are.
var tables = map[string]*table{
	"de": &german,
	"en": &english,
	"es": &spanish,
	"fr": &french,
}

// Former is what a language calls somebody who was a member, and whose name was
// erased.
func Former(lang string) string { return tableOf(lang).former }

// CalendarNote is what an event in a calendar says below its purpose and place: how to
// answer, and whom to ask. Person may be empty.
func CalendarNote(lang, address, person string) []string {
	t := tableOf(lang)
	lines := []string{fmt.Sprintf(t.calendar, address)}
	if person != "" {
		lines = append(lines, fmt.Sprintf(t.questions, person))
	}
	return lines
}

// tableOf is the table of a language, or the English one if there is none.
func tableOf(lang string) *table {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if t, ok := tables[base]; ok {
		return t
	}
	return tables[Fallback]
}

func builtIn() []string {
	var tags []string
	for tag := range tables {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

// functions are what a template may call. Those that take a time use the zone
// in its Location.
func functions(l *table) template.FuncMap {
	return template.FuncMap{
		"literal": literal,

		"date":      timed(l.longDate),    // Tuesday 10 March
		"shortdate": timed(l.shortDate),   // Tue 10 March
		"daymonth":  timed(l.dayAndMonth), // 10 March
		"year":      timed(func(t time.Time) string { return t.Format("2006") }),
		"month":     timed(l.month),                                                                     // March
		"weekday":   timed(l.weekday),                                                                   // Tuesday
		"clock":     timed(l.clockTime),                                                                 // 16:00
		"when":      timed(l.longWhen),                                                                  // Tuesday 10 March, 16:00
		"shortwhen": timed(l.shortWhen),                                                                 // Tue 10 March, 16:00
		"at":        timed(func(t time.Time) string { return l.moment(l.longDate(t), l.clockTime(t)) }), // Tuesday 10 March at 16:00
		"by":        timed(l.by),                                                                        // Wednesday noon
		"zone":      timed(func(t time.Time) string { return l.city(t.Location().String()) }),           // Lagos
		"city":      l.city,
		"hours":     l.hours, // 16:00 to 17:30

		"list":       func(items []string) string { return join(items, l.and) },
		"either":     func(items []string) string { return join(items, l.or) },
		"semicolons": l.semicolons,
		"plural":     l.plural,
		"ordinal":    l.ordinal,
		"of":         l.of,
		"count":      l.count,
		"Count":      func(n int) string { return capital(l.count(n)) },
		"capital":    capital,
		"times":      func(n int) string { return l.times(n, l.count(n)) },
		"stop":       stop,
		"quoted":     l.quote,
		"decimal":    l.onePlace,
		"figure":     func(s string) string { return strings.Replace(s, ".", l.decimal, 1) },
		"plus":       func(a, b int) int { return a + b },

		"number":  number,
		"bar":     bar,
		"link":    link,
		"email":   email,
		"mailto":  mailtoFunc,
		"body":    func() Markdown { return Markdown(rune(bodyMark)) },
		"subject": func() Markdown { return Markdown(rune(subjectMark)) },
		"copy":    func(s string) Markdown { return Markdown(rune(copyMark)) + shield(clean(s)) },
		"foot":    func() Markdown { return Markdown(rune(footMark)) },
	}
}

// timed refuses the zero time: it would be printed as a day in the year 1.
func timed(f func(time.Time) string) func(time.Time) (string, error) {
	return func(t time.Time) (string, error) {
		if t.IsZero() {
			return "", fmt.Errorf("the time is not set")
		}
		return f(t), nil
	}
}

func (l *table) month(t time.Time) string     { return l.months[t.Month()-1] }
func (l *table) weekday(t time.Time) string   { return l.days[t.Weekday()] }
func (l *table) longDate(t time.Time) string  { return l.date(l.weekday(t), t, l.month(t)) }
func (l *table) clockTime(t time.Time) string { return l.clock(t.Hour(), t.Minute()) }
func (l *table) longWhen(t time.Time) string  { return l.when(l.longDate(t), l.clockTime(t)) }
func (l *table) shortWhen(t time.Time) string { return l.when(l.shortDate(t), l.clockTime(t)) }

func (l *table) shortDate(t time.Time) string {
	return strings.ReplaceAll(l.date(l.shortDays[t.Weekday()], t, l.month(t)), " ", nbsp)
}

func (l *table) dayAndMonth(t time.Time) string { return l.dayMonth(t.Day(), l.month(t)) }

// by is a moment within the next days: "Wednesday noon", "Friday at 17:00".
func (l *table) by(t time.Time) string {
	if t.Hour() == 12 && t.Minute() == 0 {
		return l.noon(l.weekday(t))
	}
	return l.moment(l.weekday(t), l.clockTime(t))
}

// hours is the time of a meeting, with the day where it ends on another one.
func (l *table) hours(start, end time.Time) (string, error) {
	if start.IsZero() || end.IsZero() {
		return "", fmt.Errorf("the time is not set")
	}
	end = end.In(start.Location())
	if start.YearDay() != end.YearDay() || start.Year() != end.Year() {
		return l.overnight(l.clockTime(start), l.shortWhen(end)), nil
	}
	return l.span(l.clockTime(start), l.clockTime(end)), nil
}

// city is what people call a zone: "Lagos" for Africa/Lagos.
func (l *table) city(zone string) string {
	switch zone {
	case "", "UTC", "Etc/UTC", "Etc/UCT", "Etc/GMT", "GMT":
		return "UTC"
	}
	if rest, ok := strings.CutPrefix(zone, "Etc/GMT"); ok {
		// POSIX counts westward: Etc/GMT+3 is three hours behind.
		if strings.HasPrefix(rest, "+") {
			return "UTC−" + rest[1:]
		}
		return "UTC+" + strings.TrimPrefix(rest, "-")
	}
	name := zone[strings.LastIndexByte(zone, '/')+1:]
	name = strings.ReplaceAll(name, "_", " ")
	if local, ok := l.cities[name]; ok {
		return local
	}
	return name
}

func join(items []string, word func(string) string) string {
	switch n := len(items); n {
	case 0:
		return ""
	case 1:
		return items[0]
	default:
		last := items[n-1]
		return strings.Join(items[:n-1], ", ") + " " + word(last) + " " + last
	}
}

// semicolons joins items that may hold commas.
func (l *table) semicolons(items []string) string {
	sep := "; "
	if l.spacing != nil {
		sep = l.spacing.Replace(" ; ")
	}
	return strings.Join(items, sep)
}

// plural picks the form for n: {{plural .Count "meeting" "meetings"}}.
func (l *table) plural(n int, one, other string) string {
	if l.one(n) {
		return one
	}
	return other
}

// count is a number as a word while there are words, then as a figure.
func (l *table) count(n int) string {
	if n >= 0 && n < len(l.numbers) {
		return l.numbers[n]
	}
	return fmt.Sprint(n)
}

// quote puts words between quotation marks, and marks inside them between the
// inner kind.
func (l *table) quote(s string) string {
	s = clean(s)
	if l.spacing != nil {
		s = l.spacing.Replace(s)
	}
	var b strings.Builder
	open := true
	for _, r := range s {
		switch r {
		case '"', '“', '”', '„', '«', '»':
			if open {
				b.WriteString(l.inner[0])
			} else {
				b.WriteString(l.inner[1])
			}
			open = !open
		default:
			b.WriteRune(r)
		}
	}
	return l.quotes[0] + strings.TrimSpace(b.String()) + l.quotes[1]
}

// onePlace is a figure with one decimal place: 3.8, 3,8.
func (l *table) onePlace(f float64) string {
	return strings.Replace(fmt.Sprintf("%.1f", f), ".", l.decimal, 1)
}

// upper is for headings in the text part.
func (l *table) upper(s string) string { return cases.Upper(l.tag).String(s) }

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// stop ends words of a member with a full stop, unless they end a sentence
// already.
func stop(s string) string {
	s = clean(s)
	if r, _ := utf8.DecodeLastRuneInString(s); s == "" || strings.ContainsRune(".?!…", r) {
		return s
	}
	return s + "."
}

// number is the number of an ask at the start of its heading, nothing for 0.
func number(n int) Markdown {
	if n <= 0 {
		return ""
	}
	return Markdown(fmt.Sprintf("%c%d. ", rune(askMark), n))
}

// link is a web address as a link, in full; anything else is text.
func link(s string) Markdown {
	s = clean(s)
	if checkLink(s) == "" {
		return shield(s)
	}
	return "[" + shield(s) + "](<" + shield(s) + ">)"
}

// email is a mail address that can be tapped; anything else is text.
func email(s string) Markdown {
	s = clean(s)
	u := Mailto(s, "", "")
	if u == "" {
		return shield(s)
	}
	return "[" + shield(s) + "](<" + shield(u) + ">)"
}
