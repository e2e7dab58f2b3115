package data_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/data"
	"lerr/internal/report"
)

func load(t *testing.T) (*data.Shipped, *report.Places) {
	t.Helper()
	shipped, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	places, err := report.NewPlaces(shipped.Regions, shipped.Countries)
	if err != nil {
		t.Fatal(err)
	}
	return shipped, places
}

// The totals that the source workbooks state: requests and accounts of each headline.
var controlTotals = map[string][2]int{
	"2013-H1": {37196, 66539}, "2013-H2": {35083, 58676}, "2014-H1": {34494, 58562}, "2014-H2": {31002, 52997},
	"2015-H1": {35228, 62750}, "2015-H2": {39083, 64614}, "2016-H1": {35572, 60372}, "2016-H2": {25837, 44876},
	"2017-H1": {25367, 44831}, "2017-H2": {22939, 40181}, "2018-H1": {23222, 46488}, "2018-H2": {21433, 41112},
	"2019-H1": {24175, 43727},
}

func TestEditions_MeetTheControlTotals(t *testing.T) {
	shipped, _ := load(t)
	got := map[string][2]int{}
	for _, e := range shipped.Editions {
		sum := e.Headline().Sum()
		got[e.Period.String()] = [2]int{sum.Requests, sum.Accounts}
	}
	if diff := cmp.Diff(controlTotals, got); diff != "" {
		t.Error("control totals (-want +got):\n" + diff)
	}
}

// The sections that the source reported, and how many rows each had.
func TestEditions_HaveTheSectionsThatTheSourceReported(t *testing.T) {
	shipped, _ := load(t)
	want := map[string]int{
		"2013-H1 combined": 64, "2013-H1 skype": 49, "2013-H2 combined": 67, "2014-H1 combined": 69,
		"2014-H2 combined": 57, "2015-H1 combined": 65, "2015-H2 combined": 59, "2016-H1 combined": 63,
		"2016-H2 combined": 56,
		"2017-H1 criminal": 60, "2017-H1 emergencies": 22, "2017-H1 civil": 4,
		"2017-H2 criminal": 56, "2017-H2 emergencies": 20,
		"2018-H1 criminal": 53, "2018-H1 emergencies": 20, "2018-H1 civil": 5,
		"2018-H2 criminal": 51, "2018-H2 emergencies": 24, "2018-H2 civil": 6,
		"2019-H1 criminal": 53, "2019-H1 emergencies": 31, "2019-H1 civil": 7,
	}
	got := map[string]int{}
	for _, e := range shipped.Editions {
		for _, table := range e.Tables {
			got[e.Period.String()+" "+string(table.Section)] = len(table.Rows)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("sections (-want +got):\n" + diff)
	}
}

// Rows whose outcomes do not add up are the source's own, and each has a public note.
func TestEditions_HaveOnlyTheKnownOddRows(t *testing.T) {
	shipped, _ := load(t)
	want := []string{"2013-H1 combined US", "2017-H1 civil BR", "2017-H1 civil US", "2019-H1 civil BR"}
	var got []string
	for _, e := range shipped.Editions {
		for _, table := range e.Tables {
			for _, r := range table.Rows {
				if r.Counts.OutcomeSum() == r.Counts.Expected(table.CountUnit()) {
					continue
				}
				got = append(got, strings.Join([]string{e.Period.String(), string(table.Section), r.Country}, " "))
				if r.Note == "" {
					t.Errorf("%s %s %s does not add up and has no note", e.Period, table.Section, r.Country)
				}
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("odd rows (-want +got):\n" + diff)
	}
}

// The source has five odd rows, the one that comes next among them, and one section that is gone; each has
// its note.
func TestKnownNotes_AreOnTheFiveOddRowsOfTheSourceAndItsMissingSection(t *testing.T) {
	shipped, places := load(t)
	var got []string
	for _, m := range shipped.KnownNotes {
		if _, ok := places.Country(m.Country); !ok && m.Country != "" || m.Text == "" {
			t.Errorf("%+v is of no country, or says nothing", m)
		}
		got = append(got, strings.Join([]string{m.Period.String(), string(m.Section), m.Country}, " "))
	}
	want := []string{"2013-H1 combined US", "2017-H1 civil BR", "2017-H1 civil US", "2017-H2 civil ", "2019-H1 civil BR", "2019-H2 civil US"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("known notes (-want +got):\n" + diff)
	}
}

func TestPlaces_AreThe91OfTheSourceInFiveRegions(t *testing.T) {
	shipped, places := load(t)
	if got, want := len(shipped.Countries), 91; got != want {
		t.Errorf("got %d countries, want %d", got, want)
	}
	got := map[string]int{}
	for _, r := range places.Regions() {
		got[r.Name] = len(places.In(report.Place{Region: r}))
	}
	want := map[string]int{"Asia-Pacific": 17, "Europe": 45, "Middle East and Africa": 9, "North America": 11, "South America": 9}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("regions (-want +got):\n" + diff)
	}
	if qatar, _ := places.Country("QA"); qatar.Region != "asia-pacific" {
		t.Errorf("Qatar is in %q, want asia-pacific, as the source page lists it", qatar.Region)
	}
}

func TestEditions_AreConsecutiveAndDated(t *testing.T) {
	shipped, _ := load(t)
	for i, e := range shipped.Editions {
		if i > 0 && shipped.Editions[i-1].Period.Next() != e.Period {
			t.Errorf("%s follows %s", e.Period, shipped.Editions[i-1].Period)
		}
		if shipped.Dates[e.Period].IsZero() {
			t.Errorf("%s has no date", e.Period)
		}
	}
}

func TestSite_HasTheSixteenQuestionsInOrder(t *testing.T) {
	shipped, _ := load(t)
	want := []string{
		"content-and-non-content", "disclosure-process", "challenges", "rejected-requests", "emergencies",
		"civil-litigation", "civil-notice", "national-security", "customers-affected", "enterprise-customers",
		"cloud-act", "consumer-and-enterprise", "takeaways", "voluntary-surveillance", "direct-access",
		"encryption-keys",
	}
	var got []string
	for _, q := range shipped.Site.FAQ {
		got = append(got, q.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("questions (-want +got):\n" + diff)
	}
}

// Figures of a half-year stand in data and not in prose, and prose that quotes them says which.
func TestSite_QuotesNoFigureInProse(t *testing.T) {
	shipped, _ := load(t)
	for _, q := range shipped.Site.FAQ {
		prose := strings.NewReplacer("more than 50 seats", "", "Office 365", "").Replace(q.Body)
		if i := strings.IndexAny(prose, "0123456789"); i >= 0 {
			t.Errorf("%s has a figure in prose: …%s", q.ID, prose[max(0, i-30):i+1])
		}
		if len(q.Quotes()) > 0 && !strings.Contains(q.Body, "{period}") {
			t.Errorf("%s quotes figures and does not say of which period", q.ID)
		}
	}
}

func TestSite_AnswersAreFilledFromTheEdition(t *testing.T) {
	shipped, _ := load(t)
	newest := shipped.Editions[len(shipped.Editions)-1]
	for _, q := range shipped.Site.FAQ {
		if _, err := q.Answer(&newest, func(int) string { return "" }); err != nil {
			t.Errorf("%s: %v", q.ID, err)
		}
	}
}

func TestSite_HasNoPlaceholder(t *testing.T) {
	shipped, _ := load(t)
	texts := []string{shipped.Site.Recreation, shipped.Site.Description, shipped.Site.Contact, shipped.Site.FAQIntro}
	for _, s := range shipped.Site.Intro {
		texts = append(texts, s.Title, s.Body)
	}
	for _, q := range shipped.Site.FAQ {
		texts = append(texts, q.Title, q.Body)
	}
	for _, d := range shipped.Site.Definitions {
		texts = append(texts, d.Term, d.Meaning)
	}
	for _, e := range shipped.Editions {
		texts = append(texts, e.Note)
	}
	for _, text := range texts {
		for _, word := range []string{"TK", "TBC", "TBD", "lorem", "Lorem", "XXX"} {
			if strings.Contains(text, word) {
				t.Errorf("%q holds the placeholder %q", text, word)
			}
		}
	}
}

// The shipped texts pass the check that the texts of staff pass.
func TestTexts_MayBePublic(t *testing.T) {
	shipped, _ := load(t)
	check := func(kind report.TextKind, text string) {
		if err := report.CheckText(kind, text); err != nil {
			t.Errorf("%.60q: %v", text, err)
		}
	}
	for _, n := range shipped.KnownNotes {
		check(report.NoteText, n.Text)
	}
	for _, q := range shipped.Site.FAQ {
		check(report.AnswerText, q.Body)
	}
	for _, c := range shipped.Countries {
		for _, name := range append([]string{c.Name}, c.Spellings...) {
			check(report.NameText, name)
		}
	}
	for _, e := range shipped.Editions {
		for _, table := range e.Tables {
			for _, note := range append([]string{e.Note, table.Note}, notesOf(table)...) {
				if note != "" {
					check(report.NoteText, note)
				}
			}
		}
	}
}

func notesOf(table report.Table) (notes []string) {
	for _, r := range table.Rows {
		notes = append(notes, r.Note)
	}
	return notes
}
