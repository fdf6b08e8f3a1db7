package calendar_test

import (
	"fmt"

	"convene/calendar"
)

func ExampleReadReplies() {
	replies, err := calendar.ReadReplies([]byte(`BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:k7f2xq3m
DTSTAMP:20260302T090000Z
ATTENDEE;PARTSTAT=TENTATIVE:mailto:Ben@example.com
COMMENT:I have a train to catch.
END:VEVENT
END:VCALENDAR
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range replies {
		if ben, ok := r.Find("ben@example.com"); ok && ben.Answers() {
			fmt.Println(r.UID, ben.PartStat, r.Comment)
		}
	}
	// Output: k7f2xq3m TENTATIVE I have a train to catch.
}
