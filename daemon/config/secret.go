package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret holds a password or token. However it is printed, logged or encoded it
// shows as stars; only [Secret.Reveal] gives it away. Compare two with
// [Secret.Equal] or reflect.DeepEqual.
type Secret struct {
	// A pointer, because fmt looks into unexported fields without asking the
	// methods below, and then prints an address.
	value *string
}

const stars = "********"

// NewSecret wraps a password.
func NewSecret(s string) Secret { return Secret{&s} }

// Reveal is the secret itself, to be handed to a server and to nothing else.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsZero says whether there is no secret.
func (s Secret) IsZero() bool { return s.Reveal() == "" }

// Equal says whether two secrets are the same.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String is stars.
func (Secret) String() string { return stars }

// Format implements fmt.Formatter with stars, whatever the verb.
func (Secret) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, stars) // fmt's own writer does not fail
}

// MarshalText implements encoding.TextMarshaler with stars, for JSON and TOML.
func (Secret) MarshalText() ([]byte, error) { return []byte(stars), nil }

// LogValue implements slog.LogValuer with stars.
func (Secret) LogValue() slog.Value { return slog.StringValue(stars) }
