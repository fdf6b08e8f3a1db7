package templates

import (
	"convene/daemon/group"
	"convene/daemon/sample"
)

// sampleMail is one mail of the made-up group, as Render takes it.
type sampleMail struct {
	name     string
	sections []Section
	frame    string
	data     group.Frame
}

// samples are the mails that the golden files show.
func samples(lang string) []sampleMail {
	var out []sampleMail
	for _, m := range sample.Mails(lang) {
		s := sampleMail{name: m.Name, frame: m.Frame, data: m.Data}
		for _, sec := range m.Sections {
			s.sections = append(s.sections, Section{Name: sec.Template, Data: sec.Data})
		}
		out = append(out, s)
	}
	return out
}
