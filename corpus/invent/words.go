package invent

import "strings"

// Common English, the commonest first where words are drawn by Zipf's law.
var (
	nouns = strings.Fields(`year people government company city state police time country report week day month president group
		court market house party school minister official member plan law case leader system program power question
		business service money health family water street area team director money force education air industry price policy
		bank project security union budget trade oil energy election vote parliament council hospital patient doctor
		student teacher worker tax rate growth job border port road bridge railway airport flight ship truck car factory farm
		crop grain river lake forest fire flood storm drought heat winter summer museum theatre film book song concert match
		season player coach league cup goal race medal stadium judge lawyer trial prison sentence appeal charge witness evidence
		army soldier weapon missile ceasefire treaty summit embassy sanction refugee camp aid donor fund investor share profit
		loss debt loan currency inflation wage strike protest crowd campaign candidate poll ballot reform bill amendment
		scientist study researcher university vaccine virus disease drug satellite rocket engine battery network
		software phone computer data privacy regulator merger bid contract tender supplier customer brand store`)
	verbs = strings.Fields(`said had made took gave found told called asked needed became left put kept began showed heard moved
		met paid set led understood changed followed stopped created spoke read allowed added spent grew opened won offered
		remembered considered bought served sent built stayed reached raised passed sold required reported decided pulled
		returned explained hoped developed carried broke received agreed supported hit produced covered caught drew chose
		rejected approved delayed suspended cancelled signed launched replaced inspected warned criticised defended welcomed
		doubled halved cut expanded closed reopened evacuated searched seized fined sued acquitted convicted appealed`)
	adjectives = strings.Fields(`new good high old great big small large national young different long important public bad
		political local social early able clear recent certain economic strong possible military federal international
		full special easy hard left real white late general low free foreign private poor nice current wrong central
		medical final main green simple rural urban coastal northern southern eastern western annual legal regional
		financial environmental historic costly urgent modest sharp steady fragile temporary permanent`)
	prepositions = strings.Fields("of in to for with on at from by about over after under between before during against without")
	joins        = strings.Fields("and but while because although after before as so")
	openings     = strings.Fields("After Before During Despite Without For In Under Against With")
	articles     = strings.Fields("the the the the a a its their this that his her some every")
	offices      = strings.Fields("mayor governor treasurer chancellor director president secretary commissioner warden chairman")
	places       = strings.Fields("ton ford haven bury mouth wick dale port field stead")
	venues       = strings.Fields("bridge hospital museum library refinery harbour stadium railway laboratory observatory market brewery")
	given        = strings.Fields(`Ada Amir Bela Boris Carla Chen Dario Dina Edith Emil Farid Fiona Gita Goran Hana Hugo Ines Ivan
		Jana Jonas Kofi Lara Leon Maya Milan Nadia Nils Olga Omar Petra Quentin Rana Rosa Samir Sonia Tariq Tessa Ugo Vera Viktor
		Wanda Xavier Yara Yusuf Zora`)
)
