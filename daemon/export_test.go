package daemon

import (
	"context"

	"convene/daemon/answer"
	"convene/daemon/store"
	"convene/mailflow"
)

// Fire is the scheduler's part of a pass, for the benchmarks: it looks at every
// group that is due and then asks when the next one will be.
func (d *Daemon) Fire(ctx context.Context) (int, error) {
	n, err := d.fire(ctx)
	if err != nil {
		return n, err
	}
	_, err = d.nextDue(ctx)
	return n, err
}

// AllWords are the words of every language that ships.
func AllWords() (*answer.Lexicon, error) {
	w, err := shipped()
	if err != nil {
		return nil, err
	}
	return w.lexicon(w.templates.WordLanguages())
}

// Understand does with a raw mail all that is done before a group acts on it: it
// fills the segments into in and reads them. nil is a mail left on the server.
func Understand(raw []byte, in answer.Input) []answer.Answer {
	p := parseOne(store.Incoming{Raw: raw, Size: int64(len(raw))})
	if p.err != nil || p.mail.Kind == mailflow.Automatic || p.mail.Kind == mailflow.Bounce {
		return nil
	}
	p.mail.Authenticated("mx.example.org")
	p.calendar()
	for _, s := range p.words() {
		in.Segments = append(in.Segments, answer.Segment{Quoted: s.Quoted, Text: s.Text})
	}
	return answer.Read(in)
}
