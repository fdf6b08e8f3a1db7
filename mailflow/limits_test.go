package mailflow

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const simpleHead = "From: Maya <maya@example.org>\r\nTo: circle@example.org\r\nSubject: Re: turn\r\n"

func nested(levels int) []byte {
	var b bytes.Buffer
	b.WriteString(simpleHead)
	for i := range levels {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	b.WriteString("Content-Type: text/plain\r\n\r\nyes\r\n")
	return b.Bytes()
}

func manyParts(n int) []byte {
	return []byte(simpleHead + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nyes\r\n", n) + "--b--\r\n")
}

func withBody(media, body string) []byte {
	return []byte(simpleHead + "Content-Type: " + media + "\r\n\r\n" + body)
}

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		raw  []byte
		over bool
	}{
		"raw at":         {append([]byte(simpleHead+"Content-Type: application/pdf\r\n\r\n"), bytes.Repeat([]byte("x"), MaxRaw-200)...), false},
		"raw over":       {append([]byte(simpleHead+"Content-Type: application/pdf\r\n\r\n"), bytes.Repeat([]byte("x"), MaxRaw)...), true},
		"nesting at":     {nested(MaxNesting), false},
		"nesting over":   {nested(MaxNesting + 1), true},
		"nesting far":    {nested(50000), true},
		"rfc822 far":     {[]byte(strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 50000)), true},
		"parts at":       {manyParts(MaxParts - 1), false},
		"parts over":     {manyParts(MaxParts), true},
		"parts far":      {manyParts(500000), true},
		"header at":      {[]byte(simpleHead + "X: " + strings.Repeat("y", MaxHeader-len(simpleHead)-10) + "\r\n\r\nyes"), false},
		"header over":    {[]byte(simpleHead + "X: " + strings.Repeat("y", MaxHeader) + "\r\n\r\nyes"), true},
		"fields over":    {[]byte(simpleHead + strings.Repeat("a:b\r\n", MaxHeader/5) + "\r\nyes"), true},
		"text at":        {withBody("text/plain", strings.Repeat("yes no\r\n", MaxText/8)), false},
		"text over":      {withBody("text/plain", strings.Repeat("yes no\r\n", MaxText/8)+"x"), true},
		"html over":      {withBody("text/html", strings.Repeat("x", MaxText+1)), true},
		"texts over":     {[]byte(simpleHead + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\n"+strings.Repeat("y", MaxText/4)+"\r\n", 5) + "--b--\r\n"), true},
		"calendars over": {[]byte(simpleHead + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: text/calendar\r\n\r\n"+strings.Repeat("x", MaxCalendar)+"\r\n", 3) + "--b--\r\n"), true},
		"calendars at":   {[]byte(simpleHead + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\nContent-Type: text/calendar\r\n\r\n"+strings.Repeat("x", MaxCalendar)+"\r\n", 2) + "--b--\r\n"), false},
		"calendar over":  {withBody("text/calendar", strings.Repeat("x", MaxCalendar+1)), true},
		"big attachment": {withBody("application/octet-stream", strings.Repeat("QUJD", 5<<20)), false},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := Parse(c.raw)
			if errors.Is(err, ErrLimit) != c.over || (err != nil) != c.over {
				t.Fatalf("error %v, want over: %v", err, c.over)
			}
			if m != nil {
				m.NewText()
			}
		})
	}
}

// TestHugeTextsAreKept: where a text is too long to be sorted out, it is all the
// person's, but for what is marked as quoted.
func TestHugeTextsAreKept(t *testing.T) {
	for name, raw := range map[string][]byte{
		"lines":       withBody("text/plain", strings.Repeat("a word\r\n> quoted\r\n", maxLines)+"No, I can't come.\r\n"),
		"HTML lines":  withBody("text/html", strings.Repeat("a word<br>", maxLines)+"<blockquote type=cite>quoted</blockquote>No, I can't come."),
		"HTML":        withBody("text/html", "<p>Hello</p>"+strings.Repeat("<i>a</i>", maxNodes)+"<style>quoted</style><p>No, I can&#39;t come.</p>"),
		"HTML open":   withBody("text/html", "<p>Hello</p>"+strings.Repeat("<i>a</i>", maxNodes)+"<STYLE>a<!-- a<style><p>No, I can&#39;t come."),
		"HTML markup": withBody("text/html", "<p>Hello</p>"+strings.Repeat("<i>", maxNodes)+"<p>No, I can&#39;t come.</p>"),
	} {
		t.Run(name, func(t *testing.T) {
			m, err := Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			text := Joined(m.NewText())
			if !strings.HasSuffix(text, "No, I can't come.") || strings.Contains(text, "quoted") {
				t.Errorf("%d bytes of new text, at the end %q", len(text), text[max(0, len(text)-40):])
			}
		})
	}
}

// hostile are mails made to cost as much as possible, up to the limits for the
// whole raw mail and its text that are given.
func hostile(maxRaw, maxText int) map[string][]byte {
	all := map[string][]byte{
		"newlines":        append([]byte(simpleHead+"Content-Type: multipart/mixed; boundary=b\r\n\r\n"), bytes.Repeat([]byte("\n"), maxRaw-200)...),
		"delimiters":      append([]byte(simpleHead+"Content-Type: multipart/mixed; boundary=b\r\n\r\n"), bytes.Repeat([]byte("\n--c"), (maxRaw-200)/4)...),
		"deep delimiters": append(nested(MaxNesting), bytes.Repeat([]byte("\n--c"), (maxRaw-4000)/4)...),
		"nesting":         nested(MaxNesting),
		"nesting far":     nested(maxRaw / 65),
		"parts":           manyParts(MaxParts - 1),
		"parts far":       manyParts(maxRaw / 13),
		"base64":          append([]byte(simpleHead+"Content-Transfer-Encoding: base64\r\n\r\n"), bytes.Repeat([]byte("!"), maxRaw-200)...),
		"quoted":          append([]byte(simpleHead+"Content-Transfer-Encoding: quoted-printable\r\n\r\n"), bytes.Repeat([]byte("=\n"), (maxRaw-200)/2)...),
		"fields":          []byte(simpleHead + strings.Repeat("a:\n", (MaxHeader-200)/3) + "\n"),
		"addresses":       []byte(simpleHead + "Cc: " + strings.Repeat("a@b,", (MaxHeader-400)/4) + "\n\n"),
		"comments":        []byte("From: " + strings.Repeat("(", MaxHeader-400) + "\n\n"),
		"words":           []byte("From: " + strings.Repeat("=?utf-8?q?a?= ", (MaxHeader-400)/14) + "\nSubject: x\n\n"),
		"references":      []byte(simpleHead + "References: " + strings.Repeat("<", MaxHeader-400) + "\n\n"),
		"params":          []byte(simpleHead + "Content-Type: text/plain" + strings.Repeat(";a*0=b", (MaxHeader-400)/6) + "\n\n"),
		"authres":         []byte(simpleHead + "Authentication-Results: x;" + strings.Repeat(" a=b;", (MaxHeader-400)/5) + "\n\n"),
	}
	for name, unit := range map[string]string{
		"attributions": "On 1 Jan 2026 x wrote:\nnot quoted\n", "colons": "On a:\n", "long colons": "On " + strings.Repeat("a b ", 140) + ":\n", "header fields": "From: a@b\n\n", "header runs": "From: a\nx\n", "dates": "Date: 1\n", "marks": "> a\nb\n", "deep marks": strings.Repeat(">", 500) + "\n", "brackets": "<a@b\n> x\n", "devices": "Sent from my x y\n\n",
		"rules": "---\n", "rules apart": "--\n\n", "greetings": "Best\nAna\n", "fences": "```\n", "signatures": "--\nx\n", "footers": "__\nx\n", "disclaimers": "This e-mail is confidential for the addressee and more words to make it long, delete it\n\n", "blank": "\n", "no breaks": "x", "blanks": " ", "verbs": "wrote wrote wrote wrote wrote:\n\n", "one line": "wrote ", "wide": "é", "blocks": "> a\n\n", "names": "LG\n\n",
	} {
		all["text "+name] = withBody("text/plain; charset=utf-8", strings.Repeat(unit, maxText/len(unit)))
		all["text flowed "+name] = withBody("text/plain; format=flowed; delsp=yes", strings.Repeat(strings.ReplaceAll(unit, "\n", " \n"), maxText/(len(unit)+strings.Count(unit, "\n"))))
	}
	for name, unit := range map[string]string{
		"bold": "<b>", "bold ids": "<b id=%d>", "links": "<a>", "divs": "<div>", "paragraphs": "<p>", "bold paragraphs": "<b id=%d><p>", "ends": "</p></div></b>", "quotes": "<blockquote>", "quotes closed": "<blockquote>a</blockquote>b", "tables": "<table><tr><td>", "cells": "<td>", "lists": "<ul><li>", "open tags": "<", "entities": "&amp;", "attributes": "<p " + strings.Repeat("a=b ", 200) + ">", "comments": "<!--", "breaks": "<br>", "gmail": "<div class=gmail_quote>", "gmail closed": "<div class=gmail_quote>a</div>", "borders": "<div style=border-top:solid>", "borders closed": "<div style=border-top:solid>a</div>", "fonts": "<font color=red>", "styles": "<style>", "formatting": "<p>a<b><i><u>", "text": "a ", "signature": "<div class=gmail_signature>", "pre": "<pre>\n", "form": "<form><p>", "hr": "<hr>From: a@b<br>", "attr": "<div class=moz-cite-prefix>On 1/1/26 x wrote:</div>", "gmail bare": "On 1/1/26 x wrote:<blockquote class=gmail_quote>a</blockquote>",
	} {
		var b bytes.Buffer
		for i := 0; b.Len() < maxText-len(unit)-10; i++ {
			if strings.Contains(unit, "%d") {
				fmt.Fprintf(&b, unit, i)
			} else {
				b.WriteString(unit)
			}
		}
		all["html "+name] = withBody("text/html", b.String())
	}
	return all
}

// TestHostileMailsEnd is about not hanging and not crashing, so a part of the
// size will do: what grows with the square is seen there as well. The benchmark
// below measures the whole.
func TestHostileMailsEnd(t *testing.T) {
	for name, raw := range hostile(MaxRaw/10, MaxText/4) {
		t.Run(name, func(t *testing.T) { understand(raw) })
	}
}

func understand(raw []byte) {
	m, err := Parse(raw)
	if err != nil {
		return
	}
	m.NewText()
	m.Authenticated("mx.example.org")
}

func BenchmarkHostile(b *testing.B) {
	for name, raw := range hostile(MaxRaw, MaxText) {
		b.Run(strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				understand(raw)
			}
		})
	}
}
