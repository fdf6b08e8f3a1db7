package answer_test

import (
	"testing"

	"convene/daemon/answer"
)

// TestWithWhomSomethingIsShared: what is for one member is for nobody else, and a
// word that points to other words is not what is shared.
func TestWithWhomSomethingIsShared(t *testing.T) {
	lex := lexicon(t, languages...)
	for text, want := range map[string]string{
		"Share with Ana only: silence works":                             `0 share @ana "silence works"`,
		"Share only with Ana: silence works":                             `0 share @ana "silence works"`,
		"Share this with Ana: silence works":                             `0 share @ana "silence works"`,
		"Teile nur mit Ana: Stille hilft":                                `0 share @ana "Stille hilft"`,
		"Bitte teilen, nur mit Ana: Stille hilft":                        `0 share @ana "Stille hilft"`,
		"Comparte solo con Ana: el silencio ayuda":                       `0 share @ana "el silencio ayuda"`,
		"Partage avec Ana seulement : le silence aide":                   `0 share @ana "le silence aide"`,
		"Share with Ana only\nsilence works":                             "0 ask_back unclear",
		"Share with Ana only that silence works better than advice does": "0 ask_back unclear",
		"Share with all but Ana: it hurts":                               "0 ask_back unclear",
		"Share with Ana and Dana: it helps":                              "0 ask_back unclear",
		"share what I did with Ana":                                      "0 ask_back unclear",
		"share what I have tried in these weeks with Ana: it helps":      `0 share "what I have tried in these weeks with Ana: it helps"`,
		"Share with my boss only: silence works":                         "0 ask_back unclear",
		"Share with Ana":                                                 "0 ask_back unclear",
		"Share with Ana only":                                            "0 ask_back unclear",
		"Share only with the coordinators: it hurts":                     "0 ask_back unclear",
		"Teile das nur mit Ana":                                          "0 ask_back unclear",

		"Actually share that": "0 ask_back unclear",
		"share that":          "0 ask_back unclear",
		"Teile das":           "0 ask_back unclear",
		"Comparte eso":        "0 ask_back unclear",
		"Partage ça":          "0 ask_back unclear",
		"Partage cela":        "0 ask_back unclear",

		"share":                                  `0 share`,
		"share this":                             `0 share`,
		"share: silence works":                   `0 share "silence works"`,
		"share: that":                            `0 share "that"`,
		"Share with the group: silence works":    `0 share "silence works"`,
		"Share with all: Ana helped me: a lot":   `0 share "Ana helped me: a lot"`,
		"share silence works better than advice": `0 share "silence works better than advice"`,
		"share: with Ana I learned this: listen": `0 share "with Ana I learned this: listen"`,
		"Teile mit der Gruppe: Stille hilft":     `0 share "Stille hilft"`,
		"Comparte con el grupo: el silencio":     `0 share "el silencio"`,
		"Partage avec le groupe : le silence":    `0 share "le silence"`,
	} {
		got := full(answer.Read(answer.Input{Segments: []answer.Segment{{Text: text}}, People: members, Self: "ben", Now: now, Lexicon: lex}))
		if got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}
