package config

import (
	"bytes"
	"crypto/x509"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// credential is a secret and where it may come from besides the file that the key
// names. The environment outranks that file; what systemd hands over comes last.
type credential struct {
	key    string // in the configuration
	env    string // its value, and with _FILE behind it the file to read it from
	system string // its name among systemd's credentials (LoadCredential=)
	what   string
}

var (
	mailPassword = credential{"password_file", "CONVENE_MAIL_PASSWORD", "mail-password", "the password"}
	refreshToken = credential{"refresh_token_file", "CONVENE_MAIL_REFRESH_TOKEN", "mail-refresh-token", "the refresh token"}
	clientSecret = credential{"client_secret_file", "CONVENE_MAIL_CLIENT_SECRET", "mail-client-secret", "the client secret"}
)

// envCredentials is set by systemd to where the credentials are.
const envCredentials = "CREDENTIALS_DIRECTORY"

const maxSecretFile = 64 << 10

func (r *reading) mail(t *table) Mail {
	m := Mail{Auth: AuthPassword}
	if v := t.values["address"]; v != nil {
		if a, ok := r.address(v, "address"); ok {
			m.Address = a
			if strings.Contains(a.Address, "+") {
				r.errorf(v.line, "use the mailbox's plain address", "the address %s has a +; some calendars drop what follows it", a.Address)
			}
		}
	} else if r.missing(t, "address") {
		r.errorf(t.line, `add address = "groups@example.org", the mailbox that convene reads`, "[mail] has no address")
	}
	m.SMTP = r.server(t, "smtp", map[int]TLS{465: TLSImplicit, 587: TLSStart, 25: TLSStart, 2525: TLSStart})
	m.IMAP = r.server(t, "imap", map[int]TLS{993: TLSImplicit, 143: TLSStart})

	m.Username = m.Address.Address
	if v := t.values["username"]; v != nil {
		if s, ok := r.text(v, "username", maxLine); ok && s != "" {
			m.Username = s
		}
	}
	if v := t.values["auth"]; v != nil {
		if m.Auth = Auth(v.text); m.Auth != AuthPassword && m.Auth != AuthOAuth2 {
			r.errorf(v.line, `write auth = "password" or auth = "oauth2"`, "there is no auth %s", quoted(v.text))
		}
	}
	switch m.Auth {
	case AuthPassword:
		m.Password, m.PasswordFile = r.password(t)
		if v := t.values["oauth2"]; v != nil {
			r.warnf(v.line, `add auth = "oauth2" to [mail], or remove this section`, "[mail.oauth2] is not used")
		}
	case AuthOAuth2:
		if v := t.values["oauth2"]; v != nil {
			m.OAuth2 = r.oauth2(v.table)
		} else if r.missing(t, "oauth2") {
			r.errorf(t.values["auth"].line, "add [mail.oauth2] with token_url, client_id and refresh_token_file", `auth = "oauth2" needs a section [mail.oauth2]`)
		}
	}
	if v := t.values["ca_file"]; v != nil {
		m.CAFile = r.authorities(v)
	}
	if v := t.values["subaddress"]; v != nil {
		switch m.Subaddress = v.text; m.Subaddress {
		case "", "+", "-", "=":
		default:
			r.errorf(v.line, `write subaddress = "+", or leave it out if the provider has no sub-addresses`, "subaddress is %s, but should be one sign", quoted(v.text))
		}
	}
	if v := t.values["authserv_id"]; v != nil {
		if s, ok := r.text(v, "authserv_id", 253); ok {
			if strings.ContainsAny(s, " ;\"()@") {
				r.errorf(v.line, "write the name at the start of Authentication-Results in a mail that your server received", "%s is not a server's name", quoted(s))
			}
			m.AuthservID = s
		}
	}
	return m
}

// server reads smtp_host and smtp_tls, or the same of imap. The first port of a
// kind of TLS is the default.
func (r *reading) server(t *table, which string, ports map[int]TLS) Server {
	hostKey, tlsKey := which+"_host", which+"_tls"
	implicit, start := 465, 587
	if which == "imap" {
		implicit, start = 993, 143
	}
	var s Server
	wanted := t.values[tlsKey]
	if wanted != nil {
		if s.TLS = TLS(wanted.text); s.TLS != TLSImplicit && s.TLS != TLSStart && s.TLS != TLSNone {
			r.errorf(wanted.line, `write "implicit", "starttls" or, to this computer only, "none"`, "there is no %s = %s", tlsKey, quoted(wanted.text))
			s.TLS, wanted = "", nil
		}
	}
	v := t.values[hostKey]
	if v == nil {
		if r.missing(t, hostKey) {
			r.errorf(t.line, fmt.Sprintf(`add %s = "mail.example.org"; the provider's help pages name it`, hostKey), "[mail] has no %s", hostKey)
		}
		return s
	}
	written, ok := r.text(v, hostKey, 260)
	if !ok {
		return s
	}
	if strings.Contains(written, "://") {
		r.errorf(v.line, fmt.Sprintf(`write the name alone, such as %s = "mail.example.org"`, hostKey), "%s = %s is a link, not the name of a server", hostKey, quoted(written))
		return s
	}
	s.Host = strings.Trim(written, "[]") // the brackets of an IPv6 address
	if host, port, err := net.SplitHostPort(written); err == nil {
		if s.Port, err = strconv.Atoi(port); err != nil || s.Port < 1 || s.Port > 65535 {
			r.errorf(v.line, fmt.Sprintf("leave the port out, or write a number, such as %d", start), "%s has a port %s", hostKey, quoted(port))
			return s
		}
		s.Host = host
	}
	if !validHost(s.Host) {
		r.errorf(v.line, fmt.Sprintf(`write a name like %s = "mail.example.org"`, hostKey), "%s = %s is not the name of a server", hostKey, quoted(written))
		return s
	}
	s.Host = strings.ToLower(s.Host)
	switch {
	case s.Port == 0 && s.TLS == "":
		s.Port, s.TLS = implicit, TLSImplicit
	case s.Port == 0 && s.TLS == TLSImplicit:
		s.Port = implicit
	case s.Port == 0:
		s.Port = start
	case s.TLS == "":
		if s.TLS = ports[s.Port]; s.TLS == "" && !t.broken[tlsKey] && t.values[tlsKey] == nil {
			fix := fmt.Sprintf(`add %s = "implicit" or %s = "starttls"`, tlsKey, tlsKey)
			if loopback(s.Host) {
				fix += fmt.Sprintf(`, or "none" as %s is this computer`, s.Host)
			}
			r.errorf(v.line, fix, "port %d does not say how %s is encrypted", s.Port, hostKey)
		}
	}
	if s.TLS == TLSNone && !loopback(s.Host) {
		r.errorf(wanted.line, fmt.Sprintf(`write %s = "implicit" or "starttls"`, tlsKey),
			`%s = "none" would send the password to %s in plain text; that is possible only to this computer`, tlsKey, s.Host)
	}
	return s
}

func validHost(host string) bool {
	if net.ParseIP(host) != nil {
		return true
	}
	if host == "" || len(host) > 253 {
		return false
	}
	for _, label := range strings.Split(strings.TrimSuffix(host, "."), ".") {
		if !hostLabel.MatchString(label) {
			return false
		}
	}
	return true
}

// loopback says whether a host can only be this computer.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// credential finds a secret: in the environment, in the file that the configuration
// names, or among systemd's credentials. found is false if it is in none of them; what
// is wrong with one that is there is reported.
func (r *reading) credential(t *table, c credential) (secret Secret, path string, found bool) {
	v := t.values[c.key]
	if s := r.loader.env(c.env); s != "" {
		return NewSecret(s), "", true
	}
	path, line := r.loader.env(c.env+"_FILE"), 0
	if v != nil && path == "" {
		s, ok := r.text(v, c.key, maxPlace)
		if !ok {
			return Secret{}, "", true
		}
		path, line = r.relative(s), v.line
	}
	if dir := r.loader.env(envCredentials); path == "" && dir != "" {
		if file := filepath.Join(dir, c.system); exists(file) {
			path = file
		}
	}
	if path == "" {
		return Secret{}, "", false
	}
	if r.loader.Offline {
		return Secret{}, path, true
	}
	return r.secret(path, line, c.what), path, true
}

// password is that of the mailbox.
func (r *reading) password(t *table) (Secret, string) {
	secret, path, found := r.credential(t, mailPassword)
	if !found && !r.loader.Offline && (r.missing(t, mailPassword.key) || t.values[mailPassword.key] != nil) {
		r.errorf(t.line, `add password_file = "mail-password" and put the password into that file, or set `+mailPassword.env, "there is no password for the mailbox")
	}
	return secret, path
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// secret reads a secret from a file: everything up to the line end.
func (r *reading) secret(path string, line int, what string) Secret {
	data, err := readLimited(path, maxSecretFile)
	if err != nil {
		r.errorf(line, "create the file with nothing but "+what+" in it, readable by you alone (chmod 600)", "cannot read %s from %s: %s", what, show(path), reason(err))
		return Secret{}
	}
	s := strings.TrimRight(string(data), "\r\n")
	if s == "" {
		r.errorf(line, "put "+what+" into it", "the file %s is empty", show(path))
	} else if strings.ContainsAny(s, "\r\n\x00") {
		r.errorf(line, "put nothing but "+what+" into it, on one line", "the file %s has more than one line", show(path))
		return Secret{}
	}
	// Windows has no such bits, and systemd's credentials are safe by their directory.
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o007 != 0 {
		r.warnf(line, "chmod 600 "+show(path), "everybody on this computer can read %s", show(path))
	}
	return NewSecret(s)
}

func (r *reading) oauth2(t *table) OAuth2 {
	var o OAuth2
	required := func(key string) (*value, string) {
		v := t.values[key]
		if v == nil {
			if r.missing(t, key) {
				r.errorf(t.line, "add "+key+"; the provider gives it when you register an application", "[mail.oauth2] has no %s", key)
			}
			return nil, ""
		}
		s, _ := r.text(v, key, 1000)
		return v, s
	}
	if v, s := required("token_url"); v != nil {
		u, err := url.Parse(s)
		if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
			r.errorf(v.line, `write it like token_url = "https://login.example.org/token"`, "token_url = %s is not an https address", quoted(s))
		}
		o.TokenURL = s
	}
	_, o.ClientID = required("client_id")
	var found bool
	if o.RefreshToken, _, found = r.credential(t, refreshToken); !found && !r.loader.Offline && (r.missing(t, refreshToken.key) || t.values[refreshToken.key] != nil) {
		r.errorf(t.line, `add refresh_token_file = "refresh-token" and put the token into that file, or set `+refreshToken.env, "[mail.oauth2] has no refresh_token_file")
	}
	o.ClientSecret, _, _ = r.credential(t, clientSecret) // public clients have none
	if v := t.values["scope"]; v != nil {
		o.Scope, _ = r.text(v, "scope", 1000)
	}
	return o
}

// authorities checks that a CA file holds certificates.
func (r *reading) authorities(v *value) string {
	s, ok := r.text(v, "ca_file", maxPlace)
	if !ok || s == "" {
		return ""
	}
	path := r.relative(s)
	if r.loader.Offline {
		return path
	}
	data, err := readLimited(path, MaxSize)
	if err != nil {
		r.errorf(v.line, "check the path; without ca_file the system's authorities are trusted", "cannot read ca_file %s: %s", show(path), reason(err))
	} else if !x509.NewCertPool().AppendCertsFromPEM(bytes.TrimSpace(data)) {
		r.errorf(v.line, "give a file with certificates in PEM form (-----BEGIN CERTIFICATE-----)", "ca_file %s holds no certificate", show(path))
	}
	return path
}
