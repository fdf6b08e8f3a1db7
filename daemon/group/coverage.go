package group

import (
	"slices"
	"strings"
	"time"
)

// idle are words of four letters and more that say nothing about a subject, in the
// languages of the letters.
var idle = wordSet(`about after again also another around because been before being better both could does done each
	even every everyone from getting give good have having helps here into just keep know learn learning less like make making many more most much
	myself need never only other others ours people really same should some someone something still such take talk than that their them then there
	these they thing things think this those through together topic topics very want well were what when where which while will with without
	work would your yourself
	aber alle allem allen aller alles auch besser beim bisschen damit dann dass dazu dein deine dem denn der dich dieser doch dort durch eine einem
	einen einer eines etwas ganz gegen gerne habe haben hier ihre ihren immer kann kein keine können lernen leute machen man mehr mein meine meinen
	menschen mich miteinander möchte müssen nach nicht noch oder ohne sehr sein seine selbst sich sind über unser unsere unter viel vielleicht
	wann warum wenn werden wieder will wird wissen wollen zum zur zwischen thema themen
	algo algunas algunos antes aprender aquí así bien cada como cómo con cosa cosas cuando cuándo del desde donde dónde durante ella ellos entre
	eran esta está estar este esto gente hacer hacia hasta mejor mejorar menos mucho muchos nada nadie nuestra nuestro otra otras otro otros para
	pero persona personas poco podemos poder porque puede quiero saber según ser sido siempre sobre solo sólo somos también tanto tema temas
	tener tiempo todas todo todos trabajar tras unas unos
	ainsi alors apprendre après aucun aussi autre autres avant avec avoir beaucoup bien cela celle ceux chaque chez chose choses comme comment
	dans depuis dire elle elles encore entre être faire fait faut gens leur leurs mais même meilleur mieux moins nous notre nos parce parler
	pendant personnes peut plus pour pourquoi pouvoir quand quel quelle quelque quelques quoi sans savoir sera ses soit sont sous sujet sujets
	tous tout toute toutes travailler très trop vers veux votre vous`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// untouched are the group's objectives that no topic of an earlier meeting has
// words in common with.
func (g *Group) untouched(before time.Time) []string {
	return slices.DeleteFunc(slices.Clone(g.objectives()), func(o string) bool { return g.touches(o, before) > 0 })
}

// touches counts the meetings that begin earlier and whose topic has words in
// common with an objective.
func (g *Group) touches(objective string, before time.Time) int {
	n := 0
	for _, mt := range g.takingPlace() {
		if t, ok := g.Topic(mt.Topic); ok && mt.Start.Before(before) && inCommon(t.Text, objective) {
			n++
		}
	}
	return n
}
