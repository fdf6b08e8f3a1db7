package templates

import "time"

// The shapes that the templates are written for, as daemon/group fills them.
// This package may not import that one, so they are said once more here.

type Base struct {
	Name, Group, Address, Token string
	N                           int
	Person                      person
	Zone                        string
}

type person struct{ Name, Email string }
type option struct{ Letter, Text string }
type turnLine struct {
	Role, Name string
	Offered    bool
}

type frame struct {
	Base
	Ref      string
	First    bool
	Operator string
	ShowFoot bool
}

type welcome struct {
	Base
	Purpose        string
	Dates          []time.Time
	Place          string
	Count, Members int
	All            bool
	Late           bool
}

type invitation struct {
	Base
	Start, End, Was time.Time
	Place, WasPlace string
	Link, NewEnd    bool
	Back, Again     bool
	Answer          string
	Cancelled, Gone bool
	Dates           []time.Time
}

type away struct {
	Base
	Until time.Time
	Asks  bool
}

type coming struct {
	Base
	Occasion
	Start, End          time.Time
	Place, Topic        string
	ByVote              bool
	Turns               []turnLine
	SoFar               []string
	Answer              string
	Asks, HasTurn, Last bool
}

type turn struct {
	Base
	Role      string
	Start, By time.Time
	Another   string
}

type stepIn struct {
	Base
	Role      string
	Start, By time.Time
	Everyone  bool
	From      string
	Takes     bool
}

type selfLed struct {
	Base
	Role         string
	Start        time.Time
	Topic, Place string
}

type ballot struct {
	Base
	Start   time.Time
	Options []option
}

type propose struct {
	Base
	Start time.Time
	Pool  []string
}

type nudge struct {
	Base
	Start time.Time
	Place string
}

type reflection struct {
	Base
	Start          time.Time
	Came           int
	Reported       bool
	Notes          []string
	By             string
	More           bool
	Offered        []string
	Another, Topic string
	Turns          []turnLine
	Next           time.Time
	Asked          string
	Remind         time.Time
}

type voice struct{ Name, Text, About string }

// voices are the data of the sections that bring what others say.
type voices struct {
	Base
	Voices []voice
}

type question struct {
	Base
	Who, Text string
}

type notes struct {
	Base
	Start time.Time
	Topic string
	Came  int
	By    string
	Notes []string
	More  bool
}

type commitment struct {
	Base
	Start time.Time
	Lines []string
}

type month struct {
	Base
	Asked string
	Until time.Time
}

type pulse struct {
	Base
	Until time.Time
}

type journal struct {
	Base
	Last string
	At   time.Time
}

type row struct {
	At     time.Time
	N      float64
	Number string
	Bar    string
}

type series struct {
	Of            string
	Rows          []row
	Last, Average string
}

type numbers struct {
	Base
	Series []series
}

type followUp struct {
	Base
	Start time.Time
	Case  string
}

type coverage struct {
	Objective string
	Topics    int
}

type digestMeeting struct {
	Start    time.Time
	Came     int
	Reported bool
	Topic    string
	Turns    []turnLine
}

type digest struct {
	Base
	Month       time.Time
	Met, Next   []digestMeeting
	Pool        []string
	Reflections int
	YouSaid     string
	Shared      []voice
	Further     int
	Thanks      int
	Asked       string
	Answers     []voice
	Covered     []coverage
	Untouched   int
	Pulse       []int
}

type survey struct {
	Base
	Meetings                int
	Objective               string
	Since, Reminder, Report time.Time
	Again                   bool
}

type reportMeeting struct {
	Start     time.Time
	Cancelled bool
	Came      int
	Topic     string
	Turns     []turnLine
	Reported  bool
}

type reportCount struct {
	Name string
	N    int
}

type reportRole struct {
	Role  string
	Turns []reportCount
}

type reportLine struct{ Text, Name string }

type reportAnswers struct {
	Question int
	Lines    []reportLine
}

type report struct {
	Base
	Purpose         string
	Goals           []string
	Planned, Held   int
	Meetings        []reportMeeting
	Roles           []reportRole
	Answered, Asked int
	Ratings         []int
	Average         float64
	Again           []int
	Open            []reportAnswers
	Objective       string
	Rating          int
	Retention       time.Time

	Rules                                                      []string
	PurposeNow                                                 string
	GoalsAdded, GoalsDropped, RulesAdded, RulesDropped, Shared []string
	Came, CouldCome                                            int
	Thanks                                                     []voice
}

type receiptLine struct {
	What      string
	Start     time.Time
	Role      string
	Who, Text string
	Shown     bool
	Until     time.Time
	N         int
}

type form struct {
	Examples []string
	Does     string
}

type readBack struct {
	Base
	Lines       []receiptLine
	Words       []string
	Press, Note bool
}

type receipt struct {
	Base
	Kind  string
	Lines []receiptLine
	Words string
	Start time.Time
	Who   string
	Forms []form
	Press bool
}

type confirm struct {
	Base
	From  string
	At    time.Time
	Words string
	Alias bool
}

type which struct {
	Base
	At      time.Time
	Words   string
	Options []option
}

type notice struct {
	Base
	Kind, Who, Text string
	Start           time.Time
}

// sample is one mail of the made-up group.
type sample struct {
	name     string
	sections []Section
	frame    string
	data     frame
}

// samples are the mails that the golden files show. The words that members
// might write are those of lang.
// moreSamples are the samples of other files: they get the maker of the base, with
// name and first number, and what adds a letter.
var moreSamples []func(s script, b func(name string, n int) Base, add func(name, frame, to string, full bool, sections ...Section))

func samples(s script) []sample {
	lagos, err := time.LoadLocation("Africa/Lagos")
	if err != nil {
		panic(err)
	}
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, lagos)
	}
	b := func(name string, n int) Base {
		return Base{Name: name, Group: s.group, Address: "groups@example.org", Token: "k7f2xq4mz9trw3ab", N: n,
			Person: person{"Ana Ruiz", "ana@example.org"}, Zone: "Africa/Lagos"}
	}
	room := "https://meet.example.org/tuesday"
	march, next := at(3, 10, 16, 0), at(3, 24, 16, 0)
	turns := []turnLine{{"facilitator", "Ben", false}, {"scribe", "Chiara", false}}
	topics := s.topics
	var out []sample
	add := func(name, frameName, to string, full bool, sections ...Section) {
		f := frame{Base: b(to, 0), Ref: "k7f2x", ShowFoot: full}
		out = append(out, sample{name, sections, frameName, f})
	}

	invite := invitation{Base: b("Ben", 0), Start: march, End: at(3, 10, 17, 30), Place: room}
	dated := invite
	dated.Dates = []time.Time{next, at(4, 7, 16, 0)}
	moved := invite
	moved.Was, moved.Start, moved.End = march, at(3, 11, 16, 0), at(3, 11, 17, 30)
	replaced := invite
	replaced.WasPlace = "https://meet.example.org/old"
	off := invite
	off.Cancelled = true
	add("invitation", "note", "Ben", false, Section{"invitation", dated})
	add("invitation-moved", "note", "Ben", false, Section{"invitation", moved})
	add("invitation-place", "note", "Ben", false, Section{"invitation", replaced})
	add("invitation-cancelled", "note", "Ben", false, Section{"invitation", off})
	gone, back, longer, anew, link := off, dated, dated, moved, dated
	gone.Gone, back.Back, longer.NewEnd, anew.Again = true, true, true, true
	link.WasPlace, link.Link = "https://meet.example.org/old", true
	known := link
	known.Answer = "yes"
	add("invitation-gone", "note", "Ben", false, Section{"invitation", gone})
	add("invitation-back", "note", "Ben", false, Section{"invitation", back})
	add("invitation-longer", "note", "Ben", false, Section{"invitation", longer})
	add("invitation-again", "note", "Ben", false, Section{"invitation", anew})
	add("invitation-link", "note", "Ben", false, Section{"invitation", link})
	add("invitation-link-yes", "note", "Ben", false, Section{"invitation", known})
	known.Answer = "no"
	add("invitation-link-no", "note", "Ben", false, Section{"invitation", known})
	known.Answer = "maybe"
	add("invitation-link-maybe", "note", "Ben", false, Section{"invitation", known})

	add("welcome", "letter", "Ben", true, Section{"welcome", welcome{Base: b("Ben", 1), Purpose: s.purpose,
		Dates: []time.Time{march, next, at(4, 7, 16, 0)}, Place: room, Count: 12, Members: 7, All: true}})
	out[len(out)-1].data.First, out[len(out)-1].data.Operator = true, "Ana"

	when := coming{Base: b("Ben", 1), Start: march, End: at(3, 10, 17, 30), Place: room, Topic: topics[0], ByVote: true,
		Turns: turns[1:], SoFar: []string{"Ana", "Chiara", "Dana", "Hana"}}
	offered := when
	offered.HasTurn = true
	asked := when
	asked.Asks, asked.Turns = true, turns
	asked.Name = "Hana"
	asked.Turns = []turnLine{turns[0], {"scribe", "Chiara", true}}
	said := when
	said.Answer, said.Turns, said.Last, said.Topic = "yes", turns, true, ""
	vote := ballot{Base: b("Ben", 2), Start: next, Options: []option{{"A", topics[1]}, {"B", topics[2]}, {"C", topics[3]}}}
	lead := turn{Base: b("Ben", 1), Role: "facilitator", Start: march, By: at(3, 4, 12, 0), Another: "Dana"}
	write := lead
	write.Role, write.By, write.Another = "scribe", at(3, 4, 9, 0), ""
	add("letter-turn", "letter", "Ben", true, Section{"coming", offered}, Section{"turn", lead}, Section{"ballot", vote})
	add("letter-scribe", "letter", "Ben", true, Section{"coming", offered}, Section{"turn", write})
	add("letter-asked", "letter", "Hana", true, Section{"coming", asked}, Section{"ballot", vote})
	add("letter-last", "letter", "Ben", true, Section{"coming", said})
	add("letter-away", "letter", "Ben", true, Section{"coming", asked}, Section{"away", away{b("Ben", 0), at(3, 20, 0, 0), false}})
	add("letter-propose", "letter", "Ben", true, Section{"propose", propose{b("Ben", 1), next, []string{topics[1]}}})

	look := reflection{Base: b("Hana", 1), Start: march, Came: 7, Topic: topics[0], Turns: turns, Next: next, Asked: "try", Remind: at(4, 1, 9, 0)}
	lookBack := digest{Base: b("Hana", 0), Month: at(2, 1, 0, 0),
		Met:  []digestMeeting{{march, 7, false, topics[0], turns}, {at(2, 24, 16, 0), 5, true, "", []turnLine{{"facilitator", "Hana", false}, {"scribe", "Ben", true}}}, {Start: at(2, 10, 16, 0)}},
		Next: []digestMeeting{{next, 3, false, topics[1], []turnLine{{"facilitator", "Leo", false}, {"scribe", "Dana", true}, {"guardian", "", false}}}, {at(4, 7, 16, 0), 0, false, "", nil}},
		Pool: topics[2:], Reflections: 4, YouSaid: s.said}
	add("letter-reflection", "letter", "Hana", true, Section{"reflection", look})
	add("letter-away-asked", "letter", "Hana", true, Section{"reflection", look}, Section{"away", away{b("Hana", 2), at(3, 20, 0, 0), true}})
	add("letter-month", "letter", "Hana", true, Section{"reflection", look}, Section{"digest", lookBack})
	full, one := look, lookBack
	full.Reported, full.Notes, full.By, full.More, full.Offered, full.Another = true, []string{topics[1], s.purpose}, "Chiara", true, []string{s.hoped}, "Dana"
	one.YouSaid, one.Pool = s.hoped, nil
	one.Shared, one.Further, one.Thanks, one.Asked, one.Answers = []voice{{"Ben", topics[2], ""}}, 2, 1, "helped", []voice{{"", topics[0], ""}, {"Leo", topics[1], ""}}
	one.Covered, one.Untouched, one.Pulse = []coverage{{s.goals[0], 1}, {s.goals[1], 3}}, 2, []int{0, 0, 1, 3, 2}
	add("letter-notes", "letter", "Hana", true, Section{"reflection", full})
	add("letter-digest", "letter", "Hana", true, Section{"digest", one}, Section{"month", month{b("Hana", 1), "surprised", at(4, 1, 9, 0)}})
	add("letter-journal", "letter", "Hana", true, Section{"journal", journal{b("Hana", 1), s.said, march}}, Section{"numbers", numbers{b("Hana", 0),
		[]series{{topics[3], []row{{march, 3, "3", "▅"}, {next, 5, "5", "█"}, {at(4, 7, 9, 0), 0.5, "0.5", "▁"}}, "0.5", "2.8"}}}})
	add("letter-asked-for", "letter", "Hana", true, Section{"repertoire", voices{b("Hana", 0), []voice{{"Ben", "https://example.org/listening", ""}, {"Dana", topics[1], ""}}}},
		Section{"feedback", question{b("Hana", 1), "Leo", topics[0]}}, Section{"followup", followUp{b("Hana", 2), march, s.hoped}})
	add("letter-pulse", "letter", "Hana", true, Section{"pulse", pulse{b("Hana", 1), at(4, 1, 9, 0)}})
	heard := []voice{{"Ben", s.said, ""}, {"Dana", topics[1], ""}}
	add("letter-absent", "letter", "Leo", true, Section{"notes", notes{b("Leo", 0), march, topics[0], 7, "Chiara", []string{topics[1], s.purpose}, true}},
		Section{"commitment", commitment{b("Leo", 1), march, []string{s.hoped}}}, Section{"thanks", voices{b("Leo", 0), heard}})
	add("letter-shared", "letter", "Hana", true, Section{"relay", voices{b("Hana", 0), []voice{{"Ben", s.said, topics[2]}, {"Dana", topics[1], ""}}}},
		Section{"shared", voices{b("Hana", 0), heard}}, Section{"share", voices{b("Hana", 1), []voice{{"", s.said, ""}, {"Leo", topics[3], ""}}}},
		Section{"question", question{b("Hana", 2), "Leo", topics[1]}})

	ask := stepIn{Base: b("Leo", 1), Role: "facilitator", Start: march, By: at(3, 5, 12, 0)}
	all, swap, takes := ask, ask, ask
	all.Everyone, all.Role = true, "scribe"
	swap.From = "Ben"
	takes.From, takes.Takes = "Ben", true
	add("stepin", "note", "Leo", true, Section{"stepin", ask})
	add("stepin-all", "note", "Leo", true, Section{"stepin", all})
	add("stepin-swap", "note", "Leo", true, Section{"stepin", swap})
	add("stepin-takes", "note", "Leo", true, Section{"stepin", takes})
	add("sure", "note", "Hana", false, Section{"sure", confirm{b("Hana", 1), "hana@example.net", march, s.said, false}})
	add("which", "note", "Hana", false, Section{"which", which{b("Hana", 1), march, s.said, []option{{"A", "Tuesday Coaches"}, {"B", "Thursday Readers"}}}})
	add("selfled", "note", "Leo", true, Section{"selfled", selfLed{b("Leo", 0), "facilitator", march, topics[0], room}})
	add("nudge", "note", "Leo", true, Section{"nudge", nudge{b("Leo", 1), march, room}})

	for _, more := range moreSamples {
		more(s, b, add)
	}

	last := survey{Base: b("Hana", 1), Meetings: 12, Objective: s.hoped, Since: at(12, 2, 9, 0), Reminder: at(7, 8, 9, 0), Report: at(7, 15, 9, 0)}
	again := last
	again.Again, again.Objective = true, ""
	add("survey", "letter", "Hana", false, Section{"survey", last})
	add("survey-again", "letter", "Hana", false, Section{"survey", again})

	end := report{Base: b("Hana", 0), Purpose: s.purpose, Goals: s.goals, Planned: 3, Held: 2,
		Meetings: []reportMeeting{{march, false, 7, topics[0], turns, true}, {next, true, 0, "", nil, false}, {at(4, 7, 16, 0), false, 5, "", []turnLine{{"facilitator", "Leo", false}}, false}},
		Came:     1, CouldCome: 2,
		Roles:    []reportRole{{"facilitator", []reportCount{{"Ben", 1}, {"Leo", 1}}}, {"scribe", []reportCount{{"Chiara", 1}}}},
		Answered: 6, Asked: 8, Ratings: []int{0, 1, 1, 3, 1}, Average: 3.666, Again: []int{4, 0, 2},
		Open:      []reportAnswers{{2, []reportLine{{s.said, ""}, {topics[1], "Leo"}}}, {3, nil}, {4, []reportLine{{topics[2], ""}}}},
		Objective: s.hoped, Rating: 4, Retention: at(10, 13, 9, 0)}
	silent := end
	silent.CouldCome = 0
	silent.Answered, silent.Ratings, silent.Again, silent.Open, silent.Objective, silent.Rating, silent.Held = 0, nil, nil, nil, "", 0, 3
	add("report", "letter", "Hana", false, Section{"report", end})
	add("report-silent", "letter", "Hana", false, Section{"report", silent})

	for name, r := range map[string]readBack{
		"note":   {Lines: []receiptLine{{What: "yes", Start: march}}, Press: true, Note: true},
		"notes":  {Lines: []receiptLine{{What: "no", Start: march}, {What: "too_late", Start: next}, {What: "closed", Text: topics[1]}, {What: "votes", Start: next, Text: topics[0]}}, Words: []string{s.said, topics[2]}, Note: true},
		"unsure": {Words: []string{s.said}, Note: true},
	} {
		r.Base = b("Hana", 0)
		add("readback-"+name, "note", "Hana", false, Section{"readback", r})
	}
	read := readBack{Base: b("Hana", 0), Lines: []receiptLine{{What: "topic", Text: topics[2]}, {What: "case", Text: s.said}}, Words: []string{topics[1]}}
	add("letter-readback", "letter", "Hana", true, Section{"reflection", look}, Section{"readback", read})
	for _, r := range []receipt{
		{Kind: "first", Lines: []receiptLine{{What: "late", Start: march}, {What: "votes", Start: next, Text: topics[1]}}, Press: true},
		{Kind: "rsvp", Lines: []receiptLine{{What: "yes", Start: march}}, Press: true},
		{Kind: "turn", Lines: []receiptLine{{What: "lead", Start: march, Role: "facilitator"}}},
		{Kind: "topic", Lines: []receiptLine{{What: "topic", Text: topics[2]}}},
		{Kind: "text", Lines: []receiptLine{{What: "text", Text: s.said}}},
		{Kind: "unclear"},
		{Kind: "share", Lines: []receiptLine{{What: "share", Text: s.said, Shown: true}, {What: "thanks", Who: "Dana", Text: topics[0], Shown: true}, {What: "yes", Start: march}}},
		{Kind: "audience", Words: s.said, Who: "Ana", Lines: []receiptLine{{What: "yes", Start: march}}},
		{Kind: "audience", Words: s.said},
		{Kind: "turn", Lines: []receiptLine{{What: "withdrawn", Text: s.said}, {What: "withdrawn_late", Text: s.said}, {What: "not_public", Text: s.said}, {What: "not_offered", Text: s.said},
			{What: "done"}, {What: "partly"}, {What: "dropped"}, {What: "log", Who: "clients", Text: "4"}, {What: "journal", Text: s.said}}},
		{Kind: "text", Lines: []receiptLine{{What: "message", Who: "Dana", Text: topics[0], Shown: true}, {What: "reply", Who: "Dana", Text: topics[0], Shown: true}, {What: "question", Text: topics[0], Shown: true},
			{What: "whoknows", Text: topics[0], Shown: true}, {What: "month", Text: topics[0], Shown: true}, {What: "month_named", Text: topics[0], Shown: true},
			{What: "link", Text: topics[0], Shown: true}, {What: "feedback", Who: "Dana", Text: topics[0], Shown: true}, {What: "feedback_ask", Who: "Dana", Text: topics[0], Shown: true},
			{What: "public", Text: topics[0], Shown: true}}},
		{Kind: "text", Words: s.said},
		{Kind: "long", Words: s.said, Lines: []receiptLine{{What: "topic", Text: topics[2]}}},
		{Kind: "unclear", Words: s.said, Lines: []receiptLine{{What: "no", Start: march}}},
		{Kind: "no_question", Words: "4"},
		{Kind: "closed"},
		{Kind: "late", Lines: []receiptLine{{What: "yes", Start: march}}},
		{Kind: "help", Forms: []form{{s.writes[:2], "coming"}, {s.writes[2:3], "turn"}, {[]string{"A C"}, "choice"}, {s.writes[3:4], "topic"},
			{[]string{"1"}, "case"}, {[]string{"2"}, "read"}, {[]string{"3"}, "charter"}, {[]string{"4"}, "share"}, {[]string{"5"}, "thanks"}, {[]string{"6"}, "ask"},
			{[]string{"7"}, "feedback"}, {[]string{"8"}, "link"}, {[]string{"9"}, "public"},
			{s.writes[4:5], "status"}, {[]string{"0"}, "journal"}, {s.writes[5:6], "less"}, {s.writes[6:7], "time"}, {s.writes[7:], "leave"}, {[]string{"?"}, "undo"}, {[]string{"?"}, "why"}, {[]string{"?"}, "data"}, {[]string{"thanks Dana, for …"}, s.does[0]}}},
		{Kind: "unreadable", Start: march},
		{Kind: "unreadable"},
		{Kind: "status", Lines: []receiptLine{
			{What: "maybe", Start: march}, {What: "unsaid", Start: next}, {What: "pass", Start: march, Role: "scribe"}, {What: "swap_asked", Start: march, Role: "facilitator", Who: "Dana"},
			{What: "swap_done", Start: march, Role: "facilitator", Who: "Dana"}, {What: "swap_refused", Start: march, Role: "facilitator", Who: "Dana"},
			{What: "took", Start: march, Role: "scribe", Who: "Dana"}, {What: "declined", Start: march, Role: "facilitator"},
			{What: "already", Start: march, Role: "facilitator", Who: "Dana"}, {What: "rating", Text: "4"}, {What: "yesno", Text: "maybe"}, {What: "other", Text: topics[0]}}},
		{Kind: "less"},
		{Kind: "not_yet", Words: "another round"},
		{Kind: "guest_members", Words: s.said, Lines: []receiptLine{{What: "yes", Start: march}}},
		{Kind: "guest_note", Words: s.said},
		{Kind: "guest_help", Lines: []receiptLine{{What: "yes", Start: march}}},
		{Kind: "guest_left"},
	} {
		r.Base = b("Hana", 0)
		name := "receipt-" + r.Kind
		if (r.Kind == "turn" || r.Kind == "text") && len(r.Lines) > 1 {
			name += "-learn"
		}
		if r.Kind == "audience" && r.Who == "" || r.Words == "" && len(r.Lines) == 0 && r.Kind == "unclear" || r.Kind == "unreadable" && r.Start.IsZero() || r.Kind == "text" && r.Words != "" {
			name += "-alone"
		}
		add(name, "note", "Hana", false, Section{"receipt", r})
	}
	add("confirm", "note", "Hana", false, Section{"confirm", confirm{b("Hana", 1), "hana@example.net", march, s.said, true}})
	for _, kind := range []string{"counter", "stranger", "bounce", "held", "quarantined", "not_yet", "delegated", "after_close", "unclear", "complaint", "steer"} {
		add("notice-"+kind, "note", "Ana", false, Section{"notice", notice{b("Ana", 0), kind, "Ben", s.said, march}})
	}
	return out
}

// script is what people of one language say in the samples.
type script struct {
	group, purpose, said, hoped string
	goals, topics, does, writes []string
}

var scripts = map[string]script{
	"en": {
		group: "Tuesday Coaches", purpose: "Get better at coaching conversations by practising on real cases",
		said: "Ask first, then wait.\nLonger than feels polite.", hoped: "to stop rescuing people in silence",
		goals:  []string{"Each of us brings three cases", "A shared list of questions that open"},
		topics: []string{"feedback that lands", "Staying with silence", "When advice slips out", "Ending well"},
		does:   []string{"reaches Dana"},
		writes: []string{"I'll be there", "Can't make it, sorry", "Coming, but not leading", "topic: ending well", "status", "less mail", "pause until May", "leave"},
	},
	"de": {
		group: "Dienstagsrunde", purpose: "Bessere Gespräche führen lernen, an echten Fällen",
		said: "Erst fragen, dann warten.\nLänger, als es höflich scheint.", hoped: "Menschen im Schweigen nicht mehr retten zu wollen",
		goals:  []string{"Jede und jeder bringt drei Fälle mit", "Eine gemeinsame Liste öffnender Fragen"},
		topics: []string{"Rückmeldung, die ankommt", "Stille aushalten", "Wenn der Rat herausrutscht", "Gut enden"},
		does:   []string{"kommt bei Dana an"},
		writes: []string{"Ich bin dabei", "Ich kann leider nicht", "Ich komme, leite aber nicht", "Thema: gut enden", "Status", "weniger Mails", "Pause bis Mai", "austreten"},
	},
	"es": {
		group: "Ronda del martes", purpose: "Aprender a conversar mejor, con casos reales",
		said: "Primero preguntar, luego esperar.\nMás de lo que parece cortés.", hoped: "dejar de rescatar a la gente del silencio",
		goals:  []string{"Cada cual trae tres casos", "Una lista común de preguntas que abren"},
		topics: []string{"Comentarios que llegan", "Aguantar el silencio", "Cuando se escapa un consejo", "Terminar bien"},
		does:   []string{"le llega a Dana"},
		writes: []string{"Allí estaré", "No puedo ir, lo siento", "Voy, pero no dirijo", "tema: terminar bien", "estado", "menos correos", "pausa hasta mayo", "dejar el grupo"},
	},
	"fr": {
		group: "Cercle du mardi", purpose: "Mieux mener nos conversations, à partir de cas réels",
		said: "D'abord demander, puis attendre.\nPlus longtemps qu'il ne paraît poli.", hoped: "ne plus sauver les gens de leur silence",
		goals:  []string{"Chacun, chacune apporte trois cas", "Une liste commune de questions qui ouvrent"},
		topics: []string{"Des retours qui portent", "Tenir le silence", "Quand le conseil échappe", "Bien finir"},
		does:   []string{"arrive à Dana"},
		writes: []string{"J'y serai", "Je ne peux pas venir, désolé", "Je viens, mais je n'anime pas", "sujet : bien finir", "statut", "moins de mails", "pause jusqu'en mai", "quitter le groupe"},
	},
}
