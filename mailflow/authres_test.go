package mailflow

import "testing"

func TestAuthenticated(t *testing.T) {
	const id = "mx.example.org"
	for name, c := range map[string]struct {
		from string
		res  []string
		want bool
	}{
		"dmarc":                           {"maya@example.net", []string{"mx.example.org; dmarc=pass (p=REJECT) header.from=example.net"}, true},
		"google":                          {"maya@example.net", []string{`mx.example.org; dkim=pass header.i=@example.net header.s=s1 header.b="HN/zl+3=R"; spf=pass (x: domain of maya@example.net designates 192.0.2.1 as permitted sender) smtp.mailfrom=maya@example.net; dmarc=pass (p=NONE sp=QUARANTINE dis=NONE) header.from=example.net; dara=pass header.i=@example.net`}, true},
		"microsoft":                       {"maya@example.net", []string{"mx.example.org; spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.net; dkim=pass (signature was verified) header.d=example.net;dmarc=pass action=none header.from=example.net;compauth=pass reason=100"}, true},
		"yahoo, last semicolon":           {"maya@example.net", []string{"mx.example.org 1; dkim=pass header.i=@example.net header.s=s; dmarc=pass(p=REJECT) header.from=Example.NET;"}, true},
		"dkim of the parent":              {"maya@mail.example.net", []string{"mx.example.org; dkim=pass header.d=example.net"}, true},
		"spf of a child":                  {"maya@example.net", []string{"mx.example.org; spf=pass smtp.mailfrom=bounce+x=y@b.example.net"}, true},
		"spf with a bare domain":          {"maya@example.net", []string{"mx.example.org; spf=pass smtp.mailfrom=example.net"}, true},
		"ipv6":                            {"maya@example.net", []string{"mx.example.org; iprev=pass policy.iprev=2001:db8::1; dkim=pass header.d=example.net"}, true},
		"quoted local part":               {"maya@example.net", []string{`mx.example.org; spf=pass smtp.mailfrom="a; dmarc=pass"@example.net`}, true},
		"second dkim":                     {"maya@example.net", []string{"mx.example.org; dkim=fail header.d=example.net; dkim=pass header.d=example.net"}, true},
		"dmarc none, dkim aligned":        {"maya@example.net", []string{"mx.example.org; dmarc=none header.from=example.net; dkim=pass header.d=example.net"}, true},
		"id in other case":                {"maya@example.net", []string{"MX.Example.Org; dmarc=pass header.from=example.net"}, true},
		"other server's below":            {"maya@example.net", []string{"mx.example.org; dmarc=pass header.from=example.net", "evil (; x"}, true},
		"other server's above":            {"maya@example.net", []string{"relay.example.com; none", "mx.example.org; dmarc=pass header.from=example.net"}, true},
		"comment that looks like dmarc":   {"maya@example.net", []string{"mx.example.org; spf=fail (bad; dmarc=pass header.from=example.net) smtp.mailfrom=x.com"}, false},
		"local part that looks like dkim": {"maya@example.net", []string{`mx.example.org; spf=fail smtp.mailfrom="a; dkim=pass header.d=example.net"@x.com`}, false},
		"only the topmost of ours":        {"maya@example.net", []string{"mx.example.org; dmarc=fail header.from=example.net", "mx.example.org; dmarc=pass header.from=example.net"}, false},
		"not ours":                        {"maya@example.net", []string{"mx.example.com; dmarc=pass header.from=example.net"}, false},
		"ours as a prefix":                {"maya@example.net", []string{"mx.example.org.evil.com; dmarc=pass header.from=example.net"}, false},
		"no id":                           {"maya@example.net", []string{"dmarc=pass header.from=example.net"}, false},
		"dmarc of another":                {"maya@example.net", []string{"mx.example.org; dmarc=pass header.from=example.com"}, false},
		"dmarc without domain":            {"maya@example.net", []string{"mx.example.org; dmarc=pass"}, false},
		"dmarc failed, dkim passed":       {"maya@example.net", []string{"mx.example.org; dmarc=fail header.from=example.net; dkim=pass header.d=example.net"}, false},
		"dkim of a stranger":              {"maya@example.net", []string{"mx.example.org; dkim=pass header.d=example.com"}, false},
		"suffix without a dot":            {"maya@example.net", []string{"mx.example.org; dkim=pass header.d=myexample.net"}, false},
		"a public suffix":                 {"maya@example.co.uk", []string{"mx.example.org; dkim=pass header.d=co.uk"}, false},
		"a neighbour on shared ground":    {"maya@github.io", []string{"mx.example.org; dkim=pass header.d=evil.github.io"}, false},
		"helo is nothing":                 {"maya@example.net", []string{"mx.example.org; spf=pass smtp.helo=example.net"}, false},
		"none":                            {"maya@example.net", []string{"mx.example.org; none"}, false},
		"open comment":                    {"maya@example.net", []string{"mx.example.org; dmarc=pass header.from=example.net (x"}, false},
		"open string":                     {"maya@example.net", []string{`mx.example.org; dmarc=pass header.from="example.net`}, false},
		"junk after":                      {"maya@example.net", []string{"mx.example.org; dmarc=pass header.from=example.net <"}, false},
		"no equals":                       {"maya@example.net", []string{"mx.example.org; dmarc pass"}, false},
		"property twice":                  {"maya@example.net", []string{"mx.example.org; dmarc=pass header.from=x.com header.from=example.net"}, false},
		"version 2":                       {"maya@example.net", []string{"mx.example.org 2; dmarc=pass header.from=example.net"}, false},
		"two addresses":                   {"maya@example.net>, <x@example.com", []string{"mx.example.org; dmarc=pass header.from=example.net"}, false},
		"nothing there":                   {"maya@example.net", nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := &Mail{Header: Header{fields: []Field{{"From", "Maya <" + c.from + ">"}}}}
			for _, r := range c.res {
				m.Header.fields = append(m.Header.fields, Field{"Authentication-Results", r})
			}
			if got, why := m.Authenticated(id); got != c.want {
				t.Errorf("%v: %s", got, why)
			}
		})
	}
	m := &Mail{Header: Header{fields: []Field{{"Authentication-Results", "spf=pass smtp.mailfrom=example.net; dmarc=pass action=none header.from=example.net"}, {"From", "maya@example.net"}}}}
	if ok, why := m.Authenticated(NoAuthservID); !ok {
		t.Errorf("server without id: %s", why)
	}
	if ok, _ := m.Authenticated(""); ok {
		t.Error("nothing configured, yet authenticated")
	}
	m.Header.fields = append(m.Header.fields, Field{"From", "x@example.com"})
	if ok, _ := m.Authenticated(NoAuthservID); ok {
		t.Error("two From fields, yet authenticated")
	}
}
