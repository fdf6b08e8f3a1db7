package mailflow

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// What the markup of particular mail programs says. Names are matched in lower
// case.

// startsHistory: nodes from which on everything is the older mail. Outlook for
// the web and Hotmail mark the place, Zimbra draws a rule with a name, and
// Outlook on a desk sets a header block under a line drawn by a border.
func (n *node) startsHistory() bool {
	switch n.id {
	case "divrplyfwdmsg", "stopspelling", "zwchr", "mail-editor-reference-message-container":
		return true
	}
	if n.attrs["data-marker"] == "__DIVIDER__" || n.attrs["name"] == "quoted-content" {
		return true
	}
	return n.tag == atom.Div && hasTopBorder(n.style) && isHeaderFront(n.front(400))
}

func hasTopBorder(style string) bool {
	i := strings.Index(style, "border-top")
	if i < 0 {
		return false
	}
	value, _, _ := strings.Cut(style[i:], ";")
	return !strings.Contains(value, "none") && !strings.HasSuffix(value, ":0") && !strings.HasSuffix(value, ":0px")
}

// isHeaderFront: the text begins with header fields, of any language.
func isHeaderFront(text string) bool {
	if kind, _ := fieldOf(firstLine(text)); kind != fieldNone {
		return true
	}
	return hasAddress(text) && strings.Count(text, ":") >= 3 && strings.Contains(firstLine(text), ":")
}

// isHistoryContainer: nodes that hold an older mail, its attribution, and maybe
// answers between its parts.
func (n *node) isHistoryContainer() bool {
	if n.tag == atom.Blockquote {
		return false
	}
	switch n.id {
	case "olk_src_body_section", "isreplycontent", "isforwardcontent", "forwardbody1", "replybody1", "yahoo_quoted", "mail-app-auto-quote", "mail-app-auto-default-signature-quote", "qm_original_content", "spark_quote", "ntes-flashmail-quote":
		return true
	}
	if n.attrs["data-marker"] == "__QUOTED_TEXT__" || n.attrs["name"] == "quote" || strings.HasPrefix(n.id, "yahoo_quoted_") {
		return true
	}
	return n.hasClass("gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "zmail_extra", "mail_quote", "mailbird_quote", "front-quote", "cloudhq__gmail_quote", "tutanota_quote", "mail_android_quote", "gmail_extra_quote", "x_gmail_quote", "sh-quoted-content", "moz-forward-container", "quoted-text") || strings.HasSuffix(n.class, "yahoo_quoted")
}

// isSignature: nodes where programs put the signature.
func (n *node) isSignature() bool {
	if n.attrs["data-signatureblock"] == "true" || strings.HasPrefix(n.attrs["data-marker"], "__SIG_") {
		return true
	}
	if strings.Contains(n.id, "signature") || n.id == "applemailsignature" {
		return !strings.HasPrefix(n.id, "x_")
	}
	for _, c := range strings.Fields(n.class) {
		if c == "gmail_signature" || c == "moz-signature" || c == "protonmail_signature_block" || strings.HasSuffix(c, "signature") && c != "nosignature" || c == "gmail_signature_prefix" || c == "sig" {
			return true
		}
	}
	return false
}

// isIndent: a blockquote that only moves text to the right, as the indent
// button of web mailers and Apple Mail makes it.
func (n *node) isIndent() bool {
	s := n.style
	borderless := strings.Contains(s, "border:none") || strings.Contains(s, "border:0") || strings.Contains(s, "border-width:0")
	return borderless && strings.Contains(s, "margin")
}

// invisible: nothing of it is shown; the preview line of our own letters for
// one, when it comes back quoted.
func (n *node) invisible() bool {
	if _, hidden := n.attrs["hidden"]; hidden {
		return true
	}
	if n.style == "" {
		return false
	}
	return strings.Contains(n.style, "display:none") || strings.Contains(n.style, "visibility:hidden") || strings.Contains(n.style, "mso-hide:all")
}

// isStruck: a line goes through it.
func (n *node) isStruck() bool {
	switch n.tag {
	case atom.S, atom.Strike, atom.Del:
		return true
	}
	return strings.Contains(n.style, "line-through")
}

// colour is the text colour that a node sets, or "".
func (n *node) colour() string {
	for _, rule := range strings.Split(n.style, ";") {
		if c, ok := strings.CutPrefix(rule, "color:"); ok {
			return c
		}
	}
	return n.attrs["color"]
}
