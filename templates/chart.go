package templates

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// chart is a list in which each item has a bar: what it is of, and how much that is. The text part and whoever
// listens get the figures; the bars are for the eye alone.
type chart struct{ rows []chartRow }

type chartRow struct {
	label, figure []span
	value         float64
}

func (chart) isBlock() {}

// bar stands between label and figure of a list item, and prints nothing. It is as long as value is beside the
// largest of its list; what is below zero has no length.
func bar(value any) (Markdown, error) {
	v := reflect.ValueOf(value)
	var f float64
	switch {
	case v.CanInt():
		f = float64(v.Int())
	case v.CanFloat():
		f = v.Float()
	default:
		return "", fmt.Errorf("a bar needs a number, not a %T", value)
	}
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "", fmt.Errorf("a bar cannot be %v long", f)
	}
	mark := Markdown(rune(barMark))
	return mark + shield(strconv.FormatFloat(f, 'g', -1, 64)) + mark, nil
}

// asChart reads a list of which every item has one bar.
func asChart(l list) (chart, bool) {
	var c chart
	for _, item := range l.items {
		if len(item) != 1 {
			return chart{}, false
		}
		p, _ := item[0].(paragraph)
		at := slices.IndexFunc(p.text, func(s span) bool { return s.bar != "" })
		if at < 0 || slices.ContainsFunc(p.text[at+1:], func(s span) bool { return s.bar != "" }) {
			return chart{}, false
		}
		v, _ := strconv.ParseFloat(p.text[at].bar, 64)
		c.rows = append(c.rows, chartRow{slices.Clone(p.text[:at]), slices.Clone(p.text[at+1:]), v})
	}
	return c, len(c.rows) > 0
}

// list is the chart without its bars.
func (c chart) list() list {
	var l list
	for _, r := range c.rows {
		l.items = append(l.items, []block{paragraph{text: slices.Concat(r.label, r.figure)}})
	}
	return l
}

// share is the length of a row's bar in percent of the longest.
func (c chart) share(r chartRow) int {
	most := 0.0
	for _, r := range c.rows {
		most = max(most, r.value)
	}
	if r.value <= 0 {
		return 0
	}
	return max(1, int(math.Round(100*r.value/most)))
}

func (w *htmlWriter) chart(c chart) {
	long := slices.ContainsFunc(c.rows, func(r chartRow) bool { return length(plain(r.label, w.lang.quotes)) > keyWidth })
	labelStyle := barLabel
	if long {
		labelStyle = strings.Replace(labelStyle, "white-space:nowrap;", "", 1)
	}
	w.printf(`<table width="100%%" cellpadding="0" cellspacing="0" border="0" style="%s">`+"\n", chartStyle)
	for _, r := range c.rows {
		label := strings.TrimRight(w.inline(r.label), ": "+nbsp)
		w.printf(`<tr><th scope="row" style="%s">%s</th><td style="%s">%s</td><td width="100%%" style="%s">`, labelStyle, label, barFigure, w.inline(r.figure), barCell)
		if share := c.share(r); share > 0 {
			w.printf(`<table role="presentation" aria-hidden="true" width="%d%%" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="%s" style="%s">&nbsp;</td></tr></table>`, share, barColour, barStyle)
		}
		w.printf("</td></tr>\n")
	}
	w.printf("</table>\n")
}
