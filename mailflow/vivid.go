package mailflow

import (
	"strconv"
	"strings"
)

// vividAnswers gathers answers that were typed into the older mail in another
// colour, as Outlook's people do. Only whole lines count, and only if they are
// the exception there.
func (s *sorter) vividAnswers() []Segment {
	vivid, all := 0, 0
	for i, l := range s.lines {
		if !l.blank() && (s.verdicts[i] == quote || s.verdicts[i] == history) {
			all++
			if l.vivid {
				vivid++
			}
		}
	}
	if vivid == 0 || vivid*2 > all {
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
		if s.verdicts[i] != quote && s.verdicts[i] != history {
			continue
		}
		if l.vivid {
			answer = append(answer, l.text)
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
