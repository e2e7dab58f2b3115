package staff_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/staff"
)

func TestCheckPassword(t *testing.T) {
	forbidden := []string{"anna.berg", "Contoso", "ok"}
	for _, tt := range []struct {
		name, password string
		want           []string
	}{
		{"unusual words", rightPassword, nil},
		{"exactly fifteen characters", "vexing quartz p", nil},
		{"fourteen characters", "vexing quartz ", []string{"password-too-short"}},
		{"fifteen characters of two bytes each", "žšřďťňčěáíéýůúó", nil},
		{"fourteen characters of two bytes each", "žšřďťňčěáíéýůú", []string{"password-too-short"}},
		{"nothing", "", []string{"password-too-short"}},
		{"spaces, signs and emoji", "  ☃ 7% of {llamas} ", nil},
		{"the longest", distinct(256), nil},
		{"longer than the longest", distinct(257), []string{"password-too-long"}},
		{"no text", "vexing quartz \xff\xfe\xfd", []string{"password-not-text"}},

		{"one character", "aaaaaaaaaaaaaaaaaaaa", []string{"password-repeats"}},
		{"few different characters, which is no rule", "aabbababbabbbabaabb", nil},
		{"a short pattern", "x7!x7!x7!x7!x7!x7!", []string{"password-repeats"}},
		{"a short pattern, cut off", "kv9mp2kv9mp2kv9mp2kv", []string{"password-repeats"}},
		{"a long pattern, twice", "vexing quartz vexing quartz ", []string{"password-repeats"}},
		{"a pattern in other capitals", "VexQuartz7vexquartz7", []string{"password-repeats"}},

		{"a common word and a walk", "password12345678", []string{"password-common"}},
		{"digits for letters", "P@ssw0rd-W3lc0me-1", []string{"password-common"}},
		{"the same common word twice", "Password!Password1", []string{"password-common"}},
		{"a season and a year", "Summer2024!Summer2025", []string{"password-common"}},
		{"a keyboard row", "qwertyuiopasdfgh", []string{"password-common"}},
		{"columns of the keyboard", "1qaz2wsx3edc4rfv", []string{"password-common"}},
		{"a row backwards", "poiuytrewqlkjhgf", []string{"password-common"}},
		{"the alphabet", "abcdefghijklmnopq", []string{"password-common"}},
		{"the digits", "12345678901234567", []string{"password-common"}},
		{"doubled digits", "112233445566778899", []string{"password-common"}},
		{"the comic's own", "correct horse battery staple", []string{"password-common"}},
		{"a film's", "MayTheForceBeWithYou", []string{"password-common"}},
		{"love and a year", "iloveyouforever1999", []string{"password-common"}},
		{"four words of the list", "Dragon coffee winter piano", nil}, // the whole password is compared
		{"a long number drawn by lot", "83719264058261947", nil},
		{"one rare word among common ones", "password quokkasaurus 1", nil},

		{"the account's name", "vexing anna.berg plumbers", []string{"password-contains-name"}},
		{"the account's name without its dot", "vexing AnnaBerg plumbers", []string{"password-contains-name"}},
		{"the organisation in digits", "c0nt0s0 plumbers vex", []string{"password-contains-name"}},
		{"a word of two letters", "ok vexing plumbers", nil},
		{"short and a name", "contoso", []string{"password-too-short", "password-contains-name"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range staff.CheckPassword(tt.password, forbidden...) {
				got = append(got, p.Code)
				if p.Field != staff.FieldPassword || p.Text == "" {
					t.Errorf("got field %q and text %q", p.Field, p.Text)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// distinct is a text of n characters without a pattern.
func distinct(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteRune(rune(0x4e00 + i))
	}
	return b.String()
}

func TestRedeem_RefusesTheWordsOfTheHouse(t *testing.T) {
	f := newFixture(t)
	token, _ := f.setUpToken()
	for _, password := range []string{"vexing Contoso plumbers", "vexing widgets plumbers", "vexing fabrikam plumbers", "vexing example plumbers"} {
		_, err := f.Redeem(t.Context(), token, staff.SignUpForm{Name: "anna@example.org", Password: password})
		if got := codeOf(err); got != "password-contains-name" {
			t.Errorf("%q: got %q (%v), want password-contains-name", password, got, err)
		}
	}
}

// Nothing is cut off, folded or trimmed, and characters of any kind count.
func TestPassword_IsCheckedExactlyAsItWasTyped(t *testing.T) {
	f := newFixture(t)
	f.admin()
	long := " Ünlikely Words; " + strings.Repeat("and more of them ", 13)
	token, _, err := f.Invite(t.Context(), "anna", all)
	if err != nil {
		t.Fatal(err)
	}
	must(f.Redeem(t.Context(), token, staff.SignUpForm{Name: "eva", Password: long, Client: office}))(t)
	if _, err := f.SignIn(t.Context(), "eva", long, office); err != nil {
		t.Errorf("the same: got %v", err)
	}
	for name, other := range map[string]string{
		"trimmed": strings.TrimSpace(long), "in lower case": strings.ToLower(long), "cut off": long[:len(long)-1], "in other letters": strings.Replace(long, "Ü", "U\u0308", 1),
	} {
		f.pass(time.Hour)
		_, err := f.SignIn(t.Context(), "eva", other, office)
		wantError(t, name, err, staff.ErrSignIn)
	}
}
