// Package templates holds the wording of every letter and turns it into mail.
//
// A language is a directory: one Markdown file for each section (coming.md,
// ballot.md ...), the frames around them (letter.md, note.md), and words.txt
// with the words in which members may reply. A file is Go text/template over
// Markdown:
//
//	Subject: {{shortwhen .Start}}: your turn to lead?
//	Preheader: An optional sentence for the list of mails.
//
//	## {{number .N}}Can you come and lead?
//	Reply with one:
//	- [`yes`: I'll come and lead]({{mailto .Address .Token "yes"}} "button")
//	- [`no`: I can't come]({{mailto .Address .Token "no"}} "button")
//
// Rules for whoever writes one:
//
//   - A new line in the source is a new line in the letter; an empty line
//     begins a paragraph. Write a paragraph in one long line.
//   - A line with actions that print nothing ({{if}} and {{end}} alone on a line,
//     a comment, an empty value) leaves no trace, not even an empty line.
//   - Values are text, whatever they contain. They never meet the Markdown
//     parser, so a member who writes "# Hello" or "<b>" is quoted, not obeyed.
//     A value in a quotation ("> {{.Words}}") keeps its line breaks; anywhere
//     else they become spaces.
//   - A list whose items begin with `code` is a list of choices: "- `yes`: I'll
//     come" (words to reply with) or "- `A` Ending well" (letters of a ballot).
//     A choice wrapped in a link with the title "button" can be tapped in HTML.
//   - A list whose items have a {{bar .N}} between what they are of and their
//     figure is a chart: "- {{daymonth .At}}: {{bar .N}}{{.N}} people".
//   - A paragraph of nothing but links with the title "button" is a row of
//     buttons; the text part leaves it out.
//   - Other `code` is a word to write, and is put between the language's
//     quotation marks.
//   - "---" begins the small print.
//   - {{foot}} begins a paragraph of a frame that a section leaves out with the
//     line "Footer: none" beside its subject.
//   - {{body}} and {{subject}} in a frame stand for its sections and for the
//     subject of the first of them.
//
// Functions, each in the words of its language:
//
//	date .T        Tuesday 10 March            shortdate .T   Tue 10 March
//	when .T        Tuesday 10 March, 16:00     shortwhen .T   Tue 10 March, 16:00
//	at .T          Tuesday 10 March at 16:00   by .T          Wednesday noon
//	daymonth .T    10 March                    weekday .T     Tuesday
//	month .T       March                       year .T        2026
//	clock .T       16:00                       hours .T .T    16:00 to 17:30
//	zone .T        Lagos                       city .S        Lagos, of Africa/Lagos
//	list .L        Ana, Ben and Chiara         either .L      Ana, Ben or Chiara
//	semicolons .L  a; b; c                     times .N       twelve times
//	count .N       seven                       Count .N       Seven
//	ordinal .N     3rd                         decimal .F     3.7
//	of .Name       "de Ben", "d'Ana"
//	figure .S      a number as the language writes it: 0.5, or 0,5
//	plural .N "meeting" "meetings"             plus .N 1      a sum
//	capital .S     the first letter large      stop .S        ends with a full stop
//	quoted .S      between quotation marks     number .N      "1. " of an ask, "" for 0
//	link .S        a web address, in full      email .S       a mail address
//	bar .N         nothing in the text part, in HTML a bar as long as .N
//	copy .S        lines to copy as they are, in a paragraph of their own
//	mailto .Address "subject" "body"           for the address of a button
//
// A time is shown in the zone of its Location; a time that is not set is an
// error, so that no letter speaks of the year 1.
//
// Raw HTML, images, tables and code blocks of Markdown do not exist here: what the
// text part cannot say does not belong in a letter.
package templates
