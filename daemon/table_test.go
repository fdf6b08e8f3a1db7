package daemon

import "testing"

// TestTableDefusesFormulas writes cells that a spreadsheet would compute as text.
func TestTableDefusesFormulas(t *testing.T) {
	got, err := table([][]string{{"topic", "a, b"}, {"=SUM(A1)", "+1"}, {"-1", "@x"}, {"\tx", "\rx"}, {"", "x=1"}, {" =1", "\"=1"}, {"x;=1", "x\t-1"}, {"yes ;-)", "a; - b"}, {"\uff1d1", "\n=1"}, {"2 + 2 = 4", "me@example.org"}})
	if err != nil {
		t.Fatal(err)
	}
	want := "topic,\"a, b\"\r\n'=SUM(A1),'+1\r\n'-1,'@x\r\n'\tx,\"'x\"\r\n,x=1\r\n" +
		"\" '=1\",\"\"\"'=1\"\r\nx;'=1,x\t'-1\r\nyes ;-),a; '- b\r\n'\uff1d1,\"\r\n'=1\"\r\n2 + 2 = 4,me@example.org\r\n"
	if string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
