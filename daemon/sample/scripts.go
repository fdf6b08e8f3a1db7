package sample

// script is what people of one language say in the samples.
type script struct {
	group, purpose, said, hoped string
	goals, topics               []string
	writes                      []string // what help shows, in the order of its sample
}

var scripts = map[string]script{
	"en": {
		group: "Tuesday Coaches", purpose: "Get better at coaching conversations by practising on real cases",
		said: "Ask first, then wait.\nLonger than feels polite.", hoped: "to stop rescuing people in silence",
		goals:  []string{"Each of us brings three cases", "A shared list of questions that open"},
		topics: []string{"feedback that lands", "Staying with silence", "When advice slips out", "Ending well"},
		writes: []string{"I'll be there", "Can't make it, sorry", "Coming, but not leading", "topic: ending well", "case: a team that goes quiet", "read: a good essay on listening", "rule: phones stay away", "share: what I tried this week", "Thanks Dana for the questions", "ask: how do you open a first meeting?", "feedback: Dana, do I interrupt too often?", "link: https://example.org/listening", "public", "status", "journal: I listened longer today", "less mail", "pause until May", "leave", "forget me", "undo", "why me?", "my data"},
	},
	"de": {
		group: "Dienstagsrunde", purpose: "Bessere Gespräche führen lernen, an echten Fällen",
		said: "Erst fragen, dann warten.\nLänger, als es höflich scheint.", hoped: "Menschen im Schweigen nicht mehr retten zu wollen",
		goals:  []string{"Jede und jeder bringt drei Fälle mit", "Eine gemeinsame Liste öffnender Fragen"},
		topics: []string{"Rückmeldung, die ankommt", "Stille aushalten", "Wenn der Rat herausrutscht", "Gut enden"},
		writes: []string{"Ich bin dabei", "Ich kann leider nicht", "Ich komme, moderiere aber nicht", "Thema: gut enden", "Fall: ein Team, das verstummt", "Lesetipp: ein guter Aufsatz über das Zuhören", "Regel: Telefone bleiben weg", "teilen: was ich diese Woche versucht habe", "Danke Dana für die Fragen", "Frage: wie eröffnet ihr ein erstes Treffen?", "Feedback: Dana, unterbreche ich zu oft?", "Link: https://example.org/zuhoeren", "öffentlich", "Status", "Tagebuch: heute habe ich länger zugehört", "weniger Mails", "Pause bis Mai", "austreten", "vergiss mich", "rückgängig", "warum ich?", "meine Daten"},
	},
	"es": {
		group: "Ronda del martes", purpose: "Aprender a conversar mejor, con casos reales",
		said: "Primero preguntar, luego esperar.\nMás de lo que parece cortés.", hoped: "dejar de rescatar a la gente del silencio",
		goals:  []string{"Cada cual trae tres casos", "Una lista común de preguntas que abren"},
		topics: []string{"Comentarios que llegan", "Aguantar el silencio", "Cuando se escapa un consejo", "Terminar bien"},
		writes: []string{"Allí estaré", "No puedo ir, lo siento", "Voy, pero no modero", "tema: terminar bien", "caso: un equipo que se calla", "lectura: un buen ensayo sobre escuchar", "regla: sin teléfonos", "compartir: lo que probé esta semana", "Gracias Dana por las preguntas", "pregunta: ¿cómo abrís un primer encuentro?", "feedback: Dana, ¿interrumpo demasiado?", "enlace: https://example.org/escuchar", "público", "estado", "diario: hoy escuché más tiempo", "menos correos", "pausa hasta mayo", "dejar el grupo", "olvídame", "deshacer", "¿por qué yo?", "mis datos"},
	},
	"fr": {
		group: "Cercle du mardi", purpose: "Mieux mener nos conversations, à partir de cas réels",
		said: "D'abord demander, puis attendre.\nPlus longtemps qu'il ne paraît poli.", hoped: "ne plus sauver les gens de leur silence",
		goals:  []string{"Chacun, chacune apporte trois cas", "Une liste commune de questions qui ouvrent"},
		topics: []string{"Des retours qui portent", "Tenir le silence", "Quand le conseil échappe", "Bien finir"},
		writes: []string{"J'y serai", "Je ne peux pas venir, désolé", "Je viens, mais je n'anime pas", "thème : bien finir", "cas : une équipe qui se tait", "lecture : un bon essai sur l'écoute", "règle : pas de téléphone", "partager : ce que j'ai essayé cette semaine", "Merci Dana pour les questions", "question : comment ouvrez-vous une première rencontre ?", "retour : Dana, est-ce que je parle trop ?", "lien : https://example.org/ecoute", "public", "statut", "mon journal : j'ai écouté plus longtemps", "moins de mails", "pause jusqu'en mai", "quitter le groupe", "oublie-moi", "annuler", "pourquoi moi ?", "mes données"},
	},
}
