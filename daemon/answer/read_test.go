package answer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"convene/daemon/answer"
)

// survey is the closing survey of five asks.
func survey() []answer.Ask {
	return []answer.Ask{
		{Number: 1, Kind: answer.AskRating, Prompt: "How near did you get? 1 (not at all) to 5 (all the way)", Min: 1, Max: 5},
		{Number: 2, Kind: answer.AskText, Prompt: "What helped most?"},
		{Number: 3, Kind: answer.AskText, Prompt: "What got in the way, and what did we do about it?"},
		{Number: 4, Kind: answer.AskText, Prompt: "What should the next group keep, or change?"},
		{Number: 5, Kind: answer.AskYesNo, Prompt: "Would you do it again? yes / no / perhaps"},
	}
}

func health() []answer.Ask {
	return []answer.Ask{
		{Number: 1, Kind: answer.AskRating, Prompt: "Commitment: do we all carry this?", Min: 1, Max: 5},
		{Number: 2, Kind: answer.AskRating, Prompt: "Competence: are we learning?", Min: 1, Max: 5},
		{Number: 3, Kind: answer.AskRating, Prompt: "Practice: do we use it at work?", Min: 1, Max: 5},
	}
}

// full writes answers with ask and text.
func full(all []answer.Answer) string {
	var parts []string
	for _, a := range all {
		s := fmt.Sprintf("%d %s", a.Ask, a.Kind)
		if a.Value != "" {
			s += " " + a.Value
		}
		if len(a.People) > 0 {
			s += " @" + strings.Join(a.People, ",")
		}
		if !a.From.IsZero() {
			s += " from " + a.From.Format("2006-01-02")
		}
		if !a.To.IsZero() {
			s += " to " + a.To.Format("2006-01-02")
		}
		if a.Text != "" {
			s += fmt.Sprintf(" %q", a.Text)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

func TestRead(t *testing.T) {
	lex := lexicon(t, languages...)
	q := func(quoted, text string) answer.Segment { return answer.Segment{Quoted: quoted, Text: text} }
	for _, c := range []struct {
		name string
		asks []answer.Ask
		in   []answer.Segment
		want string
	}{
		{"empty", nil, nil, "0 nothing"},
		{"a command at a question", asks("text"), []answer.Segment{q("What will you try before the 24th? A line is plenty.", "Forget me, please.")}, `0 command forget`},
		{"a command in prose at a question", asks("text"), []answer.Segment{q("What will you try before the 24th? A line is plenty.", "To stop. Forget me, please, I'd say to the voice.")},
			`1 text "To stop. Forget me, please, I'd say to the voice."`},
		{"numbered with colon", survey(), []answer.Segment{q("", "1: 4\n2: The pairs.\nReally.\n5: yes")},
			`1 rating 4; 2 text "The pairs.\nReally."; 5 yesno yes`},
		{"a wish for fewer mails among answers in order", survey(), []answer.Segment{q("", "5\nlas risas\nmi agenda\nmenos correos\nsí")},
			`1 rating 5; 2 text "las risas"; 3 text "mi agenda"; 4 text "menos correos"; 5 yesno yes`},
		{"a wish for fewer mails below an answer", asks("coming+text"), []answer.Segment{q("", "yes\nless mail")}, `1 rsvp yes; 0 command less`},
		{"numbered with brackets and dots", survey(), []answer.Segment{q("", "1) 4\n3. Time, and nothing\n5) perhaps")},
			`1 rating 4; 3 text "Time, and nothing"; 5 yesno maybe`},
		{"numbered with Q", survey(), []answer.Segment{q("", "Q1 4\nQ2 The pairs\nQ5 no")},
			`1 rating 4; 2 text "The pairs"; 5 yesno no`},
		{"comment behind a number", survey(), []answer.Segment{q("", "1. 4 because I stopped rescuing\n5. yes")},
			`1 rating 4 "because I stopped rescuing"; 5 yesno yes`},
		{"a word for it under a number", asks("yesno+choice"), []answer.Segment{q("", "1: rule: We start on time\n2: A C")}, `0 rule "We start on time"; 2 choice A C`},
		{"a topic behind a sentence", asks("coming+text"), []answer.Segment{q("", "Count me in! Topic idea: silence.")}, `1 rsvp yes; 0 topic "silence."`},
		{"a topic of prose stays prose", asks("text"), []answer.Segment{q("", "It was good. The topic: too big. Goal: smaller.")}, `1 text "It was good. The topic: too big. Goal: smaller."`},
		{"sorry is no prose beside an answer", asks("coming+text"), []answer.Segment{q("", "Sorry! Yes, I'm coming.")}, `1 rsvp yes`},
		{"one line", asks("turn+choice"), []answer.Segment{q("", "1 yes 2 A C")}, `1 rsvp yes; 1 turn lead; 2 choice A C`},
		{"one line with commas", asks("turn+choice"), []answer.Segment{q("", "1: not leading, 2: B")}, `1 turn pass; 2 choice B`},
		{"ratings in one line", health(), []answer.Segment{q("", "1: 4, 2: 3, 3: 5")}, `1 rating 4; 2 rating 3; 3 rating 5`},
		{"ratings in order", health(), []answer.Segment{q("", "4 3 5")}, `1 rating 4; 2 rating 3; 3 rating 5`},
		{"ratings in order on lines", health(), []answer.Segment{q("", "4\n3\n5\n\nBest,\nBen")}, `1 rating 4; 2 rating 3; 3 rating 5`},
		{"one rating of three", health(), []answer.Segment{q("", "4")}, `0 ask_back two_asks`},
		{"two ratings of three", health(), []answer.Segment{q("", "4 3")}, `0 ask_back unclear "4 3"`},
		{"answers in order", survey(), []answer.Segment{q("", "4\nThe pairs\nMy calendar\nKeep the rhythm\nyes")},
			`1 rating 4; 2 text "The pairs"; 3 text "My calendar"; 4 text "Keep the rhythm"; 5 yesno yes`},
		{"out of range", survey(), []answer.Segment{q("", "1: 7\n5: yes")}, `1 ask_back out_of_range; 5 yesno yes`},
		{"answered twice", survey(), []answer.Segment{q("", "1: 3\n1: 4\n5: yes")}, `1 ask_back two_answers; 5 yesno yes`},
		{"the same twice", survey(), []answer.Segment{q("", "1: 4\n1: 4")}, `1 rating 4`},
		{"nothing to say", survey(), []answer.Segment{q("", "1: 4\n2: -\n5: yes")}, `1 rating 4; 5 yesno yes`},
		{"dates are no numbers", survey(), []answer.Segment{q("", "3-20 Aug I was away")}, `0 ask_back unclear`},
		{"inline", survey(), []answer.Segment{
			q("> 1. How near did you get? 1 (not at all) to\n> 5 (all the way)", "4"),
			q("> 2. What helped most?", "The pairs, and the silence."),
			q("> 3. What got in the way, and what did we do\n> about it?\n> 4. What should the next group keep, or change?\n> 5. Would you do it again? yes / no / perhaps", "Yes")},
			`1 rating 4; 2 text "The pairs, and the silence."; 5 yesno yes`},
		{"inline, decorated", asks("coming+text"), []answer.Segment{
			q(">> *Can you come on Tuesday 10\n>> March?*", "I'll be there"),
			q(">> What will you try before the 24th?   A line is plenty.", "Shorter questions.")},
			`1 rsvp yes; 2 text "Shorter questions."`},
		{"inline ballot below its options", asks("coming+choice"), []answer.Segment{
			q("> WHAT SHALL WE DO ON 24 MARCH?\n> A Staying with silence\n> B When advice slips out\n> C Ending well", "a and c")},
			`2 choice A C`},
		{"prose to the only open question", asks("coming+text"), []answer.Segment{q("", "I'll come.\n\nI want to ask one question more before I give advice. That is all.")},
			`1 rsvp yes; 2 text "I want to ask one question more before I give advice. That is all."`},
		{"prose with two open questions", survey(), []answer.Segment{q("", "It was a good year for me and the group helped me through a hard winter.")},
			`0 text "It was a good year for me and the group helped me through a hard winter."`},
		{"what was not understood stays as a note", asks("coming"), []answer.Segment{q("", "I can't come, my roof is leaking.")}, `1 rsvp no "I can't come, my roof is leaking."`},
		{"an hour after the start", asks("coming"), []answer.Segment{q("", "I'll be there at 16:30")}, `1 rsvp late "I'll be there at 16:30"`},
		{"the hour of the start", asks("coming"), []answer.Segment{q("", "I'll be there at 4 pm")}, `1 rsvp yes`},
		{"an hour of the end", asks("coming"), []answer.Segment{q("", "I can be there until 17:00")}, `1 rsvp yes "I can be there until 17:00"`},
		{"greeting and closing", asks("coming"), []answer.Segment{q("", "Hi Ana,\n\nyes, I'll be there.\n\nBest wishes,\nBen Okoro")}, `1 rsvp yes`},
		{"closing with another name", asks("coming"), []answer.Segment{q("", "Can't make it this time.\n\nCheers\nBenny B.")}, `1 rsvp no`},
		{"several lines until the next command", asks("coming"), []answer.Segment{q("", "topic: how to end well\nand how to begin\ncase: a team that goes quiet\n\nSee you Tuesday!")},
			`0 topic "how to end well\nand how to begin"; 0 case "a team that goes quiet"; 1 rsvp yes`},
		{"share", asks("text"), []answer.Segment{q("", "share: I asked less and heard more.")}, `0 share "I asked less and heard more."`},
		{"share without colon", asks("text"), []answer.Segment{q("", "Share\nI asked less.")}, `0 share "I asked less."`},
		{"rule, goal, object, link", nil, []answer.Segment{q("", "rule: phones away\ngoal: a case each\nobject: three is too many\nlink: https://example.org/a")},
			`0 rule "phones away"; 0 goal "a case each"; 0 object "three is too many"; 0 link "https://example.org/a"`},
		{"log", nil, []answer.Segment{q("", "log clients 4")}, `0 log 4 "clients"`},
		{"public", nil, []answer.Segment{q("", "public")}, `0 public`},
		{"with my name right below", survey(), []answer.Segment{q("", "2: The pairs.\nWith my name\n5: yes")}, `2 text "The pairs."; 0 named; 5 yesno yes`},
		{"with my name", survey(), []answer.Segment{q("", "5: yes\n\nWith my name")}, `5 yesno yes; 0 named`},
		{"who knows", nil, []answer.Segment{q("", "Who knows Excel?")}, `0 whoknows "Excel"`},
		{"ask the group", nil, []answer.Segment{q("", "ask: how do you open a first meeting?")}, `0 ask "how do you open a first meeting?"`},
		{"thanks to two", asks("text"), []answer.Segment{q("", "Thanks to Ana and Leo for the quiet minutes.")}, `0 thanks @ana,leo "Thanks to Ana and Leo for the quiet minutes."`},
		{"thanks, then an answer", asks("coming"), []answer.Segment{q("", "Thanks Ana, I'll be there.")}, `1 rsvp yes`},
		{"away", nil, []answer.Segment{q("", "I'm away 3-20 Aug.")}, `0 command away from 2026-08-03 to 2026-08-20`},
		{"away until", nil, []answer.Segment{q("", "On holiday until Friday")}, `0 command away from 2026-03-02 to 2026-03-06`},
		{"away, in German", nil, []answer.Segment{q("", "Ich bin vom 3.8. bis 20.8. im Urlaub")}, `0 command away from 2026-08-03 to 2026-08-20`},
		{"pause until May", nil, []answer.Segment{q("", "Please pause me until May")}, `0 command pause from 2026-03-02 to 2026-04-30`},
		{"pause", nil, []answer.Segment{q("", "pause")}, `0 command pause`},
		{"pause, when?", nil, []answer.Segment{q("", "pause on Tuesday")}, `0 ask_back which_date`},
		{"name by prefix", asks("turn"), []answer.Segment{q("", "I swapped with Chia")}, `1 turn swap @chiara`},
		{"name that fits two", asks("turn"), []answer.Segment{q("", "I swapped with Zo")}, `0 ask_back two_people`},
		{"name without accents", asks("turn"), []answer.Segment{q("", "I swapped with Joao")}, `1 turn swap @jm`},
		{"a command is no answer to the question that comes next", asks("coming+text"), []answer.Segment{q("", "I can't come.\n\nforget me")}, `1 rsvp no; 0 command forget`},
		{"coordinator for a member", asks("coming"), []answer.Segment{q("", "Ana: yes")}, `0 for_member yes @ana`},
		{"coordinator cancels", nil, []answer.Segment{q("", "cancel 5 May")}, `0 cancel from 2026-05-05 to 2026-05-05`},
		{"coordinator moves", nil, []answer.Segment{q("", "move 19 May to 20 May 16:00")}, `0 move from 2026-05-19 to 2026-05-20`},
		{"coordinator adds, with a preposition", nil, []answer.Segment{q("", "añade a Leo Paz <leo@example.org>")}, `0 add "Leo Paz <leo@example.org>"`},
		{"coordinator adds a name with a particle", nil, []answer.Segment{q("", "add von Arnim <leo@example.org>")}, `0 add "von Arnim <leo@example.org>"`},
		{"coordinator adds", nil, []answer.Segment{q("", "add Leo <leo@example.org>")}, `0 add "Leo <leo@example.org>"`},
		{"coordinator's link", nil, []answer.Segment{q("", "new link https://meet.example.org/b")}, `0 new_link "https://meet.example.org/b"`},
		{"commitment", asks("commitment"), []answer.Segment{q("", "half done")}, `1 commitment partly`},
		{"decision", asks("decision"), []answer.Segment{q("", "let's meet in pairs")}, `1 decision pairs`},
		{"goals", asks("goals"), []answer.Segment{q("", "keep them")}, `1 goals keep`},
		{"for whom", asks("audience"), []answer.Segment{q("", "Just a note to myself")}, `1 audience self`},
		{"for a person", asks("audience"), []answer.Segment{q("", "for Ana")}, `1 audience person @ana`},
		{"still in", asks("yesno"), []answer.Segment{q("", "I'm still in")}, `0 command stay`},
		{"I was there", asks("coming"), []answer.Segment{q("", "But I was there")}, `0 attendance self @ben`},
		{"scribe", asks("attendance+text"), []answer.Segment{q("", "Everyone except Leo.\nWe practised in pairs.")}, `1 attendance except @leo; 2 text "We practised in pairs."`},
		{"two meetings by date", []answer.Ask{
			{Number: 1, Kind: answer.AskComing, At: time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC)},
			{Number: 2, Kind: answer.AskComing, At: time.Date(2026, 3, 24, 16, 0, 0, 0, time.UTC)}},
			[]answer.Segment{q("", "I'll be there on 24 March")}, `2 rsvp yes`},
		{"two meetings", []answer.Ask{
			{Number: 1, Kind: answer.AskComing, At: time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC)},
			{Number: 2, Kind: answer.AskComing, At: time.Date(2026, 3, 24, 16, 0, 0, 0, time.UTC)}},
			[]answer.Segment{q("", "I'll be there")}, `0 ask_back two_asks`},
		{"date from the prompt", []answer.Ask{{Number: 1, Kind: answer.AskComing, Prompt: "Können Sie am Dienstag, 10. März?"}},
			[]answer.Segment{q("", "Yes, on 10 March I'm in")}, `1 rsvp yes`},
		{"another date than the prompt's", []answer.Ask{{Number: 1, Kind: answer.AskComing, Prompt: "Can you come on Tuesday 10 March?"}},
			[]answer.Segment{q("", "I can come on the 12th")}, `0 ask_back other_date`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := answer.Read(answer.Input{Segments: c.in, Asks: c.asks, People: members, Self: "ben", Now: now, Lexicon: lex})
			if have := full(got); have != c.want {
				t.Errorf("got  %s\nwant %s", have, c.want)
			}
			checkSpans(t, c.in, got)
		})
	}
}

// checkSpans makes sure that every answer points at its own words.
func checkSpans(t *testing.T, segments []answer.Segment, all []answer.Answer) {
	t.Helper()
	text := answer.Joined(segments)
	if len(all) == 0 {
		t.Error("no answer at all")
	}
	for _, a := range all {
		if a.Start < 0 || a.End > len(text) || a.Start > a.End {
			t.Fatalf("span %d..%d outside a text of %d bytes: %+v", a.Start, a.End, len(text), a)
		}
		if a.Words != "" && text[a.Start:a.End] != a.Words {
			t.Errorf("words %q, but the span holds %q", a.Words, text[a.Start:a.End])
		}
		if a.Because == "" {
			t.Errorf("no reason: %+v", a)
		}
	}
}

func TestReadWithoutWords(t *testing.T) {
	got := answer.Read(answer.Input{Segments: []answer.Segment{{Text: "yes"}}, Asks: asks("coming")})
	if len(got) != 1 || got[0].Kind != answer.KindAskBack {
		t.Errorf("got %s, want a question back", full(got))
	}
}

// TestReadLimit: of a text that is too long nothing is lost and nothing is taken
// for certain, wherever the answer stands.
func TestReadLimit(t *testing.T) {
	lex := lexicon(t, "en")
	essay := strings.TrimSpace(strings.Repeat("The silence was long and then the client spoke about her garden.\n", answer.MaxRead/60))
	for name, c := range map[string]struct {
		text, asks, want string
	}{
		"yes before":          {"Yes, I can come.\n\n" + essay, "coming", `1 ask_back too_long | 0 text | 0 ask_back too_long`},
		"no behind":           {essay + "\n\nNo, I can't come.", "coming", `0 text | 0 ask_back too_long`},
		"one, then the other": {"Yes, I can come.\n\n" + essay + "\n\nNo, I can't come.", "coming", `1 ask_back too_long | 0 text | 0 ask_back too_long`},
		"topic before":        {"topic: silence\n\n" + essay, "coming", `0 topic | 0 ask_back too_long`},
		"an open question":    {essay, "text", `1 text | 0 ask_back too_long`},
		"numbered":            {"1: yes\n2: " + essay, "coming+text", `1 ask_back too_long | 2 text | 0 ask_back too_long`},
		"one word":            {strings.Repeat("é", answer.MaxRead), "coming", `0 ask_back unclear | 0 text | 0 ask_back too_long`},
		"marks":               {strings.Repeat("!", answer.MaxRead/2) + " yes", "coming", `0 text | 0 ask_back too_long`},
		"blanks behind":       {"Yes, I can come." + strings.Repeat("\n ", answer.MaxRead), "coming", `1 rsvp yes`},
		"a word just behind":  {"Yes, I can come." + strings.Repeat(" ", answer.MaxRead) + "not", "coming", `1 ask_back too_long | 0 text | 0 ask_back too_long`},
	} {
		t.Run(name, func(t *testing.T) {
			for _, segments := range [][]answer.Segment{{{Text: c.text}}, inLines(c.text)} {
				got := answer.Read(answer.Input{Segments: segments, Asks: asks(c.asks), Lexicon: lex, Now: now})
				checkSpans(t, segments, got)
				if len(segments) == 1 && kinds(got) != c.want {
					t.Errorf("got  %s\nwant %s", kinds(got), c.want)
				}
				whole := answer.Joined(segments)
				if name == "blanks behind" {
					continue
				}
				if !strings.Contains(kinds(got), "0 ask_back too_long") {
					t.Errorf("nothing is asked back: %s", kinds(got))
				}
				end, gardens := 0, 0
				for _, a := range got {
					switch a.Kind {
					case answer.KindText, answer.KindTopic:
						end = max(end, a.End)
						gardens += strings.Count(a.Text, "garden")
					case answer.KindAskBack:
					default:
						t.Errorf("taken for certain: %s", kinds(got))
					}
				}
				if n := strings.Count(whole, "garden"); end != len(strings.TrimSpace(whole)) || len(segments) == 1 && gardens != n {
					t.Errorf("kept to byte %d of %d, with %d sentences of %d", end, len(whole), gardens, n)
				}
			}
		})
	}
}

// inLines makes a segment of every line, as answers between quoted lines are.
func inLines(text string) []answer.Segment {
	var all []answer.Segment
	for l := range strings.SplitSeq(text, "\n") {
		all = append(all, answer.Segment{Text: l})
	}
	return all
}

// kinds are ask, kind and value of answers.
func kinds(all []answer.Answer) string {
	var parts []string
	for _, a := range all {
		parts = append(parts, strings.TrimSpace(fmt.Sprint(a.Ask, " ", a.Kind, " ", a.Value)))
	}
	return strings.Join(parts, " | ")
}
