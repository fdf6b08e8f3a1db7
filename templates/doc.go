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
//	- `no`: I can't come
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
// Raw HTML, images, tables and code blocks do not exist here: what the text
// part cannot say does not belong in a letter.
package templates
