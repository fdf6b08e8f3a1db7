package daemon

import (
	"context"
	"fmt"

	"golang.org/x/oauth2"
)

// accessToken gets a fresh OAuth 2 access token for the mail servers (RFC 6749
// section 6).
func (d *Daemon) accessToken(ctx context.Context) (string, error) {
	o := d.cfg.Mail.OAuth2
	c := oauth2.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret.Reveal(), Endpoint: oauth2.Endpoint{TokenURL: o.TokenURL}}
	if o.Scope != "" {
		c.Scopes = []string{o.Scope}
	}
	d.tokenMu.Lock()
	defer d.tokenMu.Unlock()
	if d.token == nil {
		d.token = &oauth2.Token{RefreshToken: o.RefreshToken.Reveal()}
	}
	t, err := c.TokenSource(ctx, d.token).Token()
	if err != nil {
		return "", fmt.Errorf("get an access token from %s: %w", o.TokenURL, err)
	}
	d.token = t
	return t.AccessToken, nil
}
