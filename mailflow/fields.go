package mailflow

import (
	"net/mail"
	"strings"
	"time"
)

func (m *Mail) readHeader() {
	h := m.Header
	m.Subject = strings.TrimSpace(cleanLine(h.Get("Subject")))
	m.Date = parseDate(h.Raw("Date"))
	if ids := messageIDs(h.Raw("Message-ID")); len(ids) > 0 {
		m.MessageID = ids[0]
	}
	m.InReplyTo = messageIDs(h.Raw("In-Reply-To"))
	m.References = messageIDs(strings.Join(h.Values("References"), " "))
	m.From = firstAddress(h.Raw("From"))
	m.Sender = firstAddress(h.Raw("Sender"))
	m.ReplyTo = firstAddress(h.Raw("Reply-To"))
	m.To = addresses(strings.Join(h.Values("To"), ", "))
	m.Cc = addresses(strings.Join(h.Values("Cc"), ", "))
	seen := map[string]bool{}
	for _, f := range h.All() {
		switch strings.ToLower(f.Name) {
		case "delivered-to", "x-original-to", "x-delivered-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "x-real-to":
			for _, a := range addresses(f.Value) {
				if key := strings.ToLower(a.Address); !seen[key] {
					seen[key] = true
					m.DeliveredTo = append(m.DeliveredTo, a.Address)
				}
			}
		}
	}
}

// Author is the address in the topmost From of a raw mail, or "". It looks at the
// header alone and costs next to nothing: it is for sorting mails that have not been
// parsed, and may not be in their first MaxHeader bytes.
func Author(raw []byte) string {
	h, _ := splitHeader(raw[:min(len(raw), MaxHeader)])
	return firstAddress(h.Raw("From")).Address
}

// parseDate reads an RFC 5322 date; anything else gives the zero time.
func parseDate(s string) time.Time {
	if len(s) > 200 {
		return time.Time{}
	}
	for _, try := range []string{s, strings.TrimSpace(stripComments(s))} {
		if t, err := mail.ParseDate(try); err == nil {
			return t
		}
	}
	return time.Time{}
}

// messageIDs finds the ids between angle brackets. Some clients fold inside an
// id or leave the brackets out.
func messageIDs(s string) []string {
	if len(s) > MaxHeader {
		s = s[:MaxHeader]
	}
	var ids []string
	if !strings.Contains(s, "<") {
		for _, word := range strings.Fields(s) {
			if strings.Contains(word, "@") {
				ids = append(ids, strings.Trim(word, ">,;"))
			}
		}
		return ids
	}
	for {
		_, after, ok := strings.Cut(s, "<")
		if !ok {
			return ids
		}
		id, rest, closed := strings.Cut(after, ">")
		if !closed {
			return ids
		}
		id = strings.Join(strings.Fields(id), "")
		if i := strings.LastIndexByte(id, '<'); i >= 0 {
			id = id[i+1:]
		}
		if id != "" {
			ids = append(ids, id)
		}
		s = rest
	}
}

func firstAddress(s string) mail.Address {
	if all := addresses(s); len(all) > 0 {
		return all[0]
	}
	return mail.Address{}
}

// addresses reads an address list: strictly, else every piece on its own, else
// whatever stands between the last angle brackets. Only things with an @ come
// out.
func addresses(s string) []mail.Address {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil
	}
	if len(s) > maxFieldValue {
		cut := strings.LastIndexByte(s[:maxFieldValue], ',')
		s = s[:max(cut, 0)]
	}
	s = toUTF8([]byte(s), "")
	parser := mail.AddressParser{WordDecoder: newWordDecoder()}
	if list, err := parser.ParseList(s); err == nil {
		return cleanAddresses(list)
	}
	var list []*mail.Address
	for _, piece := range splitOutsideQuotes(s, ',') {
		if a, err := parser.Parse(piece); err == nil {
			list = append(list, a)
		} else if a := looseAddress(piece); a != nil {
			list = append(list, a)
		}
	}
	return cleanAddresses(list)
}

func cleanAddresses(list []*mail.Address) []mail.Address {
	clean := make([]mail.Address, 0, len(list))
	for _, a := range list {
		if strings.Contains(a.Address, "@") && cleanLine(a.Address) == a.Address {
			clean = append(clean, mail.Address{Name: strings.TrimSpace(cleanLine(a.Name)), Address: a.Address})
		}
	}
	return clean
}

func looseAddress(s string) *mail.Address {
	name, address := "", strings.TrimSpace(s)
	if open := strings.LastIndexByte(s, '<'); open >= 0 {
		inner, _, _ := strings.Cut(s[open+1:], ">")
		name, address = strings.Trim(strings.TrimSpace(s[:open]), `"' `), strings.TrimSpace(inner)
	}
	if !isBareAddress(address) {
		return nil
	}
	return &mail.Address{Name: decodeWords(name), Address: address}
}

// isBareAddress says that s looks like local@domain and nothing else.
func isBareAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && len(s) <= 320 && !strings.ContainsAny(s, " \t\r\n<>()[],;:\"")
}
