package sample

// script is what people of one language say in the samples.
type script struct {
	group, purpose, said, hoped string
	goals, topics, does, writes []string
}

var scripts = map[string]script{
	"en": {
		group: "Tuesday Coaches", purpose: "Get better at coaching conversations by practising on real cases",
		said: "Ask first, then wait.\nLonger than feels polite.", hoped: "to stop rescuing people in silence",
		goals:  []string{"Each of us brings three cases", "A shared list of questions that open"},
		topics: []string{"feedback that lands", "Staying with silence", "When advice slips out", "Ending well"},
		does:   []string{"reaches Dana"},
		writes: []string{"I'll be there", "Can't make it, sorry", "Coming, but not leading", "topic: ending well", "status", "less mail", "pause until May", "leave"},
	},
	"de": {
		group: "Dienstagsrunde", purpose: "Bessere Gespräche führen lernen, an echten Fällen",
		said: "Erst fragen, dann warten.\nLänger, als es höflich scheint.", hoped: "Menschen im Schweigen nicht mehr retten zu wollen",
		goals:  []string{"Jede und jeder bringt drei Fälle mit", "Eine gemeinsame Liste öffnender Fragen"},
		topics: []string{"Rückmeldung, die ankommt", "Stille aushalten", "Wenn der Rat herausrutscht", "Gut enden"},
		does:   []string{"kommt bei Dana an"},
		writes: []string{"Ich bin dabei", "Ich kann leider nicht", "Ich komme, leite aber nicht", "Thema: gut enden", "Status", "weniger Mails", "Pause bis Mai", "austreten"},
	},
	"es": {
		group: "Ronda del martes", purpose: "Aprender a conversar mejor, con casos reales",
		said: "Primero preguntar, luego esperar.\nMás de lo que parece cortés.", hoped: "dejar de rescatar a la gente del silencio",
		goals:  []string{"Cada cual trae tres casos", "Una lista común de preguntas que abren"},
		topics: []string{"Comentarios que llegan", "Aguantar el silencio", "Cuando se escapa un consejo", "Terminar bien"},
		does:   []string{"le llega a Dana"},
		writes: []string{"Allí estaré", "No puedo ir, lo siento", "Voy, pero no dirijo", "tema: terminar bien", "estado", "menos correos", "pausa hasta mayo", "dejar el grupo"},
	},
	"fr": {
		group: "Cercle du mardi", purpose: "Mieux mener nos conversations, à partir de cas réels",
		said: "D'abord demander, puis attendre.\nPlus longtemps qu'il ne paraît poli.", hoped: "ne plus sauver les gens de leur silence",
		goals:  []string{"Chacun, chacune apporte trois cas", "Une liste commune de questions qui ouvrent"},
		topics: []string{"Des retours qui portent", "Tenir le silence", "Quand le conseil échappe", "Bien finir"},
		does:   []string{"arrive à Dana"},
		writes: []string{"J'y serai", "Je ne peux pas venir, désolé", "Je viens, mais je n'anime pas", "sujet : bien finir", "statut", "moins de mails", "pause jusqu'en mai", "quitter le groupe"},
	},
}
