package wiretap

import (
	"crypto/tls"
	"crypto/x509"

	"convene/mailflow/postoffice"
)

// Flaw is a server whose TLS is not to be trusted, and what its client trusts.
type Flaw struct {
	Server *tls.Config
	Roots  *x509.CertPool // nil: the system's
}

// Flaws are all ways in which the TLS of a server called host can be wrong, by name.
func Flaws(host string) (map[string]Flaw, error) {
	past := postoffice.Validity{From: postoffice.Always.From, Until: postoffice.Always.From.AddDate(1, 0, 0)}
	coming := postoffice.Validity{From: postoffice.Always.Until.AddDate(-1, 0, 0), Until: postoffice.Always.Until}
	ours, err := NewAuthority(postoffice.Always)
	if err != nil {
		return nil, err
	}
	theirs, err := NewAuthority(postoffice.Always)
	if err != nil {
		return nil, err
	}
	old, err := NewAuthority(past)
	if err != nil {
		return nil, err
	}
	flaws := map[string]Flaw{}
	for _, f := range []struct {
		name     string
		signs    *Authority
		validity postoffice.Validity
		host     string
		trusts   *x509.CertPool
		version  uint16
	}{
		{"expired", ours, past, host, ours.Pool(), 0},
		{"not yet valid", ours, coming, host, ours.Pool(), 0},
		{"wrong name", ours, postoffice.Always, "elsewhere.example.org", ours.Pool(), 0},
		{"no name", ours, postoffice.Always, "", ours.Pool(), 0},
		{"unknown authority", theirs, postoffice.Always, host, ours.Pool(), 0},
		{"an authority that expired", old, postoffice.Always, host, old.Pool(), 0},
		{"nobody the system knows", ours, postoffice.Always, host, nil, 0},
		{"TLS 1.0 only", ours, postoffice.Always, host, ours.Pool(), tls.VersionTLS10},
		{"TLS 1.1 only", ours, postoffice.Always, host, ours.Pool(), tls.VersionTLS11},
	} {
		server, err := f.signs.Certificate(f.validity, f.host)
		if err != nil {
			return nil, err
		}
		if f.version != 0 {
			server.MinVersion, server.MaxVersion = f.version, f.version
		}
		flaws[f.name] = Flaw{server, f.trusts}
	}
	alone, _, err := postoffice.Certificate(postoffice.Always, host)
	if err != nil {
		return nil, err
	}
	flaws["self-signed"] = Flaw{alone, ours.Pool()}
	return flaws, nil
}
