package main

import (
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const fine = `<!DOCTYPE html><html lang="en"><head><meta name="color-scheme" content="light dark"><style>
@media (prefers-color-scheme:dark){body{background-color:#15181b !important;color:#e8eaed !important}a{color:#9ec5ff !important}}</style></head>
<body style="margin:0;background-color:#ffffff;color:#1f2428;font:16px/1.5 sans-serif"><div lang="en"><h2>Heading</h2><h3>Below</h3>
<div style="display:none;font-size:1px;color:#fff">Preheader</div>
<table role="presentation"><tr><td><a href="mailto:a@example.org?subject=x" style="display:block;padding:11px;color:#1b4f8f">Reply yes</a></td></tr></table>
<table><tr><th scope="row">5</th><td>three</td></tr></table>
<p>Words <a href="https://example.org/" style="color:#1b4f8f">https://example.org/</a>.</p>BODY</div></body></html>`

// Every rule is broken once, and it is that rule which complains.
func TestRules(t *testing.T) {
	ctx, stop := browser(context.Background())
	defer stop()
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	tab, err := newTab(ctx)
	if err != nil {
		t.Fatal(err)
	}
	with := func(body string) string { return strings.Replace(fine, "BODY", body, 1) }
	without := func(what, instead string) string {
		if !strings.Contains(fine, what) {
			t.Fatalf("%q is not in the page", what)
		}
		return strings.Replace(with(""), what, instead, 1)
	}
	for _, c := range []struct{ name, page, want string }{
		{"fine", with(""), ""},
		{"wide", with(`<div style="width:361px">x</div>`), "360 px, light: wider than the window: 361 px of 360"},
		{"wide on a desk", with(`<style>@media (min-width:600px){section{width:641px}}</style><section>x</section>`), "640 px, light: wider than the window"},
		{"cut off", with(`<div style="overflow:hidden"><p style="width:400px;margin:0">x</p></div>`), "reaches beyond the window"},
		{"wide without the style sheet", without("<style>", "<style>section{max-width:360px;overflow:hidden}") + `<section lang="en" style="width:500px">x</section>`, "without style sheet: wider than the window"},
		{"small", with(`<p style="font-size:13.5px">small</p>`), `text of 13.5 px: "small"`},
		{"low button", without("padding:11px", "padding:4px"), "too low for a thumb"},
		{"faint", with(`<p style="color:#777777">faint</p>`), "contrast 4.48:1, as it is"},
		{"faint ground", with(`<p style="background-color:rgba(0,0,0,0.6)">faint</p>`), "360 px, light: contrast"},
		{"faint in the dark", without("a{color:#9ec5ff !important}", ""), "640 px, dark: contrast"},
		{"faint when inverted", with(`<p style="color:#000;background-color:#767676">faint</p>`), "without style sheet: contrast 3.50:1, inverted"},
		{"no language", without(` lang="en"`, ""), "no lang on <html>"},
		{"no language inside", without(`<div lang="en">`, "<div>"), `no lang below <body>: "Heading"`},
		{"no alt", with(`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`), "image without alt"},
		{"order of headings", without("<h3>Below</h3>", "<h4>Below</h4>"), `heading of level 4 after one of level 2: "Below"`},
		{"two titles", with(`<h1>Title</h1>`), "heading of level 1"},
		{"bare table", without(` scope="row"`, ""), "table without a role or headers"},
		{"table of two minds", with(`<table role="presentation"><tr><th scope="row">5</th></tr></table>`), "table for the looks with headers"},
		{"hidden address", with(`<a href="https://example.org/" style="color:#1b4f8f">here</a>`), `"here" leads to https://example.org/`},
		{"image from outside", with(`<img alt="" src="https://example.org/i.png">`), "asks the world for https://example.org/i.png"},
		{"font from outside", with(`<style>@font-face{font-family:x;src:url(https://example.org/f.woff2)}p{font-family:x}</style>`), "asks the world for https://example.org/f.woff2"},
		{"style from outside", with(`<link rel="stylesheet" href="http://127.0.0.1:1/s.css">`), "asks the world for http://127.0.0.1:1/s.css"},
	} {
		g, err := tab.look(c.name, c.page, t.TempDir(), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(g.broken, "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: want %q, got:\n%s", c.name, c.want, got)
		}
	}
}

// The pictures are as wide as they say, and dark is not light.
func TestPictures(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := browser(context.Background())
	defer stop()
	tab, err := newTab(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tab.look("letter", strings.Replace(fine, "BODY", "", 1), dir, allShots); err != nil {
		t.Fatal(err)
	}
	for _, s := range allShots {
		img := decoded(t, dir, s.file("letter"))
		if w := img.Bounds().Dx(); w != s.width {
			t.Errorf("%v is %d px wide", s, w)
		}
		r, g, b, _ := img.At(1, 1).RGBA()
		if light := r+g+b > 3*0x8000; light != (s.mode == "light") {
			t.Errorf("%v has a corner of %x %x %x", s, r>>8, g>>8, b>>8)
		}
	}
}

func decoded(t *testing.T, dir, file string) image.Image {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// What README.md shows is sharp and small.
func TestKeep(t *testing.T) {
	dir := t.TempDir()
	for _, k := range kept {
		if err := os.WriteFile(filepath.Join(dir, k.page+".html"), []byte(fine), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := browser(context.Background())
	defer stop()
	tab, err := newTab(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := tab.keep(dir, dir); err != nil {
		t.Fatal(err)
	}
	for _, k := range kept {
		img := decoded(t, dir, k.file)
		if w := img.Bounds().Dx(); w != keptScale*k.width {
			t.Errorf("%s is %d px wide", k.file, w)
		}
		if p, ok := img.(*image.Paletted); !ok || len(p.Palette) > keptColors {
			t.Errorf("%s is a %T", k.file, img)
		}
	}
}
