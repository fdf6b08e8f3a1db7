package answer

// namedIn reports whether another member is named in a fact.
func (r *reader) namedIn(f fact) bool {
	for i := f.start; i < f.end; i++ {
		if m, ok := r.mention(i); ok && !r.self(m) && (r.toks[i].upper || !r.tagged(i)) {
			return true
		}
	}
	return false
}

// hopesItIsFine reports whether a..b says that something is all right: then the
// hope before it doubts nothing ("komme später, ich hoffe, das ist okay").
func (r *reader) hopesItIsFine(a, b int) bool {
	if b-a > 8 {
		return false
	}
	fine := false
	for i := a; i < b; i++ {
		if r.any(i, cAttend|cComing|cAbsent|cNeg|cSelf) {
			return false
		}
		fine = fine || r.any(i, cOkay|cWorks)
	}
	return fine
}
