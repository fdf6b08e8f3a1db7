package mailflow

import (
	"strconv"
	"strings"
)

// answersInside gathers answers that were typed into the older mail: pick says
// which lines are such and what they say. They count only if they are the
// exception there.
func (s *sorter) answersInside(pick func(line) (string, bool)) []Segment {
	picked, all := 0, 0
	for i, l := range s.lines {
		if !l.blank() && s.isOlder(i) {
			all++
			if _, ok := pick(l); ok {
				picked++
			}
		}
	}
	if picked == 0 || picked*2 > all {
		return nil
	}
	var segments []Segment
	var quoted, answer []string
	flush := func() {
		if len(answer) > 0 {
			segments = append(segments, Segment{Quoted: strings.Trim(strings.Join(quoted, "\n"), "\n"), Text: strings.Join(answer, "\n")})
			quoted, answer = nil, nil
		}
	}
	for i, l := range s.lines {
		if !s.isOlder(i) {
			continue
		}
		if text, ok := pick(l); ok {
			answer = append(answer, text)
			continue
		}
		if !l.blank() {
			flush()
		}
		quoted = append(quoted, l.text)
	}
	flush()
	return segments
}

func (s *sorter) isOlder(i int) bool { return s.verdicts[i] == quote || s.verdicts[i] == history }

// signedBy picks lines that begin with the writer's name in brackets, as
// Outlook marks comments: "[Maya Member] yes".
func signedBy(writer string) func(line) (string, bool) {
	name := strings.ToLower(strings.TrimSpace(writer))
	first, _, _ := strings.Cut(name, " ")
	return func(l line) (string, bool) {
		if name == "" || !strings.HasPrefix(l.text, "[") {
			return "", false
		}
		who, text, ok := strings.Cut(l.text[1:], "]")
		who = strings.ToLower(strings.TrimSpace(who))
		text = strings.TrimSpace(text)
		return text, ok && text != "" && (who == name || who == first)
	}
}

// pointsBelow says that the person refers to answers further down.
func pointsBelow(text string) bool {
	if len(text) > 2000 {
		return false
	}
	lower := " " + strings.ToLower(text) + " "
	for _, hint := range []string{"below", "inline", "in line", "in-line", "in red", "in blue", "in green", "in colour", "in color", "in purple", "in bold", "in the text", "unten", "in rot", "in blau", "in grün", "farbig", "im text", "ci-dessous", "en rouge", "en bleu", "dans le texte", "abajo", "en rojo", "en azul", "en el texto", "abaixo", "em vermelho", "em azul", "sotto", "in rosso", "in blu", "nel testo", "hieronder", "in het rood", "in het blauw", "in de tekst", "poniżej", "na czerwono", "níže", "červeně", "nedan", "i rött", "nedenfor", "med rødt", "alla ", "punaisella", "ниже", "красным", "нижче", "aşağıda", "kırmızı", "παρακάτω", "alább", "pirossal", "mai jos", "cu roșu", "如下", "红色", "紅色", "赤字", "以下", "아래", "빨간", "أدناه", "بالأحمر", "למטה", "באדום"} {
		if strings.Contains(lower, hint) {
			return true
		}
	}
	return false
}

// isVivid says whether a CSS colour stands out from black, grey and white.
func isVivid(colour string) bool {
	r, g, b, ok := parseColour(strings.ToLower(strings.TrimSpace(colour)))
	if !ok {
		return false
	}
	return max(r, g, b)-min(r, g, b) >= 80
}

var namedColours = map[string][3]int{
	"red": {255, 0, 0}, "blue": {0, 0, 255}, "green": {0, 128, 0}, "navy": {0, 0, 128}, "purple": {128, 0, 128}, "maroon": {128, 0, 0}, "teal": {0, 128, 128}, "olive": {128, 128, 0},
	"fuchsia": {255, 0, 255}, "magenta": {255, 0, 255}, "lime": {0, 255, 0}, "orange": {255, 165, 0}, "darkred": {139, 0, 0}, "darkblue": {0, 0, 139}, "darkgreen": {0, 100, 0}, "crimson": {220, 20, 60},
	"royalblue": {65, 105, 225}, "brown": {165, 42, 42}, "orangered": {255, 69, 0}, "dodgerblue": {30, 144, 255}, "violet": {238, 130, 238}, "indigo": {75, 0, 130}, "aqua": {0, 255, 255}, "cyan": {0, 255, 255}, "pink": {255, 192, 203},
}

func parseColour(s string) (r, g, b int, ok bool) {
	if c, named := namedColours[s]; named {
		return c[0], c[1], c[2], true
	}
	if hex, is := strings.CutPrefix(s, "#"); is {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		v, err := strconv.ParseUint(hex, 16, 32)
		if err != nil || len(hex) != 6 {
			return 0, 0, 0, false
		}
		return int(v >> 16 & 255), int(v >> 8 & 255), int(v & 255), true
	}
	if inner, is := strings.CutPrefix(s, "rgb"); is {
		inner = strings.Trim(inner, "a() ")
		parts := strings.FieldsFunc(inner, func(r rune) bool { return r == ',' || r == ' ' || r == '/' })
		if len(parts) < 3 {
			return 0, 0, 0, false
		}
		var v [3]int
		for i := range v {
			n, err := strconv.Atoi(parts[i])
			if err != nil || n < 0 || n > 255 {
				return 0, 0, 0, false
			}
			v[i] = n
		}
		return v[0], v[1], v[2], true
	}
	return 0, 0, 0, false
}
