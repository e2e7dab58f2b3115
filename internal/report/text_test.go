package report_test

import (
	"errors"
	"strings"
	"testing"

	"lerr/internal/report"
)

func TestCheckText_RefusesWhatMustNotBePublic(t *testing.T) {
	for _, tt := range []struct {
		kind report.TextKind
		text string
		want string // a part of the reason; empty if the text is fine
	}{
		{report.NoteText, "The four outcomes add up to 7,013, one fewer than the 7,014 requests.", ""},
		{report.NoteText, "Two lines,\n\tone indented: 2019 (Jan-Jun), naïve café, 東京.", ""},
		{report.AnswerText, "- a list with **{enterprise_requests}** in {period}", ""},
		{report.AnswerText, "In {criminal.requests.US} cases.", ""},
		{report.NameText, "Côte d’Ivoire", ""},
		{report.NoteText, "", "empty"},
		{report.NoteText, " \n ", "empty"},
		{report.NoteText, strings.Repeat("a", 2001), "2001 characters"},
		{report.NameText, strings.Repeat("a", 101), "101 characters"},
		{report.NoteText, "a\u000bb", "U+000B"},
		{report.NoteText, "a\x00b", "U+0000"},
		{report.NoteText, "a\u202eb", "U+202E"},
		{report.NoteText, "a\u2066b", "U+2066"},
		{report.NoteText, "a\u200bb", "U+200B"},
		{report.NoteText, "a\ufffeb", "U+FFFE"},
		{report.NoteText, "\u3164", "U+3164"}, // a letter that cannot be seen
		{report.NoteText, "a\u034fb", "U+034F"},
		{report.NoteText, "Checked \u2714\ufe0f.", ""},
		{report.NameText, "Laos\ufe0f", "U+FE0F"},
		{report.NameText, "\uffa0", "U+FFA0"},
		{report.NoteText, "a\xffb", "UTF-8"},
		{report.NameText, "two\nlines", "U+000A"},
		{report.NoteText, "a_x000A_b", "_x000A_"},
		{report.NoteText, "a_x000a_b", "_x000a_"},
		{report.NoteText, "Figures are TBD.", "TBD"},
		{report.NoteText, "Lorem ipsum dolor", "Lorem ipsum"},
		{report.NoteText, "XXX requests", "XXX"},
		{report.NoteText, "=1+1", "formula"},
		{report.NameText, "@x", "formula"},
		{report.NoteText, "There were {requests} of them.", "{"},
		{report.AnswerText, "There were {enterprise_requests of them.", "{"},
		{report.AnswerText, "There were enterprise_requests} of them.", "}"},
		{report.AnswerText, "{Requests}", "{"},
	} {
		err := report.CheckText(tt.kind, tt.text)
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%q: got %v, want none", tt.text, err)
		case tt.want != "" && (!errors.Is(err, report.ErrInvalid) || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%q: got %v, want ErrInvalid with %q", tt.text, err, tt.want)
		}
	}
}

func TestCleanText_TurnsSoftLineBreaksIntoSpaces(t *testing.T) {
	for text, want := range map[string]string{"a\u000bb": "a b", " a\r\nb ": "a\nb", "a\u2028b": "a b", "a": "a"} {
		got, changed := report.CleanText(text)
		if wantChanged := strings.ContainsAny(text, "\u000b\u2028"); got != want || changed != wantChanged {
			t.Errorf("%q: got %q, %v, want %q, %v", text, got, changed, want, wantChanged)
		}
	}
}
