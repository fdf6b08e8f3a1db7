package daemon_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"convene/daemon"
)

// TestNeitherStatusNorLogNorRecordTellsWhatMailsSay sends mails of every fate, with a
// word that nobody says by chance wherever one can put it, through real sockets into a
// real database, and looks for it in all that the commands print, and in the log at its
// most talkative. Addresses of members are in none of them either.
func TestNeitherStatusNorLogNorRecordTellsWhatMailsSay(t *testing.T) {
	w := newWorld(t, begin, `practices = { journal = true, guests = true }
guest = [{ name = "Noor Aziz", email = "noor@example.com", meeting = 2026-01-13 }]`)
	w.close()
	var journal bytes.Buffer
	d, err := daemon.Open(t.Context(), daemon.Options{
		Config: w.cfg, Clock: w.clock, Random: rand.NewChaCha8([32]byte{7}),
		Logger: slog.New(slog.NewTextHandler(&journal, &slog.HandlerOptions{Level: slog.LevelDebug - 8})),
	})
	if err != nil {
		t.Fatal(err)
	}
	w.d = d
	w.pass(begin)
	w.pass(letter)
	from := func(who string) string {
		return "From: " + who + " " + rare + " <" + addressOf(who) + ">\r\nTo: " + groupAddress + "\r\nMessage-ID: <" + rare + "-" + strings.ToLower(who) + "@example.org>\r\n"
	}
	body := "\r\nThis " + rare + " is private.\r\n"
	token := "In-Reply-To: <" + w.last("Eli Stern", "can you come").MessageID + ">\r\n"
	for _, raw := range []string{
		from("Eli Stern") + token + "Subject: " + rare + "\r\n\r\nNo, my " + rare + " is ill.\r\n",
		from("Eli Stern") + token + "Subject: journal\r\n\r\njournal: a " + rare + " day\r\n",
		from("Eli Stern") + token + "Subject: log\r\n\r\nlog " + rare + " 4\r\n",
		from("Eli Stern") + token + "Subject: ?\r\n\r\n1: maybe " + rare + " perhaps not 4 C?\r\n",
		from("Ben Okoro") + "Subject: " + rare + "\r\n" + body, // without proof: held
		from("Ben Okoro") + token + "Subject: forwarded\r\n" + body,
		from("Eli Stern") + token + "Auto-Submitted: auto-replied\r\nSubject: Away: " + rare + "\r\n" + body,
		"From: <>\r\nReturn-Path: <>\r\nSubject: Undelivered Mail Returned to Sender " + rare + "\r\n" + body,
		"From: Stranger <" + rare + "@example.net>\r\nSubject: " + rare + "\r\n" + body,
		"From: Stranger <" + rare + "@example.net>\r\nSubject: " + rare + " (abcdefghijklmnop)\r\n" + body,
		from("Eli Stern") + "Subject: Too much\r\nX-Long: " + strings.Repeat("a "+rare+"\r\n ", 20000) + "\r\n" + body,
		from("Eli Stern") + "Content-Type: multipart/mixed; boundary=" + rare + "\r\nSubject: cut\r\n\r\n--" + rare + "\r\nContent-Type: text/calendar; method=" + rare + "\r\n\r\nBEGIN:" + rare + "\r\n",
		from("Eli Stern") + token + "Content-Type: text/plain; charset=" + rare + "\r\nContent-Transfer-Encoding: " + rare + "\r\nSubject: odd\r\n" + body,
	} {
		w.send("Eli Stern", raw)
	}
	w.pass(letter.Add(time.Hour))
	w.pass(letter.Add(26 * time.Hour))
	w.reply("Eli Stern", w.last("Eli Stern", "can you come"), "forget me")
	for day := letter.AddDate(0, 0, 3); day.Before(letter.AddDate(0, 0, 14)); day = day.AddDate(0, 0, 1) {
		w.pass(day)
	}
	for _, m := range w.mails("Ana Ruiz") {
		if strings.Contains(m.Subject+m.Text, rare) {
			t.Errorf("the coordinator reads it:\nSubject: %s\n\n%s", m.Subject, m.Text)
		}
	}
	w.last("Ana Ruiz", "needs a hand") // the Monday status is among them
	if journal.Len() == 0 {
		t.Error("the log is empty")
	}
	status := w.report()
	if len(status.Mailbox.Inbox) < 4 || len(status.Mailbox.NeedsHand) < 2 {
		t.Errorf("too few fates: %v %v", status.Mailbox, status.Groups[0].Inbox)
	}
	printed := w.printed()
	printed["the log"] = journal.String()
	for name, text := range printed {
		if i := strings.Index(strings.ToLower(text), rare); i >= 0 {
			t.Errorf("%s says: %q", name, text[max(0, i-200):min(len(text), i+40)])
		}
		for _, who := range people {
			if i := strings.Index(text, addressOf(who)); i >= 0 {
				t.Errorf("%s shows %s's address: %q", name, who, text[max(0, i-200):min(len(text), i+40)])
			}
		}
	}
}

// printed is all that the commands show of a group and its mailbox.
func (w *world) printed() map[string]string {
	w.t.Helper()
	o := daemon.Options{Config: w.cfg, Clock: w.clock}
	printed := map[string]string{}
	keep := func(name string, v any, err error) {
		w.t.Helper()
		b, encoding := json.Marshal(v)
		if err != nil || encoding != nil {
			w.t.Fatal(err, encoding)
		}
		printed[name] = string(b)
	}
	status, err := daemon.Status(w.t.Context(), o)
	keep("the status", status, err)
	summary, err := daemon.Summarize(w.t.Context(), o)
	keep("the figures", summary, err)
	lines, err := daemon.Preview(w.t.Context(), o, w.clock.Now().AddDate(0, 1, 0))
	keep("the preview", lines, err)
	for _, public := range []bool{false, true} {
		files, err := daemon.Export(w.t.Context(), o, "", public, daemon.ExportFormats)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, f := range files {
			printed[fmt.Sprintf("%s (public %v)", f.Name, public)] = string(f.Data)
		}
	}
	return printed
}

// TestMailsShowNoAddressOfAnotherMember looks through whole mails as they arrive, with
// their headers and calendar objects: only the coordinator's address is in the others'.
func TestMailsShowNoAddressOfAnotherMember(t *testing.T) {
	w := newWorld(t, begin, "")
	w.pass(begin)
	w.pass(letter)
	says := map[string]string{
		"Ben Okoro": "Yes, I'll be there.\n\nask: who has a good opening question?", "Chiara Neri": "who knows Excel?", "Dana Lind": "share A list of questions",
		"Eli Stern": "Thanks Dana, for the list", "Fay Wong": "topic: ending well", "Hana Ito": "Dana will take my turn",
	}
	for who, words := range says {
		w.reply(who, w.last(who, "13 January"), words)
	}
	for day := letter; day.Before(letter.AddDate(0, 0, 40)); day = day.AddDate(0, 0, 1) {
		w.pass(day)
	}
	met := 0
	for _, who := range people {
		for _, m := range w.mails(who) {
			text := m.Subject + m.Text + m.HTML
			for _, f := range m.Header.All() {
				text += fmt.Sprint(f)
			}
			for _, c := range m.Calendars {
				text += strings.ReplaceAll(string(c), "\r\n ", "")
			}
			met++
			for _, other := range people[1:] { // Ana coordinates
				if other != who && strings.Contains(strings.ToLower(text), addressOf(other)) {
					t.Errorf("%s reads %s's address:\n%s", who, other, text)
				}
			}
		}
	}
	if met < 60 {
		t.Errorf("only %d mails", met)
	}
}
