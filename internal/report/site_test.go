package report_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// angled writes a number so that a test sees who wrote it.
func angled(n int) string { return fmt.Sprintf("<%d>", n) }

func TestQuotes_ListsEachFieldOnce(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"an answer without figures", "None.", nil},
		{"the period is no figure", "In {period}.", nil},
		{"figures in the order of the text", "{enterprise_requests} and {consumer_warrants}", []string{"enterprise_requests", "consumer_warrants"}},
		{"a figure quoted twice", "{enterprise_requests}, {enterprise_requests}", []string{"enterprise_requests"}},
		{"a row's count", "{criminal.requests.US}", []string{"criminal.requests.US"}},
		{"braces around other things", "{} {Period} { period } {criminal.requests} {criminal.requests.us} {a.b.US.c}", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, report.Question{Body: tt.body}.Quotes()); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAnswer_QuotesTheEdition(t *testing.T) {
	e := edition()
	for _, tt := range []struct{ name, body, want string }{
		{"no field", "As *written*.", "As *written*."},
		{"the period", "In {period}.", "In 2019 (Jan-Jun)."},
		{"a figure", "{enterprise_requests} requests", "<74> requests"},
		{"counts of a row", "{criminal.requests.AU} of {criminal.accounts.AU}, {criminal.rejected.AU}", "<10> of <20>, <4>"},
		{"a count of another section", "{civil.non_content.DE}", "<4>"},
		{"a count of nothing", "{civil.content.DE}", "<0>"},
		{"braces around other things", "{Period} {}", "{Period} {}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := report.Question{Body: tt.body}.Answer(&e, angled)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestAnswer_SaysWhichFieldIsMissing(t *testing.T) {
	e := edition()
	for name, field := range map[string]string{
		"a figure that the edition does not report":  "enterprise_provided",
		"a section that the edition does not report": "skype.requests.AU",
		"a country without a row":                    "criminal.requests.US",
		"a column that there is none of":             "criminal.warrants.AU",
	} {
		t.Run(name, func(t *testing.T) {
			q := report.Question{ID: "some-question", Body: "{enterprise_requests}, {" + field + "}, {period}"}
			_, err := q.Answer(&e, angled)
			if !errors.Is(err, report.ErrNotFound) {
				t.Fatalf("got error %v, want ErrNotFound", err)
			}
			for _, want := range []string{q.ID, "{" + field + "}", "2019-H1"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
}
