package mailflow

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"
)

// BounceReport is what a delivery status (RFC 3464), or one of the older forms
// in prose, says about one of our mails.
type BounceReport struct {
	Recipient  string // as we addressed it, where that is told; "" if unknown
	Status     string // enhanced status code (RFC 3463) as "5.1.1"; "" if unknown
	Permanent  bool   // class 5 and given up; a delay or class 4 is not
	Delayed    bool   // still being tried
	MessageID  string // Message-ID of the returned mail without < >; "" if it was not returned
	Diagnostic string // what the other server said, one line, cut to 500 bytes
}

// readBounce finds out whether a mail is a bounce. Prose counts only if there
// are other signs of a machine.
func readBounce(m *Mail, root *part, machine bool) (*BounceReport, string) {
	if status := root.find("message/delivery-status"); status != nil {
		r, failed := readDeliveryStatus(status)
		if !failed {
			return nil, ""
		}
		r.addReturned(root)
		r.addProse(m)
		return r, "delivery status: " + r.Status
	}
	if !machine || !m.bouncesInProse() {
		return nil, ""
	}
	r := &BounceReport{}
	if failed := addresses(m.Header.Raw("X-Failed-Recipients")); len(failed) > 0 {
		r.Recipient = failed[0].Address
	}
	r.addReturned(root)
	r.addProse(m)
	r.Permanent = strings.HasPrefix(r.Status, "5") && !r.Delayed
	return r, "bounce in prose: " + r.Status
}

// readDeliveryStatus reads the first recipient that failed or is delayed.
func readDeliveryStatus(p *part) (*BounceReport, bool) {
	content := decodeTransfer(p.body, p.transfer, MaxHeader)
	for range MaxParts {
		var h Header
		for len(content) > 0 && (content[0] == '\n' || content[0] == '\r') {
			content = content[1:]
		}
		if len(content) == 0 {
			break
		}
		before := len(content)
		if h, content = splitHeader(content); len(content) == before {
			_, content = cutLine(content)
			continue
		}
		action := headerToken(h.Raw("Action"))
		status := statusPattern.FindString(h.Raw("Status"))
		if action == "" && status == "" {
			continue
		}
		if action == "delivered" || action == "relayed" || action == "expanded" || action == "" && strings.HasPrefix(status, "2") {
			continue
		}
		r := &BounceReport{Status: status, Delayed: action == "delayed"}
		if r.Recipient = typedAddress(h.Raw("Original-Recipient")); r.Recipient == "" {
			r.Recipient = typedAddress(h.Raw("Final-Recipient"))
		}
		_, diagnostic, ok := strings.Cut(h.Get("Diagnostic-Code"), ";")
		if !ok {
			diagnostic = h.Get("Diagnostic-Code")
		}
		r.Diagnostic = shorten(diagnostic)
		// Some servers give 5.0.0 as the status and the truth as a diagnostic.
		if r.Status == "" || strings.HasSuffix(r.Status, ".0.0") {
			if better := statusPattern.FindString(r.Diagnostic); better != "" && better[0] != '2' {
				r.Status = better
			} else if r.Status == "" && action == "failed" {
				r.Status = "5.0.0"
			}
		}
		r.Permanent = strings.HasPrefix(r.Status, "5") && !r.Delayed
		return r, true
	}
	return nil, false
}

// typedAddress reads "rfc822;user@example.org" (RFC 3464 2.3.1).
func typedAddress(s string) string {
	_, address, ok := strings.Cut(s, ";")
	if !ok {
		address = s
	}
	address = strings.Trim(strings.TrimSpace(address), "<>")
	if !isBareAddress(address) {
		return ""
	}
	return address
}

// addReturned reads the Message-ID of the mail, or the headers, sent back.
func (r *BounceReport) addReturned(root *part) {
	var returned Header
	if p := root.find("message/rfc822"); p != nil {
		if len(p.children) > 0 {
			returned = p.children[0].header
		} else {
			returned, _ = splitHeader(decodeTransfer(p.body, p.transfer, MaxHeader))
		}
	} else if p := firstOf(root, "text/rfc822-headers", "message/rfc822-headers", "message/global-headers"); p != nil {
		returned, _ = splitHeader(decodeTransfer(p.body, p.transfer, MaxHeader))
	}
	r.fromReturned(returned)
}

func (r *BounceReport) fromReturned(returned Header) {
	if ids := messageIDs(returned.Raw("Message-ID")); r.MessageID == "" && len(ids) > 0 {
		r.MessageID = ids[0]
	}
	if to := addresses(returned.Raw("To")); r.Recipient == "" && len(to) == 1 {
		r.Recipient = to[0].Address
	}
}

func firstOf(root *part, media ...string) *part {
	for _, name := range media {
		if p := root.find(name); p != nil {
			return p
		}
	}
	return nil
}

var (
	statusPattern    = regexp.MustCompile(`\b[245]\.\d{1,3}\.\d{1,3}\b`)
	proseStatus      = regexp.MustCompile(`(?:^|[\s#(\[:;,>-])([45]\.\d{1,2}\.\d{1,3})(?:$|[^.\d])`)
	proseCode        = regexp.MustCompile(`(?:^|[\s#:(])([45]\d\d)[\s:,;)-]`)
	proseMessageID   = regexp.MustCompile(`(?im)^[>\s]*Message-ID:\s*<([^<>\s]+)>`)
	proseTo          = regexp.MustCompile(`(?im)^[>\s]*To:\s*(.+)$`)
	proseInBrackets  = regexp.MustCompile(`(?m)^\s*<([^<>\s@]+@[^<>\s@]+)>(?::|\s|$)`)
	proseOnItsOwn    = regexp.MustCompile(`(?m)^\s*([^<>()\s@:;,"]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+):?(?:\s*\([^)\n]*\))?\s*$`)
	proseAnyAddress  = regexp.MustCompile(`[A-Za-z0-9._%+=-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
	prosePhrases     = regexp.MustCompile(`(?i)qmail-send program|mail delivery software|could not be delivered|couldn't be delivered|wasn't delivered|was not delivered|cannot be delivered|delivery (?:has )?failed|delivery to the following recipients?|did not reach (?:some|the)|undeliverable|permanent(?: fatal)? error|unable to deliver|not delivered to|returned to sender|address not found|konnte nicht zugestellt|n'a pas (?:pu être|été) (?:remis|distribué)|no se (?:pudo|ha podido) entregar|mail system at host|delivery temporarily suspended|message will be retried|delayed`)
	proseNoSuchUser  = regexp.MustCompile(`(?i)user unknown|unknown user|no such (?:user|recipient|mailbox|address|person)|does(?: not|n't) exist|address not found|mailbox (?:not found|unavailable|does)|recipient (?:address )?rejected|recipient not found|invalid (?:recipient|mailbox)|unknown (?:recipient|mailbox|address)|account (?:is )?disabled|no mailbox here`)
	proseFull        = regexp.MustCompile(`(?i)mailbox (?:is )?full|over ?quota|quota exceeded|exceeded (?:the )?(?:storage|quota)`)
	proseDelay       = regexp.MustCompile(`(?i)has been delayed|delivery is delayed|delayed mail|still being retried|will be retried|will keep trying|not yet been delivered|could not be delivered for the last|this is a warning message only|temporarily deferred`)
	proseReturnedCut = regexp.MustCompile(`(?im)^-{2,}.*(?:below this line|copy of the (?:message|mail)|original message|returned message|message header|undelivered message).*$|^original message headers:`)
)

// bouncesInProse says that a machine's mail talks of failed delivery.
func (m *Mail) bouncesInProse() bool {
	if m.Header.Has("X-Failed-Recipients") || isBounceSubject(m.Subject) {
		return true
	}
	local, _, _ := strings.Cut(strings.ToLower(m.From.Address), "@")
	if local != "mailer-daemon" && local != "postmaster" {
		return false
	}
	return prosePhrases.MatchString(m.proseText())
}

func (m *Mail) proseText() string {
	text := m.Text
	if strings.TrimSpace(text) == "" && m.HTML != "" {
		text = renderHTML(m.HTML)
	}
	return text[:min(len(text), 64<<10)]
}

// addProse fills what is still unknown from the text: qmail, Exim, Exchange,
// Postfix and their kin.
func (r *BounceReport) addProse(m *Mail) {
	text := m.proseText()
	said, returned := text, ""
	if at := proseReturnedCut.FindStringIndex(text); at != nil {
		said, returned = text[:at[0]], text[at[1]:]
	}
	if r.MessageID == "" {
		if found := proseMessageID.FindStringSubmatch(text); found != nil {
			r.MessageID = found[1]
		} else if ids := slices.Concat(m.InReplyTo, m.References); len(ids) > 0 {
			r.MessageID = ids[len(ids)-1]
		}
	}
	if r.Recipient == "" {
		r.Recipient = proseRecipient(m, said, returned)
	}
	if r.Diagnostic == "" {
		r.Diagnostic = shorten(diagnosticLine(said))
	}
	if r.Status == "" {
		r.Status = proseStatusOf(said)
	}
	if proseDelay.MatchString(said) && !strings.HasPrefix(r.Status, "5") {
		r.Delayed = true
	}
}

func proseRecipient(m *Mail, said, returned string) string {
	own := map[string]bool{strings.ToLower(m.From.Address): true}
	for _, a := range m.To {
		own[strings.ToLower(a.Address)] = true
	}
	for _, pattern := range []*regexp.Regexp{proseInBrackets, proseOnItsOwn} {
		for _, found := range pattern.FindAllStringSubmatch(said, 20) {
			if !own[strings.ToLower(found[1])] {
				return found[1]
			}
		}
	}
	if to := proseTo.FindStringSubmatch(returned); to != nil {
		if list := addresses(to[1]); len(list) == 1 {
			return list[0].Address
		}
	}
	for _, found := range proseAnyAddress.FindAllString(said, 20) {
		local, _, _ := strings.Cut(strings.ToLower(found), "@")
		if !own[strings.ToLower(found)] && local != "postmaster" && local != "mailer-daemon" {
			if a, err := mail.ParseAddress(found); err == nil {
				return a.Address
			}
		}
	}
	return ""
}

// proseStatusOf guesses the enhanced status from what a server said: the code
// itself, an SMTP reply code, or well-known words.
func proseStatusOf(said string) string {
	if found := proseStatus.FindStringSubmatch(said); found != nil {
		return found[1]
	}
	switch {
	case proseNoSuchUser.MatchString(said):
		return "5.1.1"
	case proseFull.MatchString(said):
		return "4.2.2"
	}
	if found := proseCode.FindStringSubmatch(said); found != nil {
		return found[1][:1] + ".0.0"
	}
	if proseDelay.MatchString(said) {
		return "4.0.0"
	}
	return ""
}

func diagnosticLine(said string) string {
	for line := range strings.Lines(said) {
		if proseStatus.MatchString(line) || proseCode.MatchString(line) || proseNoSuchUser.MatchString(line) || proseFull.MatchString(line) {
			return line
		}
	}
	return ""
}

func shorten(s string) string {
	s = strings.Join(strings.Fields(cleanLine(s)), " ")
	if len(s) > 500 {
		s = strings.ToValidUTF8(s[:500], "")
	}
	return s
}
