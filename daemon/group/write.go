package group

// Section is one part of a mail: a template and what it sees.
type Section struct {
	Template string
	Data     any
	Headline bool // its subject is the mail's
}

// Write makes what the templates see of a mail: its sections in order, and the
// frame around them.
func Write(g *Group, mail Mailing) ([]Section, Frame) {
	g = g.Named(mail.Member.Language)
	base := Base{
		Name: g.first(mail.Member.ID), Group: g.Name, Address: g.Address, Token: mail.Token,
		Person: g.contact(), Zone: mail.Member.Zone.String(),
	}
	frame := Frame{Base: base, Ref: mail.Ref, First: mail.First && mail.Class == InLetter, Operator: g.Operator.Name, ShowFoot: mail.Class == InLetter}
	var sections []Section
	headline, least := 0, asideNews+1
	for _, it := range mail.Items {
		p, ok := practice(it.Practice)
		if !ok {
			continue
		}
		b := base
		if len(it.Asks) > 0 {
			b.N = it.Asks[0].Number
		}
		name := it.Template
		if name == "" {
			name = p.Name
		}
		data := p.Write(g, it, mail.Member, b)
		if d, ok := data.(ComingData); ok {
			d.Shift = d.Shift.asOf(mail.NotBefore)
			data = d
		}
		if d, ok := data.(DigestData); ok {
			d.Next = g.stillNext(d.Next, mail)
			if _, more := g.after(mail.NotBefore); !more { // nothing waits after the last meeting
				d.Pool, d.Untouched = nil, 0
			}
			data = d
		}
		if d, ok := data.(ReflectionData); ok && !d.Remind.IsZero() && !d.Remind.After(mail.NotBefore) {
			d.Remind = g.digestAfter(mail.NotBefore) // a letter that goes out late
			data = d
		}
		if d, ok := data.(CharterData); ok && !d.By.IsZero() && !d.By.After(mail.NotBefore) {
			d.By = g.agreesAfter(mail.NotBefore).In(mail.Member.Zone) // likewise
			data = d
		}
		if d, ok := data.(ReadBackData); ok {
			if d = d.withoutTold(g, mail); len(d.Lines)+len(d.Words) == 0 {
				continue
			}
			d.Note = it.Class == InNote && len(mail.Items) == 1
			data = d
		}
		if n := len(sections) - 1; n >= 0 && sections[n].Template == name {
			if d, ok := sections[n].Data.(gathering); ok {
				sections[n].Data = d.gather(data)
				continue
			}
		}
		n := it.news()
		if it.Practice == "digest" && mail.Member.Mail == DigestOnly { // what they have asked for
			n = meetingNews
		}
		if n < least {
			headline, least = len(sections), n
		}
		sections = append(sections, Section{Template: name, Data: data})
	}
	if len(sections) > 0 {
		sections[headline].Headline = true
	}
	return sections, frame
}

// How much the subject of a letter should be about one of its items; of two alike
// the first has it.
const (
	meetingNews = iota // coming, and one's turn
	groupNews          // what concerns the group as a whole, and comes once
	notesNews          // what came of the last meeting
	otherNews
	asideNews // what is no news to anybody, or can be read any day
)

func (it Item) news() int {
	switch it.Practice {
	case "notes", "reflection":
		return notesNews
	case "charter", "sharing", "ending", "health", "changed":
		return groupNews
	case "repertoire", readBack, "numbers", "journal", "pulse", "commitment", "newcomer", "away", "back":
		return asideNews
	}
	if it.Rank < rankNotes {
		return meetingNews
	}
	return otherNews
}

// comingNext is how many meetings ahead a digest lists.
const comingNext = 2

// stillNext are the meetings that lie ahead when a digest goes out, which may be
// days after it was due, and that the letter does not tell of already.
func (g *Group) stillNext(next []DigestMeeting, mail Mailing) []DigestMeeting {
	told := map[int64]bool{}
	for _, it := range mail.Items {
		if mt, ok := g.Meeting(it.Meeting); ok && it.Practice == "coming" {
			told[mt.Start.Unix()] = true
		}
	}
	var still []DigestMeeting
	for _, mt := range next {
		if mt.Start.After(mail.NotBefore) && !told[mt.Start.Unix()] && len(still) < comingNext {
			still = append(still, mt)
		}
	}
	return still
}

// contactMember is the member to turn to: the first coordinator who is one.
func (g *Group) contactMember() (Member, bool) {
	for _, m := range g.active() {
		if m.Coordinator {
			return m, true
		}
	}
	return Member{}, false
}

// contact is the person to turn to: the first coordinator.
func (g *Group) contact() Person {
	for _, m := range g.Members {
		if m.Coordinator && (m.State == Active || m.State == Observer) {
			return Person{Name: m.Name, Email: m.Email}
		}
	}
	return g.Operator
}
