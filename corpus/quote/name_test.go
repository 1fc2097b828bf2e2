package quote

import "testing"

func TestSamePerson(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Putin", "Vladimir Putin", true},
		{"President Vladimir Putin", "Mr. Putin", true},
		{"Russian President Vladimir Putin", "Vladimir Putin", true},
		{"Kim", "Kim Jong Un", true},
		{"Kim Jong-un", "Kim Jong Un", true},
		{"Kim Jong Il", "Kim Jong Un", false},
		{"Sen. Ted Cruz", "Ted Cruz", true},
		{"Donald J. Trump", "Donald Trump", true},
		{"D. Trump", "Donald Trump", true},
		{"Ivanka Trump", "Donald Trump", false},
		{"Mr. Clinton", "Hillary Clinton", false},
		{"Mrs. Clinton", "Clinton", true},
		{"Ursula von der Leyen", "Leyen", true},
		{"Martínez", "Ana Martinez", true},
		{"Putin", "Kim", false},
		{"Vladimir", "Vladimir Putin", false},
		{"KCNA", "Korean Central News Agency", true},
		{"", "Putin", false},
		{"", "", false},
		{"Putin’s", "Putin", true},
	} {
		if got := SamePerson(c.a, c.b); got != c.want {
			t.Errorf("SamePerson(%q, %q) = %v", c.a, c.b, got)
		}
		if got := SamePerson(c.b, c.a); got != c.want {
			t.Errorf("SamePerson(%q, %q) = %v", c.b, c.a, got)
		}
	}
}

func TestSurname(t *testing.T) {
	for name, want := range map[string]string{
		"Vladimir Putin": "Putin", "Kim Jong Un": "Kim", "Moon Jae-in": "Moon", "Xi Jinping": "Xi",
		"Ursula von der Leyen": "von der Leyen", "Kim Cattrall": "Cattrall", "Putin": "Putin",
		"President Joe Biden": "Biden", "Martin Luther King Jr.": "King", "": "",
	} {
		if got := Surname(name); got != want {
			t.Errorf("Surname(%q) = %q, want %q", name, got, want)
		}
	}
}
