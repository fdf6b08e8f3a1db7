package daemon

import (
	"context"
	"errors"
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
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) { // its text holds the whole answer, and that may hold a token
		return "", fmt.Errorf("get an access token from %s: the answer was %s %q; if it goes on, ask the provider for a new refresh token", o.TokenURL, refused.Response.Status, refused.ErrorCode)
	}
	if err != nil {
		return "", fmt.Errorf("get an access token from %s: %w", o.TokenURL, err)
	}
	d.token = t
	return t.AccessToken, nil
}
