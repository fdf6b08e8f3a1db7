package config

import (
	"net"
	"net/mail"
	"strconv"
	"time"

	"convene/daemon/schedule"
)

// Config is one checked configuration file.
type Config struct {
	Path         string // of the file itself, as it was given
	Database     string // path of the SQLite file
	TemplatesDir string // directory whose templates replace the built-in ones; "" for none
	Mail         Mail
	Groups       []Group
}

// Group finds a group by its id.
func (c *Config) Group(id string) (Group, bool) {
	for i := range c.Groups {
		if c.Groups[i].ID == id {
			return c.Groups[i], true
		}
	}
	return Group{}, false
}

// Mail is the one mailbox and how to reach it.
type Mail struct {
	Address      mail.Address // the mailbox, and the sender of every letter; Name may be empty
	SMTP, IMAP   Server
	Username     string
	Password     Secret // empty with Auth OAuth2
	PasswordFile string // where it was read from, "" if from the environment
	Auth         Auth
	OAuth2       OAuth2
	CAFile       string // PEM file of certificate authorities to trust instead of the system's; "" for the system's
	Subaddress   string // separator of sub-addresses ("+"), "" where the provider has none
	AuthservID   string // whose Authentication-Results to believe, "" for nobody's
}

// Auth is how convene signs in to the mail servers.
type Auth string

// The ways to sign in.
const (
	AuthPassword Auth = "password"
	AuthOAuth2   Auth = "oauth2"
)

// OAuth2 is how to get an access token where a password is not accepted.
type OAuth2 struct {
	TokenURL     string // https, where tokens are issued (RFC 6749 section 3.2)
	ClientID     string
	ClientSecret Secret // empty for a public client
	RefreshToken Secret
	Scope        string
}

// Server is a mail server.
type Server struct {
	Host string
	Port int
	TLS  TLS
}

// Addr is "host:port" for dialling.
func (s Server) Addr() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// TLS is how a connection is protected.
type TLS string

// The ways to protect a connection. TLSNone is accepted to loopback hosts only.
const (
	TLSImplicit TLS = "implicit" // from the first byte
	TLSStart    TLS = "starttls" // upgraded before signing in, or given up
	TLSNone     TLS = "none"
)

// Group is one [[group]].
type Group struct {
	ID           string // ^[a-z0-9-]{1,40}$, unique in the file
	Name         string
	Purpose      string
	Goals        []string
	GroundRules  []string
	Boundaries   []string
	Zone         *time.Location
	Language     string // lower case, "en"
	Coordinators []mail.Address
	Members      []Member
	Guests       []Guest
	Joining      Joining
	Founding     bool // members are first invited to join
	Meetings     Meetings
	Roles        []string // those that rotate, "facilitator" first
	Letters      Letters
	Digest       schedule.Cron // in the group's zone; zero for no digest
	Practices    map[string]bool
	Closing      Closing
}

// Member finds a member by id.
func (g Group) Member(id string) (Member, bool) {
	for _, m := range g.Members {
		if m.ID == id {
			return m, true
		}
	}
	return Member{}, false
}

// Member is one member of a group.
type Member struct {
	ID       string // ^[a-z0-9-]{1,40}$, unique in the group
	IDGiven  bool   // written in the file; else derived from the name
	Name     string
	Address  string // the local part as written, the domain in lower case
	Zone     *time.Location
	Language string
	Aliases  []string // further addresses from which replies count as this member's
}

// Guest is somebody invited to one meeting.
type Guest struct {
	Name    string
	Address string
	Meeting string // the Occurrence's ID
}

// Joining is how newcomers may join.
type Joining struct {
	Mode  string // JoinClosed, JoinUntil or JoinConsent
	Until int    // with JoinUntil: the last meeting to join before, from 1
}

// The modes of joining.
const (
	JoinClosed  = "closed"
	JoinUntil   = "until"
	JoinConsent = "consent"
)

// Meetings is the plan of a group's meetings and what is common to them.
type Meetings struct {
	Plan     schedule.Spec
	Dates    []schedule.Occurrence // the plan worked out, in the order in which they take place
	Duration time.Duration
	Place    string // a link or a room
	Minimum  int    // below this many coming, the facilitator is asked what to do
	Agenda   string // "circle", "peer-assist", "book" or a template of one's own
	Own      Agenda // of that template
}

// Letters is when mail about a meeting goes out. Days are calendar days before
// the meeting, moved earlier to a working day.
type Letters struct {
	InviteDays int // the calendar invitation
	LetterDays int // the letter
	NudgeDays  int // the reminder to the silent; 0 for none
	Quiet      schedule.Quiet
	Weekends   bool // letters may go out on Saturday and Sunday
}

// Closing is what happens after the last meeting.
type Closing struct {
	ReportTo      []mail.Address
	RetentionDays int // how long members' words are kept after closing
}
