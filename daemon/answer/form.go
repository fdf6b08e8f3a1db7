package answer

// Form is a way of saying something, with an example, for the help mail.
type Form struct {
	Lang    string
	Kind    string // a kind of answer, or the value of a command
	Example string
}

// Forms lists the examples of a language in the order of its word file.
func (x *Lexicon) Forms(lang string) []Form {
	if x == nil {
		return nil
	}
	for _, l := range x.langs {
		if l.code == lang {
			return append([]Form(nil), l.forms...)
		}
	}
	return nil
}
