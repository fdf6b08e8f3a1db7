package answer_test

import (
	"strings"
	"testing"
)

// structures are sentences whose meaning hangs on how they are built, not on
// single words: ask, meaning, text. Meanings are those of the independent lines.
const structures = `
coming	unclear	Perhaps on Thursday instead
coming	unclear	Vielleicht am 24.
coming	unclear	Peut-être la prochaine fois
coming	maybe	Maybe, I'll know on Thursday
coming	unclear	I'll let you know
coming	unclear	Ich melde mich
coming	unclear	Je te dirai
coming	no	leider nicht am Dienstag
coming	no	Martedì purtroppo no
coming	late	No podré estar hasta las 17
coming	late	I can't be there until 5
coming	late	Kann erst ab 16:30
coming	late	Je peux à partir de 16h30
coming	late	Posso a partir das quatro e meia
coming	late	Ci sono dalle 16:30
coming	late	Vanaf half vijf kan ik
coming	late	Prima delle 16:30 non riesco, poi arrivo
coming	late	Um vier geht nicht, um fünf schon
coming	no	can't, dentist
coming	no	can't dentist
coming	no	kann nicht zahnarzt
coming	no	no puedo dentista
coming	late	Start without me, I'll be there at 16:20
coming	late	Commencez sans moi, j'arrive à 16h20
coming	late	Begin zonder mij, ik ben er om 16:20
coming	late	I'll be ten minutes late, ok?
coming	yes	Yes, maybe 20 of us will fit
coming	yes	I'll be there but may have to go at five
coming	yes	Would I miss that? Never! I'll be there.
coming	no	Sim, tinha dito que ia, mas já não posso
coming	no	Ja, ich hatte zugesagt, aber ich kann doch nicht
coming	no	Ana no puedo ir
coming	unclear	Ana no puede ir
coming	less	Don't send me so many mails
coming	less	No me manden tantos mensajes
coming	less	Too many mails, I never forget it anyway
coming	unclear	Ya
coming	unclear	Das passt mir gar nicht, dass es online ist
coming	no	Ik kom dus niet
coming	late	Ben er wel maar niet op tijd
coming	no	I can't come, my sister is moving
coming	no	Sorry, can't make it. My mother is visiting.
coming	yes	Sure. Could you send me the link?
coming	yes	I'm coming, but please be patient with my English
coming	maybe	Maybe yes, maybe no
coming	maybe	If I find a babysitter I'll come, otherwise not
coming	unclear	🤔
coming	yes	Sorry, I meant yes
coming	no	Entschuldige, das war ein Nein
coming	yes	Perdón, quería decir que sí
coming	no	Pardon, je voulais dire non
coming	unclear	I never meant yes
coming	yes	I mean that I'll come.
coming	no	I meant to come but I can't
coming	no	Quería decir que no puedo ir
coming	no	no thanks, that week I am in hospital
coming	yes	Akkoord, ich nehme teil
coming	maybe	É provável que sim, mas só tenho a certeza na segunda
coming	late	Solo la segunda mitad
coming	late	Only the second half
coming	yes	Only the first half
coming	no	I'd have loved to, but we fly to Lisbon that morning
coming	no	J'aurais adoré, mais on déménage
turn	no	I can neither lead nor come
turn	maybe	Maybe
coming	unclear	Plutôt à 18h
turn	unclear	Has Ana agreed to lead?
turn	unclear	Hana leads on the 10th?
turn	unclear	Ana leads very well
turn	unclear	Ana dirige muy bien
turn	swap:hana	Hana leads on the 10th
turn	swap:hana	Wir haben getauscht, Hana leitet am 10.
turn	unclear	Hana leads on the 24th
turn	swap:dana	I asked Dana, she takes my turn
turn	swap:dana	Habe mit Dana gesprochen, sie übernimmt meine Runde
turn	swap:dana	Ya quedé con Dana, ella toma mi turno
turn	swap:dana	Ho sentito Dana, lei prende il mio turno
turn	unclear	Dana can't, she takes my turn another day
turn	no	I can't come, hope somebody can take over
turn	lead	Thought about hiding, but no, I'll lead
`

// TestStructures reads them: each must be understood, none may be recorded wrong.
func TestStructures(t *testing.T) {
	lex := lexicon(t, languages...)
	n := 0
	for _, line := range strings.Split(structures, "\n") {
		cols := strings.SplitN(line, "\t", 3)
		if len(cols) != 3 {
			continue
		}
		n++
		switch f := judge(lex, cols[0], cols[1], cols[2]); {
		case f.wrong > 0:
			t.Errorf("%q [%s] is recorded wrong, want %s", cols[2], cols[0], cols[1])
		case f.understood+f.back == 0:
			t.Errorf("%q [%s] is not understood, want %s", cols[2], cols[0], cols[1])
		}
	}
	if n < 50 {
		t.Errorf("only %d sentences were read", n)
	}
}
