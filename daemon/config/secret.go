package config

import "log/slog"

// Secret holds a password or token. However it is printed, logged or encoded it
// shows as stars; only [Secret.Reveal] gives it away.
type Secret struct{ value string }

const stars = "********"

// NewSecret wraps a password.
func NewSecret(s string) Secret { return Secret{s} }

// Reveal is the secret itself, to be handed to a server and to nothing else.
func (s Secret) Reveal() string { return s.value }

// IsZero says whether there is no secret.
func (s Secret) IsZero() bool { return s.value == "" }

// String implements fmt.Stringer with stars.
func (Secret) String() string { return stars }

// GoString implements fmt.GoStringer with stars, for %#v.
func (Secret) GoString() string { return stars }

// MarshalText implements encoding.TextMarshaler with stars, for JSON and TOML.
func (Secret) MarshalText() ([]byte, error) { return []byte(stars), nil }

// LogValue implements slog.LogValuer with stars.
func (Secret) LogValue() slog.Value { return slog.StringValue(stars) }
