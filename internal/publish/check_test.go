package publish_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/publish"
	"lerr/internal/report"
)

// found is a problem without its text.
type found struct {
	Severity report.Severity
	Code     string
	Section  report.Section
	Country  string
}

func withoutTexts(t *testing.T, problems report.Problems) []found {
	t.Helper()
	var list []found
	for _, p := range problems {
		if p.Text == "" || strings.Contains(p.Text, "%!") {
			t.Errorf("%s says %q", p.Code, p.Text)
		}
		list = append(list, found{p.Severity, p.Code, p.Section, p.Country})
	}
	return list
}

// places are three countries.
func places(t *testing.T) *report.Places {
	t.Helper()
	p, err := report.NewPlaces([]report.Region{{Slug: "europe", Name: "Europe"}}, []report.Country{
		{Code: "AT", Name: "Austria", Region: "europe"},
		{Code: "DE", Name: "Germany", Region: "europe"},
		{Code: "FR", Name: "France", Region: "europe"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sound is an edition of 2019 (Jul-Dec) that has no problem.
func sound() report.Edition {
	return report.Edition{
		Period: report.Period{Year: 2019, Half: 2},
		Tables: []report.Table{
			{Section: report.Criminal, Rows: []report.Row{
				{Country: "AT", Counts: report.CountsOf([6]int{10, 10, 1, 2, 3, 4})},
				{Country: "DE", Counts: report.CountsOf([6]int{10, 12, 1, 2, 3, 4})},
			}},
			{Section: report.Civil, Rows: []report.Row{
				{Country: "DE", Counts: report.CountsOf([6]int{3, 10, 1, 2, 3, 4})},
			}},
		},
		Figures: []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 0}, {Name: report.EnterpriseRequests, Value: 7}},
	}
}

var before = report.Period{Year: 2019, Half: 1}

func TestCheck_FindsNothingInASoundEdition(t *testing.T) {
	for name, newest := range map[string]report.Period{"after the newest": before, "as the first": {}} {
		if got := publish.Check(sound(), places(t), newest); got != nil {
			t.Errorf("%s: got %v, want none", name, got)
		}
	}
}

func TestCheck_FindsEachProblem(t *testing.T) {
	const e = report.SeverityError
	rows := func(e *report.Edition) []report.Row { return e.Tables[0].Rows }
	for _, tt := range []struct {
		name  string
		spoil func(e *report.Edition)
		want  []found
	}{
		{"no table at all", func(e *report.Edition) { e.Tables = nil },
			[]found{{e, publish.CodeNoFigures, "", ""}}},
		{"a period that was left out", func(e *report.Edition) { e.Period = report.Period{Year: 2020, Half: 1} },
			[]found{{e, publish.CodeSequence, "", ""}}},
		{"a period that is published", func(e *report.Edition) { e.Period = before },
			[]found{{e, publish.CodePublished, "", ""}}},
		{"no headline section", func(e *report.Edition) { e.Tables = e.Tables[1:] },
			[]found{{e, publish.CodeHeadline, "", ""}}},
		{"two headline sections", func(e *report.Edition) { e.Tables[1] = report.Table{Section: report.Combined, Rows: rows(e)} },
			[]found{{e, publish.CodeHeadline, "combined", ""}, {e, publish.CodeHeadline, "", ""}}},
		{"a headline section without rows", func(e *report.Edition) { e.Tables[0].Rows = nil },
			[]found{{e, publish.CodeNoFigures, "criminal", ""}}},
		{"a section beside it without rows", func(e *report.Edition) { e.Tables[1].Rows = nil }, nil},
		{"a section that stands twice", func(e *report.Edition) { e.Tables = append(e.Tables, e.Tables[1]) },
			[]found{{e, publish.CodeSectionRepeated, "civil", ""}}},
		{"a headline section that stands twice", func(e *report.Edition) { e.Tables[1] = e.Tables[0] },
			[]found{{e, publish.CodeSectionRepeated, "criminal", ""}, {e, publish.CodeHeadline, "", ""}}},
		{"a country that is not known", func(e *report.Edition) { rows(e)[1].Country = "QQ" },
			[]found{{e, publish.CodeUnknownCountry, "criminal", "QQ"}}},
		{"a country's name for its code", func(e *report.Edition) { rows(e)[1].Country = "Germany" },
			[]found{{e, publish.CodeUnknownCountry, "criminal", "Germany"}}},
		{"a code in small letters", func(e *report.Edition) { rows(e)[1].Country = "de" },
			[]found{{e, publish.CodeUnknownCountry, "criminal", "de"}}},
		{"a country that stands twice", func(e *report.Edition) { rows(e)[1] = rows(e)[0] },
			[]found{{e, publish.CodeDuplicate, "criminal", "AT"}}},
		{"a count below nothing", func(e *report.Edition) {
			rows(e)[0].Counts = report.CountsOf([6]int{10, 10, -1, 4, 3, 4})
		}, []found{{e, publish.CodeNegative, "criminal", "AT"}}},
		{"two counts below nothing", func(e *report.Edition) {
			rows(e)[0].Counts = report.CountsOf([6]int{-1, -1, -1, 0, 0, 0})
		}, []found{{e, publish.CodeNegative, "criminal", "AT"}, {e, publish.CodeNegative, "criminal", "AT"}, {e, publish.CodeNegative, "criminal", "AT"}}},
		{"outcomes that are not the requests", func(e *report.Edition) { rows(e)[0].Counts.NoData++ },
			[]found{{e, publish.CodeOutcomes, "criminal", "AT"}}},
		{"the same with a note that explains nothing", func(e *report.Edition) {
			rows(e)[0].Counts.NoData++
			rows(e)[0].Note = "As published: 10 and 11."
		}, []found{{e, publish.CodeOutcomes, "criminal", "AT"}}},
		{"civil outcomes that are not the accounts", func(e *report.Edition) {
			e.Tables[1].Rows[0].Counts = report.CountsOf([6]int{10, 11, 1, 2, 3, 4})
		}, []found{{e, publish.CodeOutcomes, "civil", "DE"}}},
		{"fewer accounts than requests", func(e *report.Edition) { rows(e)[1].Counts.Accounts = 9 }, nil},
		{"a part larger than its whole", func(e *report.Edition) {
			e.Figures = append(e.Figures, report.SingleFigure{Name: report.EnterpriseProvided, Value: 5}, report.SingleFigure{Name: report.EnterpriseNotProvided, Value: 3})
		}, []found{{e, publish.CodeLargerPart, "", ""}}},
		{"the same of a part of a part", func(e *report.Edition) {
			e.Figures = append(e.Figures, report.SingleFigure{Name: report.EnterpriseContent, Value: 5}, report.SingleFigure{Name: report.EnterpriseContentUS, Value: 6})
		}, []found{{e, publish.CodeLargerPart, "", ""}}},
		{"a figure that is not known", func(e *report.Edition) { e.Figures[0].Name = "warrants" },
			[]found{{e, publish.CodeUnknownFigure, "", ""}}},
		{"a figure below nothing", func(e *report.Edition) { e.Figures[0].Value = -7 },
			[]found{{e, publish.CodeNegativeFigure, "", ""}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			edition := sound()
			tt.spoil(&edition)
			got := withoutTexts(t, publish.Check(edition, places(t), before))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestCheck_TellsAPeriodThatIsPublishedFromOneThatIsTooFarAhead(t *testing.T) {
	for period, want := range map[report.Period]string{
		before:               publish.CodePublished,
		before.Previous():    publish.CodePublished,
		before.Next():        "",
		before.Next().Next(): publish.CodeSequence,
		{}:                   "", // told as a file that names no period
	} {
		e := sound()
		e.Period = period
		got := ""
		for _, p := range publish.Check(e, places(t), before) {
			if p.Code == publish.CodePublished || p.Code == publish.CodeSequence {
				got = p.Code
			}
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", period, got, want)
		}
	}
}

func TestCheck_StopsAtNone(t *testing.T) {
	e := sound()
	e.Period = before
	e.Tables[0].Rows[0].Country = "QQ"
	e.Tables[1].Rows[0].Counts.Rejected = 5
	e.Figures[0].Value = -1
	want := []found{
		{report.SeverityError, publish.CodePublished, "", ""},
		{report.SeverityError, publish.CodeUnknownCountry, "criminal", "QQ"},
		{report.SeverityError, publish.CodeOutcomes, "civil", "DE"},
		{report.SeverityError, publish.CodeNegativeFigure, "", ""},
	}
	if diff := cmp.Diff(want, withoutTexts(t, publish.Check(e, places(t), before))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCheck_SaysWhatWasFoundAndExpected(t *testing.T) {
	e := sound()
	e.Tables[0].Rows[1].Counts.Rejected = 0
	got := publish.Check(e, places(t), before)
	want := report.Problems{{
		Severity: report.SeverityError, Code: "outcomes-do-not-add-up", Section: report.Criminal, Country: "DE", Column: 1,
		Figures: "10 6",
		Text:    "Germany: the four outcomes add up to 6, not to its 10 requests. Correct the row, or explain this difference in a public note that names both numbers.",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCheck_FindsFourNoticesInTheShippedReport(t *testing.T) {
	s := shipped(t)
	known, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		t.Fatal(err)
	}
	var newest report.Period
	var errors, notices []string
	for _, e := range s.Editions {
		problems := publish.Check(e, known, newest, publish.ExplanationsIn(e)...)
		newest = e.Period
		for _, p := range problems.Only(report.SeverityError) {
			errors = append(errors, fmt.Sprint(e.Period, " ", p))
		}
		for _, p := range problems.Only(report.SeverityNotice) {
			notices = append(notices, strings.Join([]string{e.Period.String(), p.Code, string(p.Section), p.Country}, " "))
		}
	}
	if errors != nil {
		t.Errorf("errors: got %q, want none", errors)
	}
	want := []string{
		"2013-H1 outcomes-do-not-add-up combined US",
		"2017-H1 outcomes-do-not-add-up civil BR",
		"2017-H1 outcomes-do-not-add-up civil US",
		"2019-H1 outcomes-do-not-add-up civil BR",
	}
	if diff := cmp.Diff(want, notices); diff != "" {
		t.Errorf("notices (-want +got)\n%s", diff)
	}
	if newest != before {
		t.Errorf("the newest is %s, want %s", newest, before)
	}
}
