package demo

var hana = character{
	Name: "Hana Sato", Address: "hana@example.org", Zone: "Europe/Lisbon", Language: "en", Program: outlook, Layout: inHTML, Sign: "Hana",
	About:  "goes on vacation twice; her auto-responder answers then, and nobody takes it for her word; wants to see what is stored about her",
	Clicks: 0.7, PartStat: "ACCEPTED", Leads: 0.9, Votes: byWords,
	Away:  []span{{"2026-02-16", "2026-03-01"}, {"2026-04-27", "2026-05-17"}},
	Tired: "I'll come, but can someone else lead?",
	Says: map[question][]string{
		aboutJoining:  {"Yes, please."},
		aboutNewcomer: {"yes"},
		aboutComing:   {"Yes, I will come.", "Only the first half, I'm afraid."},
		aboutTurn:     {"Yes, I'll come and lead.", "Yes."},
		aboutStepIn:   {"Yes, I can."},
		aboutSwap:     {"Yes, no problem."},
		aboutFew:      {"go"},
		aboutSure:     {"yes"},
		aboutThoughts: dealt,
		aboutHopes:    {"1: I want to hear how others do it.\n2: To hear what is not said.\n3: Calm, mostly."},
		aboutCharter:  {"agree"},
		aboutDeeds:    {"done", "dropped"},
		aboutFeedback: {"Ben: Calm. When you are lost you say so, and that helps me."},
		aboutPulse:    {"5"},
		aboutHealth:   {"1: 5\n2: 5\n3: 4"},
		aboutGoals:    {"revise"},
		aboutThanks:   {"Thanks Jonas, for summing us up so kindly."},
		aboutTheEnd:   {"1: 5\n2: The patience in this group.\n3: I was away twice and never felt behind.\n4: The letters. Keep them short.\n5: yes"},
		aboutMeaning:  {"Yes, I'm coming."},
	},
	Ideas: []string{"Listening below the words", "Coaching when you are tired yourself"},
	Notes: []string{
		"Listening below the words: what did the voice do?\nJonas offered to sum up next time.",
		"We heard what was not said, twice.",
	},
	Fresh: []fresh{
		{At: "2026-01-09T20:30", Subject: "A book", Text: "read: The long book of silence"},
		{At: "2026-03-12T20:15", Subject: "What do you keep?", Text: "my data"},
	},
}

var priya = character{
	Name: "Priya Nair", Address: "priya@example.com", Zone: "Europe/London", Language: "en", Program: phone, Layout: onTop,
	About:  "asks before she joins; sends a thumbs-up or something unclear from her phone, is asked back, and then says it plainly",
	Clicks: 0.3, PartStat: "TENTATIVE", Leads: 0.7, Votes: byWords, Thanks: true, Busy: []string{"2026-03-10"},
	Tired: "Can someone else lead? I'll come though.",
	Says: map[question][]string{
		aboutJoining:  {"Who else will be there?", "Yes, please!"},
		aboutComing:   {"👍", "Yes, see you then", "Ask me again on Monday, the trains are a mess", "I'm in"},
		aboutTurn:     {"Yes, I'll lead", "Can someone else lead? I'll come though."},
		aboutStepIn:   {"OK, I'll do it"},
		aboutSwap:     {"yes"},
		aboutThoughts: dealt,
		aboutHopes:    {"1: I am new to this.\n2: Confidence. I have been coaching for a year only.\n3: Questions that only beginners ask."},
		aboutCharter:  {"object: Ask before advising. Sometimes I want to be told.", "agree"},
		aboutDeeds:    {"partly", "done"},
		aboutPulse:    {"3", "4", "5"},
		aboutHealth:   {"1: 5\n2: 5\n3: 3"},
		aboutThanks:   {"Thanks Hana, for waiting with me when I had no words."},
		aboutTheEnd:   {"1: 4\n2: Being allowed to be new.\n3: Trains. I called in from the platform.\n4: nothing, really\n5: yes"},
		aboutMeaning:  {"Sorry! Yes, I'm coming."},
	},
	Ideas: []string{"Being new and saying so", "Notes or no notes?"},
	Notes: []string{
		"We said what it is like to be new.\nEverybody was, once.",
		"Notes or no notes: half of us write to look busy.",
	},
	Fresh: []fresh{
		{At: "2026-01-29T22:15", Subject: "Yesterday", Text: "Thanks Hana, for asking me what I already knew."},
		{At: "2026-02-26T21:50", Subject: "Help", Text: "Who knows something about improvisation?"},
		{At: "2026-04-23T21:30", Subject: "Still smiling", Text: "share: I told a client that I did not know. She said: good, then we are two."},
	},
}

var dana = character{
	Name: "Dana Lind", Address: "dana@example.org", Zone: "Europe/Stockholm", Language: "en", Program: gmail, Layout: onTop, Sign: "Dana",
	About:  "pauses for a month, comes back, leaves in May, and at the end asks to be forgotten",
	Clicks: 0.8, PartStat: "ACCEPTED", Leads: 0.8, Votes: byLetters,
	Tired: "Can someone else lead? I'm coming.",
	Says: map[question][]string{
		aboutJoining:  {"I want to join"},
		aboutComing:   {"Yes, I'm coming", "I'll be there"},
		aboutTurn:     {"Yes, I'll do it"},
		aboutStepIn:   {"Yes, I can"},
		aboutSwap:     {"yes"},
		aboutFew:      {"go"},
		aboutSure:     {"yes"},
		aboutThoughts: dealt,
		aboutHopes:    {"1: A friend is in a group like this.\n2: To ask one question at a time.\n3: I can draw what we talk about."},
		aboutCharter:  {"agree"},
		aboutDeeds:    {"done"},
		aboutPulse:    {"4", "3"},
		aboutHealth:   {"1: 3\n2: 4\n3: 4"},
		aboutGoals:    {"keep"},
		aboutMeaning:  {"Yes, I'm coming."},
	},
	Notes: []string{"I drew it: a river with two banks.\nEmil gets a copy."},
	Fresh: []fresh{
		{At: "2026-01-29T08:20", Subject: "A few weeks off", Text: "pause until 1 March"},
		{At: "2026-05-07T08:45", Subject: "Goodbye", Text: "I want to leave the group"},
		{At: "2026-06-24T09:10", Subject: "One last thing", Text: "forget me"},
	},
}

var leo = character{
	Name: "Leo Martin", Address: "leo@example.net", Zone: "Europe/Paris", Language: "en", Program: gmail, Silent: true,
	About: "joins with one word and never says another; after two nudges nobody presses him",
	Says:  map[question][]string{aboutJoining: {"yes"}},
}

var noor = character{
	Name: "Noor Aziz", Address: "noor@example.com", Zone: "Europe/Madrid", Language: "en", Program: appleMail, Layout: onTop, Sign: "Noor", Late: true,
	About:  "comes in February, when the others have been asked; one evening she writes more mails than get an answer at once",
	Clicks: 0.9, PartStat: "ACCEPTED", Leads: 0.8, Votes: byLetters,
	Tired: "Can someone else lead? I'm coming.",
	Says: map[question][]string{
		aboutComing:   {"Yes, I'm coming"},
		aboutTurn:     {"Yes, I'll lead"},
		aboutStepIn:   {"yes"},
		aboutSwap:     {"yes"},
		aboutFew:      {"go"},
		aboutThoughts: dealt,
		aboutHopes:    {"1: Fatima talks about you.\n2: To say less.\n3: I know how to run a good retrospective."},
		aboutPulse:    {"5", "4"},
		aboutHealth:   {"1: 4\n2: 5\n3: 5"},
		aboutGoals:    {"keep"},
		aboutTheEnd:   {"1: 4\n2: That everybody leads.\n5: yes"},
		aboutMeaning:  {"Yes, I'm coming."},
	},
	Ideas: []string{"When the client is your colleague"},
	Notes: []string{"We began with the end, and it worked."},
	Fresh: []fresh{
		{At: "2026-04-08T20:05", Subject: "Hello from the new one", Text: "help"},
		{At: "2026-04-08T20:12", Subject: "And me?", Text: "status"},
		{At: "2026-04-08T20:20", Subject: "An idea", Text: "topic: Coaching somebody you like too much"},
		{At: "2026-04-08T20:31", Subject: "One more", Text: "share: I asked my team what I should stop doing. They had a list."},
	},
}

var ivo = character{
	Name: "Ivo Marek", Address: "ivo@example.org", Zone: "Europe/Prague", Language: "en", Program: thunderbird, Layout: onTop, Sign: "Ivo",
	About: "is invited and would rather not",
	Says:  map[question][]string{aboutJoining: {"No thanks, not this year."}},
}

var sam = character{
	Name: "Sam Rivers", Address: "sam@example.net", Zone: "Europe/Dublin", Language: "en", Program: gmail, Layout: onTop, Sign: "Sam", Guest: "2026-02-24",
	About:  "is a guest for one evening",
	Clicks: 1, PartStat: "ACCEPTED",
}
