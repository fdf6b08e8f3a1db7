package mailflow

import (
	"html"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const letterHTML = `<p>Hello Maya,</p><p>Tuesday 10 March, 16:00.</p><ol><li>Can you come and lead?</li><li>What shall we do?</li></ol><p><a href="mailto:circle@example.org?body=Yes" style="color:#0b57d0">Reply yes: I'll come</a></p>`

// How mail programs build a reply in HTML. OWN stands for the person's words,
// LETTER for ours.
var htmlClients = map[string]string{
	"gmail":                 `<div dir="ltr">OWN</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Tue, Mar 10, 2026 at 4:00 PM Tuesday Coaches &lt;<a href="mailto:circle@example.org">circle@example.org</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">LETTER</blockquote></div>`,
	"gmail in a new tongue": `<div dir="ltr">OWN</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Mar 10 Mei 2026 ekhaya Tuesday Coaches &lt;circle@example.org&gt; ubhale:<br></div><blockquote class="gmail_quote">LETTER</blockquote></div>`,
	"gmail signature":       `<div dir="ltr">OWN<br clear="all"><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature">Maya Member<br>+49 30 1234567</div></div><br><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 10, 2026 at 4:00 PM Tuesday Coaches &lt;circle@example.org&gt; wrote:</div><blockquote class="gmail_quote">LETTER</blockquote></div>`,
	"gmail forward":         `<div dir="ltr">OWN<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <b>Tuesday Coaches</b> &lt;circle@example.org&gt;<br>Date: Tue, Mar 10, 2026<br>Subject: turn<br>To: maya@example.org<br></div><br><br>LETTER<blockquote>older</blockquote></div></div>`,
	"apple mail":            `<html><body style="overflow-wrap: break-word;">OWN<br><div><br><blockquote type="cite"><div>On 10 Mar 2026, at 16:00, Tuesday Coaches &lt;circle@example.org&gt; wrote:</div><br class="Apple-interchange-newline"><div>LETTER</div></blockquote></div><br></body></html>`,
	"iphone":                `<html><body dir="auto">OWN<br><br><div dir="ltr">Sent from my iPhone</div><div dir="ltr"><br><blockquote type="cite">On 10 Mar 2026, at 16:00, Tuesday Coaches &lt;circle@example.org&gt; wrote:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">LETTER</div></blockquote></body></html>`,
	"thunderbird":           `<html><body><p>OWN</p><div class="moz-cite-prefix">On 10.03.26 16:00, Tuesday Coaches wrote:<br></div><blockquote type="cite" cite="mid:a@example.org">LETTER</blockquote><div class="moz-signature">-- <br>Maya Member<br>Coach</div></body></html>`,
	"outlook desk":          `<html><body lang=EN-GB><div class=WordSection1><p class=MsoNormal>OWN<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>From:</b> Tuesday Coaches &lt;circle@example.org&gt;<br><b>Sent:</b> 10 March 2026 16:00<br><b>To:</b> Maya<br><b>Subject:</b> turn<o:p></o:p></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>LETTER</div></body></html>`,
	"outlook new tongue":    `<html><body><div class=WordSection1><p class=MsoNormal>OWN</p><div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>Oddiwrth:</b> Tuesday Coaches [mailto:circle@example.org]<br><b>Anfonwyd:</b> 10 Mawrth 2026<br><b>At:</b> Maya<br><b>Pwnc:</b> tro</p></div>LETTER</div></body></html>`,
	"outlook web":           `<html><body dir="ltr"><div class="elementToProof">OWN</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> Tuesday Coaches &lt;circle@example.org&gt;<br><b>Sent:</b> Tuesday<br><b>To:</b> Maya<br><b>Subject:</b> turn</font><div>&nbsp;</div></div><div>LETTER</div></body></html>`,
	"outlook ios":           `<html><body><div dir="ltr">OWN</div><div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg"><b>From:</b> a<br></div><div>LETTER</div></body></html>`,
	"outlook mac":           `<html><body><div><p class="MsoNormal">OWN</p><div id="mail-editor-reference-message-container"><div><div style="border:none;border-top:solid #B5C4DF 1.0pt"><p><b>From: </b>Tuesday Coaches &lt;circle@example.org&gt;<br><b>Date: </b>Tuesday<br></p></div>LETTER</div></div></div></body></html>`,
	"yahoo":                 `<html><body><div class="yahoo-style-wrap"><div dir="ltr">OWN</div><div><br></div></div><div id="yahoo_quoted_123" class="yahoo_quoted"><div><div>On Tuesday, March 10, 2026 at 04:00:00 PM GMT+1, Tuesday Coaches &lt;circle@example.org&gt; wrote: </div><div><br></div><div>LETTER</div></div></div></body></html>`,
	"proton":                `<div style="font-family: Arial;">OWN</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Sent with <a href="https://proton.me/">Proton Mail</a> secure email.</div></div><div class="protonmail_quote">On Tuesday, March 10th, 2026 at 4:00 PM, Tuesday Coaches &lt;circle@example.org&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">LETTER</blockquote><br></div>`,
	"zimbra":                `<html><body><div style="font-family: arial"><div>OWN</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>"Tuesday Coaches"<br><b>To: </b>"Maya"<br></div><div data-marker="__QUOTED_TEXT__">LETTER</div></div></body></html>`,
	"zoho":                  `<div>OWN</div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- On Tue, 10 Mar 2026 16:00:00 +0100 <b>Tuesday Coaches &lt;circle@example.org&gt;</b> wrote ----</div><blockquote class="zmail_extra_quote">LETTER</blockquote></div>`,
	"hotmail of old":        `<body class='hmmessage'><div dir='ltr'>OWN<br><div><hr id="stopSpelling">Date: Tue, 10 Mar 2026 16:00:00 +0100<br>Subject: turn<br>From: circle@example.org<br>To: maya@example.org<br><br>LETTER</div></div></body>`,
	"mail.ru":               `<HTML><BODY><p>OWN</p><br>Вторник, 10 марта 2026, 16:00 +03:00 от Tuesday Coaches &lt;circle@example.org&gt;:<br><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;"><div class="js-helper js-readmsg-msg">LETTER</div></blockquote></BODY></HTML>`,
	"yandex":                `<div>OWN</div><div> </div><div>10.03.2026, 16:00, "Tuesday Coaches" &lt;circle@example.org&gt;:</div><blockquote>LETTER</blockquote>`,
	"gmx":                   `<html><body><div style="font-family: Verdana"><div>OWN</div><div name="quote" style="margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;"><div style="margin:0 0 10px 0;"><b>Gesendet:</b> Dienstag, 10. März 2026 um 16:00 Uhr<br><b>Von:</b> "Tuesday Coaches" &lt;circle@example.org&gt;<br><b>An:</b> maya@example.org<br><b>Betreff:</b> turn</div><div name="quoted-content">LETTER</div></div></div></body></html>`,
	"qq":                    `<div>OWN</div><div><br></div><div><div style="font-size: 12px;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: 12px;background:#efefef;"><div><b>发件人:</b>&nbsp;"Tuesday Coaches" &lt;circle@example.org&gt;;</div><div><b>发送时间:</b>&nbsp;2026年3月10日(星期二) 下午4:00</div><div><b>收件人:</b>&nbsp;"Maya";</div><div><b>主题:</b>&nbsp;turn</div></div><div>LETTER</div></div>`,
	"netease":               `<div>OWN</div><br><pre>At 2026-03-10 16:00:00, "Tuesday Coaches" &lt;circle@example.org&gt; wrote:</pre><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid">LETTER</blockquote>`,
	"samsung":               `<html><body dir="auto"><div dir="auto">OWN</div><div id="composer_signature" dir="auto">Sent from my Galaxy</div><div><br></div><div style="font-size:100%;color:#000000"><!-- originalMessage --><div>-------- Original message --------</div><div>From: Tuesday Coaches &lt;circle@example.org&gt; </div><div>Date: 10/03/2026  16:00  (GMT+01:00) </div><div>To: maya@example.org </div><div>Subject: turn </div></div>LETTER</body></html>`,
	"horde":                 `<p>OWN</p><p>Quoting Tuesday Coaches &lt;circle@example.org&gt;:</p><blockquote style="border-left:2px solid blue;margin-left:2px;padding-left:12px;" type="cite">LETTER</blockquote>`,
	"roundcube":             `<html><body><p>OWN</p><p id="reply-intro">On 2026-03-10 16:00, Tuesday Coaches wrote:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">LETTER</blockquote></body></html>`,
	"one div":               `<div>OWN<br><br>On Tue, 10 Mar 2026 at 16:00, Tuesday Coaches &lt;circle@example.org&gt; wrote:<br><br>LETTER</div>`,
	"k-9":                   `<html><body>OWN<br>-- <br>Maya<br><br><div class="gmail_quote">Am 10. März 2026 16:00:12 MEZ schrieb Tuesday Coaches &lt;circle@example.org&gt;:<blockquote class="gmail_quote" style="margin: 0pt 0pt 0pt 0.8ex;">LETTER</blockquote></div></body></html>`,
	"android of old":        `<p dir="ltr">OWN</p><div class="gmail_quote">On 10 Mar 2026 16:00, "Tuesday Coaches" &lt;<a href="mailto:circle@example.org">circle@example.org</a>&gt; wrote:<br type="attribution"><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">LETTER</blockquote></div>`,
	"quote then signature":  `<p>OWN</p><div class="moz-cite-prefix">On 10.03.26 16:00, Tuesday Coaches wrote:</div><blockquote type="cite">LETTER</blockquote><p>-- <br>Maya Member</p>`,
}

func htmlMail(markup string) *Mail {
	return &Mail{Subject: "Re: Your turn to lead? (k7f2x)", HTML: markup}
}

func TestHTMLOfManyClients(t *testing.T) {
	for name, form := range htmlClients {
		t.Run(name, func(t *testing.T) {
			form = strings.ReplaceAll(form, "LETTER", letterHTML)
			checkNew(t, htmlMail(strings.ReplaceAll(form, "OWN", "Yes, I'll come.")), "Yes, I'll come.")
			checkNew(t, htmlMail(strings.ReplaceAll(form, "OWN", "Yes,<br>I'll <b>come</b> &amp; lead.<br><br>On Monday I met Leo.")), "Yes,\nI'll come & lead.\n\nOn Monday I met Leo.")
			checkNew(t, htmlMail(strings.ReplaceAll(form, "OWN", "")), "")
			for _, own := range ownTexts {
				if strings.Contains(own, "> ") || strings.Contains(own, "  ") {
					continue // a mark would be read as one; blanks fold
				}
				var divs, breaks strings.Builder
				for l := range strings.SplitSeq(own, "\n") {
					l = html.EscapeString(l)
					breaks.WriteString(l + "<br>")
					if l == "" {
						l = "<br>"
					}
					divs.WriteString("<div>" + l + "</div>")
				}
				checkNew(t, htmlMail(strings.ReplaceAll(form, "OWN", divs.String())), own)
				checkNew(t, htmlMail(strings.ReplaceAll(form, "OWN", breaks.String())), own)
			}
		})
	}
}

func TestHTMLInline(t *testing.T) {
	for name, c := range map[string]struct {
		html string
		want []Segment
	}{
		"gmail": {`<div dir="ltr"><div>Dear all</div><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 10, 2026 at 4:00 PM T &lt;c@example.org&gt; wrote:<br></div><blockquote class="gmail_quote"><p>1. How near?</p></blockquote><div>4</div><blockquote class="gmail_quote"><p>2. What helped?</p></blockquote><div>the pairs</div><blockquote class="gmail_quote"><p>Thank you</p></blockquote></div></div>`,
			[]Segment{{"", "Dear all"}, {"1. How near?", "4"}, {"2. What helped?", "the pairs"}}},
		"gmail, with an address and a date": {`<div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 10, 2026 at 4:00 PM T &lt;c@example.org&gt; wrote:<br></div><blockquote class="gmail_quote"><p>1. Where?</p></blockquote><div>Ask leo@example.net</div><blockquote class="gmail_quote"><p>2. When?</p></blockquote><div>On 10.03.2026</div><blockquote class="gmail_quote"><p>Thank you</p></blockquote></div>`,
			[]Segment{{"1. Where?", "Ask leo@example.net"}, {"2. When?", "On 10.03.2026"}}},
		"head never closed": {`<html><head><meta charset=utf-8><style>p{}</style><body><p>Yes</p>`, []Segment{{"", "Yes"}}},
		"thunderbird": {`<div class="moz-cite-prefix">On 10.03.26 16:00, T wrote:<br></div><blockquote type="cite" cite="mid:x"><p>1. How near?</p></blockquote><p>4</p><blockquote type="cite" cite="mid:x"><p>2. What helped?<br></p></blockquote>the pairs<br><blockquote type="cite" cite="mid:x"></blockquote>`,
			[]Segment{{"1. How near?", "4"}, {"2. What helped?", "the pairs"}}},
		"apple": {`<div><blockquote type="cite"><div>On 10 Mar 2026, at 16:00, T &lt;c@example.org&gt; wrote:</div><div>1. How near?</div></blockquote><div>4</div><blockquote type="cite"><div>2. What helped?</div></blockquote>the pairs</div>`,
			[]Segment{{"On 10 Mar 2026, at 16:00, T <c@example.org> wrote:\n1. How near?", "4"}, {"2. What helped?", "the pairs"}}},
		"outlook in red": {`<p class=MsoNormal>Please see my answers below in red.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> T &lt;c@example.org&gt;<br><b>Sent:</b> now<br><b>To:</b> M<br><b>Subject:</b> s</p></div><p class=MsoNormal>1. How near?</p><p class=MsoNormal><span style='color:red'>4, <b>nearly</b></span></p><p class=MsoNormal>2. What helped?</p><p class=MsoNormal><span style='color:#C00000'>the pairs</span></p><p><a style="color:#0b57d0" href="mailto:x">Reply yes</a></p><p>Thank you</p>`,
			[]Segment{{"", "Please see my answers below in red."}, {"From: T <c@example.org>\nSent: now\nTo: M\nSubject: s\n1. How near?", "4, nearly"}, {"2. What helped?", "the pairs"}}},
		"coloured in the quote, nothing above": {`<div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 10, 2026 at 4:00 PM T &lt;c@example.org&gt; wrote:</div><blockquote class="gmail_quote"><p>1. How near?</p><p><font color="#0000ff">4</font></p><p>2. What helped?</p><p><font color="blue">the pairs</font></p><p>Bye</p></blockquote></div>`,
			[]Segment{{"1. How near?", "4"}, {"2. What helped?", "the pairs"}}},
		"no colours without a hint": {`<p>Yes</p><blockquote type="cite"><p style="color:red">Attention!</p><p>a</p><p>b</p></blockquote>`, []Segment{{"", "Yes"}}},
		"colours everywhere":        {`<p>see below</p><blockquote type="cite"><p style="color:red">Attention!</p><p style="color:blue">a</p><p>b</p></blockquote>`, []Segment{{"", "see below"}}},
		"indented, not quoted":      {`<div>My points:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>come</div><div>lead</div></blockquote>`, []Segment{{"", "My points:\n\ncome\nlead"}}},
		"gmail's quote button":      {`<div dir="ltr">Rilke:<blockquote class="gmail_quote" style="border-left:1px solid">Live the questions</blockquote>So yes.</div>`, []Segment{{"", "Rilke:\n\nLive the questions\n\nSo yes."}}},
		"ordered list":              {`<ol><li>yes<li>A C</ol><ol start="3"><li><p>the pairs</p></li></ol>`, []Segment{{"", "1. yes\n2. A C\n\n3. the pairs"}}},
		"table":                     {`<table><tr><td>1</td><td>yes</td></tr><tr><td>2</td><td>no</td></tr></table>`, []Segment{{"", "1 yes\n2 no"}}},
		"emoji as picture":          {`<div>ok <img alt="👍" src="cid:x"> <img alt="logo" src="cid:y"></div>`, []Segment{{"", "ok 👍"}}},
		"hidden and style":          {`<style>p{color:red}</style><title>t</title><script>x()</script><div style="display:none">preview</div><p>Yes</p><!-- no --><p hidden>no</p>`, []Segment{{"", "Yes"}}},
		"struck through":            {`<p><s>Yes, I come</s> No, sorry</p><del>or yes</del><p><span style="text-decoration: line-through">or</span><strike>yes</strike></p><blockquote type="cite"><s>old</s></blockquote>`, []Segment{{"", "No, sorry"}}},
		"broken markup":             {`<div><b>Yes<div>I come</b></div></span></p><p>and <i>lead<p>ok</div></div></table><td>end`, []Segment{{"", "Yes\nI come\n\nand lead\n\nok\n\nend"}}},
		"typed into the signature":  {`<div id="Signature">Yes, I will come and lead the next one.</div>`, []Segment{{"", "Yes, I will come and lead the next one."}}},
		"typed into the prefix":     {`<div class="moz-cite-prefix">I will come.<br>On 10.03.26 16:00, T wrote:<br></div><blockquote type="cite"><p>Hello</p></blockquote>`, []Segment{{"", "I will come."}}},
		"marks in markup":           {"<p>Yes</p><p>" + strings.ReplaceAll(attr, "<", "&lt;") + "</p><p>&gt; Hello<br>&gt; Maya</p><p>and no</p>", []Segment{{"", "Yes"}, {"Hello\nMaya", "and no"}}},
		"preformatted":              {"<pre>1: 4\n2: yes\n\nBye</pre>", []Segment{{"", "1: 4\n2: yes\n\nBye"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, htmlMail(c.html).NewText()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlainOrHTML(t *testing.T) {
	for name, c := range map[string]struct{ text, html, want string }{
		"both say the same":       {"Yes *now*\n\n" + attr + "\n> Hello", `<p>Yes <b>now</b></p><div class="moz-cite-prefix">` + strings.ReplaceAll(attr, "<", "&lt;") + `</div><blockquote type="cite">Hello</blockquote>`, "Yes *now*"},
		"plain lost its marks":    {"Yes\n\nTuesday Coaches ubhale\n\nHello Maya, can you come and lead?", `<p>Yes</p><div class="gmail_quote"><div class="gmail_attr">Tuesday Coaches ubhale:</div><blockquote class="gmail_quote">Hello Maya, can you come and lead?</blockquote></div>`, "Yes"},
		"plain is a stub":         {"This mail is in HTML. Please use a client that supports it.", `<p>Yes</p>`, "Yes"},
		"plain is blank":          {"\n\n", `<p>Yes</p>`, "Yes"},
		"html is blank":           {"Yes", `<html><body></body></html>`, "Yes"},
		"plain lost the strokes":  {"Yes\n\nNo, sorry", `<p><s>Yes</s></p><p>No, sorry</p>`, "No, sorry"},
		"all of it struck":        {"Yes", `<p><s>Yes</s></p>`, ""},
		"an empty stroke":         {"Yes *now*", `<p>Yes <b>now</b><s> </s></p>`, "Yes *now*"},
		"answers only in colours": {attr + "\n\n> 1. How near?\n> 4\n", `<blockquote type="cite"><p>1. How near?</p><p style="color:red">4</p></blockquote>`, "4"},
	} {
		t.Run(name, func(t *testing.T) {
			m := &Mail{Subject: "Re: x", Text: c.text, HTML: c.html}
			if got := Joined(m.NewText()); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestHTMLDeepIndentEnds(t *testing.T) {
	deep := strings.Repeat("<blockquote>", 250) + strings.Repeat("<p>Yes &gt;&gt; here &lt;&lt;</p>", 5000)
	if got := htmlMail(deep).NewText(); len(got) != 1 || !strings.HasPrefix(got[0].Text, "Yes >> here <<") {
		t.Errorf("%d segments", len(got))
	}
}
