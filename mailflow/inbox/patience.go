package inbox

import "time"

const (
	// attempts is how often a mail by itself may fail to arrive before it is handed
	// over as unreadable, so that one mail cannot hold up all others.
	attempts = 3
	// Such a mail is tried again, once each time, after waits that grow from
	// firstAgain to mostAgain: a server that is slow or in trouble for a day fails to
	// deliver mails that are as good as any.
	firstAgain = time.Hour
	mostAgain  = 6 * time.Hour
)

// trouble is what is remembered of a mail that did not arrive.
type trouble struct {
	failed int           // times that it failed by itself
	wait   time.Duration // from the last time it was given up to the next attempt; 0 before
	until  time.Time     // when that is
}

// resting tells whether a mail was given up and is not to be tried yet.
func (c *Client) resting(uid uint32) bool {
	t := c.troubles[uid]
	return t != nil && machineTime().Before(t.until)
}

// hopeless tells whether a mail has failed often enough to be handed over unread.
func (c *Client) hopeless(uid uint32) bool {
	t := c.troubles[uid]
	return t != nil && t.wait == 0 && t.failed >= attempts
}

// failed counts that a mail did not arrive by itself. One that was given up before is
// given up again at once: its reader knows of it.
func (c *Client) failed(uid uint32) {
	t := c.troubles[uid]
	if t == nil {
		t = &trouble{}
		c.troubles[uid] = t
	}
	t.failed++
	if t.wait > 0 {
		c.giveUp(uid)
	}
}

// giveUp leaves a mail alone for some time.
func (c *Client) giveUp(uid uint32) {
	t := c.troubles[uid]
	t.wait = min(max(firstAgain, 2*t.wait), mostAgain)
	t.until = machineTime().Add(t.wait)
}
