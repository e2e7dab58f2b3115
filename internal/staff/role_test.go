package staff_test

import (
	"testing"

	"lerr/internal/report"
	"lerr/internal/staff"
)

func TestRoles_AreReadAsTheyAreWritten(t *testing.T) {
	for set := staff.Roles(0); set <= all; set++ {
		got, err := staff.ParseRoles(set.String())
		if err != nil || got != set {
			t.Errorf("%q: got %q, %v", set, got, err)
		}
		if staff.RolesOf(set.List()...) != set {
			t.Errorf("%q: got list %v", set, set.List())
		}
	}
}

func TestParseRoles(t *testing.T) {
	for _, tt := range []struct {
		text string
		want string
		err  error
	}{
		{"administrator editor", "editor administrator", nil},
		{" editor  editor ", "editor", nil},
		{"", "", nil},
		{"publisher", "", report.ErrInvalid},
		{"Editor", "", report.ErrInvalid},
	} {
		got, err := staff.ParseRoles(tt.text)
		if got.String() != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
		wantError(t, tt.text, err, tt.err)
	}
}

func TestParseName(t *testing.T) {
	for _, tt := range []struct{ text, want, code string }{
		{"anna", "anna", ""},
		{"  Anna.Berg+lerr@Example.ORG ", "anna.berg+lerr@example.org", ""},
		{"a1", "a1", ""},
		{"a", "", "name-length"},
		{"", "", "name-length"},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "", "name-length"},
		{"anna berg", "", "name-characters"},
		{"аnna", "", "name-characters"}, // a Cyrillic а
		{"anna\x00", "", "name-characters"},
		{"<anna>", "", "name-characters"},
	} {
		got, err := staff.ParseName(tt.text)
		if got != tt.want || codeOf(err) != tt.code {
			t.Errorf("%q: got %q, %v, want %q, %q", tt.text, got, err, tt.want, tt.code)
		}
	}
}

// codeOf is the code of the first problem.
func codeOf(err error) string {
	if ps, ok := err.(staff.FieldErrors); ok && len(ps) > 0 {
		return ps[0].Code
	}
	return ""
}
