package answer

// Read gives the answers in a reply, in the order of the text. There is always
// at least one: KindNothing when nothing was said.
func Read(in Input) []Answer {
	return nil
}
