package language_test

import (
	"strings"
	"testing"

	"newsdesk/corpus/language"
)

func TestOf(t *testing.T) {
	for _, tt := range []struct{ want, text string }{
		{"en", "The council said on Monday that it will close the bridge for a week."},
		{"de", "Der Stadtrat hat am Montag gesagt, dass die Brücke für eine Woche gesperrt wird."},
		{"fr", "Le conseil a dit lundi que le pont sera fermé pour une semaine dans la ville."},
		{"es", "El ayuntamiento dijo que el puente se cierra por una semana en la ciudad y los barrios."},
		{"it", "Il comune ha detto che il ponte della città non sarà aperto per una settimana di lavori."},
		{"pt", "A câmara disse que a ponte não foi aberta e que os barcos da cidade são mais lentos."},
		{"nl", "De gemeente zei dat de brug voor een week dicht is en dat het verkeer niet door de stad mag."},
		{"ru", "Городской совет сказал, что мост в городе будет закрыт на неделю и что это не для всех."},
		{"uk", "Міська рада каже, що міст у місті був закритий на тиждень і що це не для всіх."},
		{"el", "Το συμβούλιο είπε ότι η γέφυρα είναι κλειστή για μία εβδομάδα και δεν θα ανοίξει."},
		{"ko", "시의회는 다리가 일주일 동안 닫힌다고 말했다."},
		{"ja", "市議会は橋を一週間閉鎖すると述べた。"},
		{"zh", "市议会表示大桥将关闭一周。"},
		{"ar", "قال المجلس إن الجسر سيغلق لمدة أسبوع."},
		{"en", "The actor, whose name is written 김철수 in his own letters, said that he will be at the festival."},
		{"", "Bridge closed"},
		{"", ""},
		{"", "1 2 3 4 5 6 7 8"},
		{"", strings.Repeat("zxq vbn ", 50)},
	} {
		if got := language.Of(tt.text); got != tt.want {
			t.Errorf("Of(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestOpeningCutWithinALetter(t *testing.T) {
	if got := language.Of(strings.Repeat("мост в городе и на реке не для всех ", 200)); got != "ru" {
		t.Errorf("got %q", got)
	}
}

func TestCode(t *testing.T) {
	for in, want := range map[string]string{"en": "en", " EN ": "en", "English": "en", "german": "de", "xx": "", "": ""} {
		if got := language.Code(in); got != want {
			t.Errorf("Code(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNamed(t *testing.T) {
	for _, tt := range []struct {
		text, name string
		want       bool
	}{
		{"Vusala Abbasova", "abbasova", true},
		{"Vusala Abbasova", "Vusala ABBASOVA", true},
		{"Vusala Abbasova", "Abbas", false},
		{"Vusala Abbasova", "Abbasova Vusala", false},
		{"Jürgen Müller and Søren Łukasz", "muller", true},
		{"Jürgen Müller and Søren Łukasz", "SOREN lukasz", true},
		{"Patrick O’Brien", "O'Brien", true},
		{"Jean-Luc Martin", "Luc Martin", true},
		{"Rick Sorley", "", false},
		{"", "Sorley", false},
	} {
		if got := language.Named(tt.text, tt.name); got != tt.want {
			t.Errorf("Named(%q, %q) = %t", tt.text, tt.name, got)
		}
	}
}
