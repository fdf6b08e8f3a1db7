package daemon

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"strings"

	"convene/mailflow/submit"
)

// advice says what to do about a mail server that cannot be used; "" where the error
// says it all. There is no way to do without checking: [mail] ca_file is the way.
func advice(err error) string {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &unknown):
		return "if the server's certificate comes from an authority of your own, name its file as ca_file in [mail]; else somebody may be listening in"
	case errors.As(err, &host):
		return "write the server's name as it stands in its certificate, in smtp_host or imap_host of [mail]"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the server's certificate has to be renewed there, or this machine's clock is wrong"
	case errors.As(err, &alert):
		return "the server may be too old for TLS 1.2, which is the least that convene speaks"
	case errors.As(err, &record):
		return "the server does not speak TLS at that port; for STARTTLS write :587 (smtp_host) or :143 (imap_host)"
	case refusesLogin(err):
		return "look at username in [mail], often the whole address, and at the password; some providers want one made for programs"
	case strings.Contains(err.Error(), "STARTTLS"):
		return "the server offers no TLS at that port; leave the port out for TLS from the start. Nothing is sent without"
	}
	return ""
}

// refusesLogin tells whether a server took neither name nor password: 535 of RFC 4954,
// section 6, or a NO to the login that does not speak of a passing trouble (RFC 5530).
func refusesLogin(err error) bool {
	var submission *submit.Error
	if errors.As(err, &submission) {
		return submission.Phase == submit.PhaseConnect && submission.Code == 535
	}
	text := err.Error()
	return strings.Contains(text, "log in to mailbox: imap: NO") && !strings.Contains(text, "[UNAVAILABLE]")
}
