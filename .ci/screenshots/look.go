package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// A shot is one picture of a page: how wide, and with whose colours.
type shot struct {
	width int
	mode  string // light, dark or inverted
}

func (s shot) file(name string) string { return fmt.Sprintf("%s-%d-%s.png", name, s.width, s.mode) }

// A phone, and a letter as wide as it gets.
const phone, wide = 360, 640

// allShots are the pictures that can be taken of a page.
var allShots = []shot{{phone, "light"}, {phone, "dark"}, {phone, "inverted"}, {wide, "light"}, {wide, "dark"}, {wide, "inverted"}}

// mostComplaints are told of one page in one width and colour: what is too wide makes what is around it too wide.
const mostComplaints = 5

// glance is what one page showed.
type glance struct {
	name     string
	pictures []shot
	broken   []string
}

// steps are what is done with each page, one after the other. What depends on neither width nor colour is looked
// for once; a step that has nothing to look for is only there for its picture.
var steps = []struct {
	shot
	scheme string // what the system asks for
	before string // run on the page first
	rules  string // see rules.js
}{
	{shot{phone, "light"}, "light", "", "markup layout contrast"},
	{shot{wide, "light"}, "light", "", "layout"},
	{shot{wide, "dark"}, "dark", "", "contrast"},
	{shot{phone, "dark"}, "dark", "", ""},
	{shot{phone, "without style sheet"}, "light", withoutStyle, "layout contrast inverted"},
	{shot{wide, "inverted"}, "light", forced, ""},
	{shot{phone, "inverted"}, "light", "", ""},
}

// look checks one page in every width and colour, and takes the pictures that are wanted of it into dir.
func (t *tab) look(name, text, dir string, wanted []shot) (glance, error) {
	g := glance{name: name, pictures: wanted}
	if err := t.open(text); err != nil {
		return g, err
	}
	for _, s := range steps {
		pictured := slices.Contains(wanted, s.shot)
		if s.rules == "" && s.before == "" && !pictured {
			continue
		}
		if err := t.mode(s.width, s.scheme); err != nil {
			return g, err
		}
		if s.before != "" {
			if err := t.run(s.before); err != nil {
				return g, err
			}
		}
		if s.rules != "" {
			found, err := t.broken(s.rules)
			if err != nil {
				return g, err
			}
			for i, f := range found {
				if i == mostComplaints {
					g.broken = append(g.broken, fmt.Sprintf("%s, %d px, %s: and %d more", g.name, s.width, s.mode, len(found)-i))
					break
				}
				g.broken = append(g.broken, fmt.Sprintf("%s, %d px, %s: %s", g.name, s.width, s.mode, f))
			}
		}
		if pictured {
			png, err := t.picture(s.width, 1)
			if err != nil {
				return g, err
			}
			if err := os.WriteFile(filepath.Join(dir, s.file(g.name)), png, 0o644); err != nil {
				return g, err
			}
		}
	}
	for _, url := range t.requests() {
		g.broken = append(g.broken, fmt.Sprintf("%s: asks the world for %s", g.name, url))
	}
	return g, nil
}
