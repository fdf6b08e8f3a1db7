package main

import (
	"bytes"
	"fmt"
	"html"
)

// index is a page with every picture, those of one letter side by side.
func index(glances []glance) []byte {
	var b bytes.Buffer
	b.WriteString(`<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>convene: how letters look</title>
<style>
body { margin: 24px; font: 16px/1.5 system-ui, sans-serif; background: #d5d9de; color: #1f2428 }
section { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; margin: 0 0 32px }
h2 { flex-basis: 100%; margin: 0; font-size: 18px }
figure { margin: 0 } figcaption { font-size: 14px }
img { display: block; border: 1px solid #8b949e }
li { color: #8a1c1c }
</style>
<h1>How letters look</h1>
`)
	for _, g := range glances {
		if len(g.pictures) == 0 && len(g.broken) == 0 {
			continue
		}
		fmt.Fprintf(&b, "<section id=\"%s\"><h2><a href=\"pages/%[1]s.html\">%[1]s</a></h2>\n", html.EscapeString(g.name))
		if len(g.broken) > 0 {
			b.WriteString("<ul>")
			for _, line := range g.broken {
				fmt.Fprintf(&b, "<li>%s</li>\n", html.EscapeString(line))
			}
			b.WriteString("</ul>")
		}
		for _, s := range g.pictures {
			fmt.Fprintf(&b, "<figure><img loading=\"lazy\" width=\"%d\" src=\"%s\" alt=\"\"><figcaption>%d px, %s</figcaption></figure>\n",
				s.width, html.EscapeString(s.file(g.name)), s.width, s.mode)
		}
		b.WriteString("</section>\n")
	}
	return b.Bytes()
}
