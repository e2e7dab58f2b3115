package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
)

// edition is one of the small world, in its fixed order, with something in every field.
func edition() report.Edition {
	return report.Edition{
		Period: report.Period{Year: 2019, Half: 1},
		Note:   "On the whole edition.",
		Tables: []report.Table{
			{Section: report.Criminal, Note: "On the section.", Rows: []report.Row{
				{Country: "AT", Counts: report.CountsOf([6]int{1, 2, 1, 0, 0, 0})},
				{Country: "AU", Counts: report.CountsOf([6]int{10, 20, 1, 2, 3, 4}), Note: "On the row."},
				{Country: "DE", Counts: report.CountsOf([6]int{100, 200, 10, 20, 30, 40})},
				{Country: "KR", Counts: report.CountsOf([6]int{1000, 2000, 100, 200, 300, 400})},
			}},
			{Section: report.Civil, Rows: []report.Row{
				{Country: "DE", Counts: report.CountsOf([6]int{3, 5, 0, 4, 1, 0})},
			}},
		},
		Figures: []report.SingleFigure{
			{Name: report.ConsumerWarrants, Value: 126},
			{Name: report.EnterpriseRequests, Value: 74},
		},
		Answers: []report.Answer{
			{Question: "challenges", Body: "In {period}: {enterprise_requests}."},
			{Question: "takeaways", Body: "None."},
		},
	}
}

// shuffled is the same edition in another order.
func shuffled() report.Edition {
	e := edition()
	e.Tables[0], e.Tables[1] = e.Tables[1], e.Tables[0]
	rows := e.Tables[1].Rows
	rows[0], rows[1], rows[2], rows[3] = rows[2], rows[3], rows[1], rows[0]
	e.Figures[0], e.Figures[1] = e.Figures[1], e.Figures[0]
	e.Answers[0], e.Answers[1] = e.Answers[1], e.Answers[0]
	return e
}

func TestTable_FindsASection(t *testing.T) {
	e := edition()
	if got, ok := e.Table(report.Civil); !ok || got.Section != report.Civil || len(got.Rows) != 1 {
		t.Errorf("civil: got %+v, %v", got, ok)
	}
	if got, ok := e.Table(report.Skype); ok || got.Section != "" || got.Rows != nil {
		t.Errorf("a section that is not reported: got %+v, %v, want none", got, ok)
	}
}

func TestHeadline_IsCombinedOrCriminal(t *testing.T) {
	for _, tt := range []struct {
		name     string
		sections []report.Section
		want     report.Section
	}{
		{"criminal, wherever it stands", []report.Section{report.Civil, report.Emergencies, report.Criminal}, report.Criminal},
		{"combined, never skype", []report.Section{report.Skype, report.Combined}, report.Combined},
		{"none of the sections beside it", []report.Section{report.Emergencies, report.Civil, report.Skype}, ""},
		{"nothing in an empty edition", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var e report.Edition
			for _, s := range tt.sections {
				e.Tables = append(e.Tables, report.Table{Section: s})
			}
			if got := e.Headline().Section; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRow_FindsACountry(t *testing.T) {
	e := edition()
	if got, ok := e.Headline().Row("AU"); !ok || got.Counts.Requests != 10 || got.Note != "On the row." {
		t.Errorf("AU: got %+v, %v", got, ok)
	}
	if got, ok := e.Headline().Row("CI"); ok || got != (report.Row{}) {
		t.Errorf("a country that made no request: got %+v, %v, want none", got, ok)
	}
}

func TestTotal_SumsTheCountriesOfAPlace(t *testing.T) {
	e, p := edition(), places(t)
	for _, tt := range []struct {
		place string
		want  [6]int
		rows  int
	}{
		{"global", [6]int{1111, 2222, 112, 222, 333, 444}, 4},
		{"europe", [6]int{101, 202, 11, 20, 30, 40}, 2},
		{"asia-pacific", [6]int{1010, 2020, 101, 202, 303, 404}, 2},
		{"de", [6]int{100, 200, 10, 20, 30, 40}, 1},
		{"ci", [6]int{}, 0},
		{"middle-east-and-africa", [6]int{}, 0},
	} {
		place, err := p.Find(tt.place)
		if err != nil {
			t.Fatal(err)
		}
		got, rows := e.Headline().Total(place, p)
		if got.Figures() != tt.want || rows != tt.rows {
			t.Errorf("%s: got %v of %d rows, want %v of %d", tt.place, got.Figures(), rows, tt.want, tt.rows)
		}
	}
}

func TestSum_AddsEveryRow(t *testing.T) {
	e := edition()
	if got, want := e.Headline().Sum().Figures(), [6]int{1111, 2222, 112, 222, 333, 444}; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := (report.Table{}).Sum(); got != (report.Counts{}) {
		t.Errorf("of no rows: got %v, want zeros", got)
	}
}

func TestFigure_IsFoundByName(t *testing.T) {
	e := edition()
	if got, ok := e.SingleFigure(report.ConsumerWarrants); !ok || got != 126 {
		t.Errorf("got %d, %v, want 126", got, ok)
	}
	if got, ok := e.SingleFigure(report.EnterpriseProvided); ok || got != 0 {
		t.Errorf("a figure that is not reported: got %d, %v, want none", got, ok)
	}
}

func TestAnswer_IsFoundByQuestion(t *testing.T) {
	e := edition()
	if got, ok := e.Answer("takeaways"); !ok || got.Body != "None." {
		t.Errorf("got %+v, %v", got, ok)
	}
	if got, ok := e.Answer("emergencies"); ok || got != (report.Answer{}) {
		t.Errorf("a question that the edition does not answer: got %+v, %v, want none", got, ok)
	}
}

func TestClone_SharesNothing(t *testing.T) {
	e := edition()
	c := e.Clone()
	if diff := cmp.Diff(e, c); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	c.Tables[0].Rows[0].Counts.Requests++
	c.Tables[1].Note, c.Figures[0].Value, c.Answers[0].Body = "changed", 0, "changed"
	if diff := cmp.Diff(edition(), e); diff != "" {
		t.Errorf("the original has changed (-want +got)\n%s", diff)
	}
}

func TestFigureNames_AreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range report.SingleFigureNames() {
		if name == "" || seen[name] {
			t.Errorf("%q stands twice or is empty", name)
		}
		seen[name] = true
	}
	if len(seen) != 9 {
		t.Errorf("got %d names, want 9", len(seen))
	}
}

func TestSort_PutsTablesRowsAndFiguresIntoTheirOrder(t *testing.T) {
	got := shuffled()
	got.Sort()
	if diff := cmp.Diff(edition(), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSort_FollowsTheOrderOfSections(t *testing.T) {
	var e report.Edition
	for _, s := range []report.Section{report.Skype, report.Civil, report.Combined, report.Emergencies, report.Criminal} {
		e.Tables = append(e.Tables, report.Table{Section: s})
	}
	e.Sort()
	for i, want := range report.Sections() {
		if got := e.Tables[i].Section; got != want {
			t.Errorf("table %d: got %s, want %s", i, got, want)
		}
	}
}
