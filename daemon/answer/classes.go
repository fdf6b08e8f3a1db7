package answer

// classes is a set of word classes.
type classes uint64

// The word classes. A word file gives words and phrases to them; the grammar
// knows only the classes, so a language is added without touching it.
const (
	// People and verbs around the statement.
	cSelf    classes = 1 << iota // I, we; also verb forms of the first person
	cYou                         // you
	cThird                       // he, they, my boss; also verb forms of the third person
	cSay                         // says, told, heard
	cNeg                         // not, never; also in cannot, won't
	cNegHalf                     // one half of a negation in two words: ne, no ... nada
	cAble                        // can, manage, able to
	cWill                        // will, am going to
	cWish                        // would like to, want
	cHedge                       // probably, try, hope, might
	cUnsure                      // maybe, not sure, we'll see: a maybe by itself
	cIf                          // if, unless, depends on
	cAsk                         // words and verbs that begin a question
	cPast                        // was, did, last time
	cBut                         // but, however
	cAnd                         // and, or, as well as
	cOr                          //
	cBecause                     // because, since: the rest is a reason; with cAnd (so, hence) the conclusion
	cBy                          // with, by: what follows may be unknown words
	// Answers by themselves.
	cYes    // yes, sure
	cNo     // no, nope
	cOkay   // ok, fine: may be only an acknowledgement
	cComing // count me in, see you there
	cAbsent // count me out, not available
	cExcuse // ill, travelling, another appointment
	// Predicates.
	cCome    // come, join: ordinary verbs with many meanings
	cAttend  // make it, be there, take part: surely about the meeting
	cFree    // free, available, have time
	cWorks   // works, suits
	cLate    // late, delayed
	cPartial // the first half, leave early
	cLead    // lead, facilitate
	cLeading // my turn is fine: lead, by itself
	cPass    // not leading, pass
	cOther   // somebody else
	cTurn    // my turn, mine, the facilitation
	cSwap    // swap, trade
	cTake    // takes (over)
	cInstead // instead of me, for me
	// Times.
	cOtherDate // next time, another day, the one after
	cMonth
	cWeekday
	cRelday // today, tomorrow
	cNext   // next, as in next Tuesday
	cUntil
	cFrom
	cUnit // day, week, month
	cClock
	// Numbers.
	cNumber
	cOrdinal
	cOutOf // out of, of: 4 out of 5
	cAll   // all, both
	// Politeness and glue.
	cGreet
	cBye
	cThanks // thanks, grateful to
	cFill   // words that change nothing
	cRegret // sorry, unfortunately
	cIrony
	cElse // idioms with a word of the grammar in another meaning: come up with
	// Whole answers with an argument.
	cKeyword
	cCommand
	cWhole // commitment, decision, audience ...: argument "kind value"
	// Who was there.
	cEveryone
	cPresence // attended, was there; with an argument missing|except|only
)

// classNames are the names in word files.
var classNames = map[string]classes{
	"self": cSelf, "you": cYou, "third": cThird, "say": cSay, "neg": cNeg, "neghalf": cNegHalf, "able": cAble, "will": cWill,
	"wish": cWish, "hedge": cHedge, "unsure": cUnsure, "if": cIf, "ask": cAsk, "past": cPast, "but": cBut, "and": cAnd, "or": cOr,
	"because": cBecause, "by": cBy, "yes": cYes, "no": cNo, "okay": cOkay, "coming": cComing, "absent": cAbsent, "excuse": cExcuse,
	"come": cCome, "attend": cAttend, "free": cFree, "works": cWorks, "late": cLate, "partial": cPartial, "lead": cLead, "leading": cLeading,
	"pass": cPass, "other": cOther, "turn": cTurn, "swap": cSwap, "take": cTake, "instead": cInstead, "otherdate": cOtherDate, "month": cMonth,
	"weekday": cWeekday, "relday": cRelday, "next": cNext, "until": cUntil, "from": cFrom, "unit": cUnit, "clock": cClock,
	"number": cNumber, "ordinal": cOrdinal, "outof": cOutOf, "all": cAll, "greet": cGreet, "bye": cBye, "thanks": cThanks, "fill": cFill,
	"regret": cRegret, "irony": cIrony, "else": cElse, "keyword": cKeyword, "command": cCommand, "whole": cWhole, "everyone": cEveryone,
	"presence": cPresence,
}

// argSlot says where the argument of a class is kept.
type argSlot struct {
	index  int
	number bool
}

const (
	slotNumber = iota
	slotOrdinal
	slotMonth
	slotDay // weekday
	slotRelday
	slotUnit
	slotKeyword
	slotCommand
	slotWhole
	slotPresence
	argCount // the number of argument slots of an entry
)

var argSlots = map[classes]argSlot{
	cMonth: {slotMonth, true}, cWeekday: {slotDay, true}, cRelday: {slotRelday, true}, cNumber: {slotNumber, true}, cOrdinal: {slotOrdinal, true},
	cUnit: {slotUnit, false}, cKeyword: {slotKeyword, false}, cCommand: {slotCommand, false}, cWhole: {slotWhole, false}, cPresence: {slotPresence, false},
}
