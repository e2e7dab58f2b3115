package report_test

import (
	"slices"
	"strings"
	"testing"

	"lerr/internal/report"
)

// gap is a table of three countries of two regions, in which one count of Norway is not given, and of
// requests that have no country.
func gap(t *testing.T) (report.Table, *report.Places) {
	t.Helper()
	places, err := report.NewPlaces(
		[]report.Region{{Slug: "europe", Name: "Europe"}, {Slug: "asia", Name: "Asia"}},
		[]report.Country{{Code: "FR", Name: "France", Region: "europe"}, {Code: "NO", Name: "Norway", Region: "europe"}, {Code: "JP", Name: "Japan", Region: "asia"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	return report.Table{Section: report.Criminal, Rows: []report.Row{
		{Country: "FR", Counts: report.Counts{Requests: 20, Accounts: 30, Rejected: 20}},
		{Country: "JP", Counts: report.Counts{Requests: 12, Accounts: 5, Content: 12}},
		{Country: "NO", Counts: report.Counts{Requests: 11, NoData: 11, NotGiven: report.ColumnsOf(1, 2)}},
		{Country: report.NoCountry, Counts: report.Counts{Requests: 4, Accounts: 4, Rejected: 4}},
	}}, places
}

func placeOf(t *testing.T, p *report.Places, name string) report.Place {
	t.Helper()
	place, err := p.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func TestSum_LeavesOutWhatIsNotGiven(t *testing.T) {
	table, places := gap(t)
	world, rows := table.Total(report.Place{}, places)
	if world.Requests != 47 || world.Accounts != 39 || rows != 4 || !world.IsWhole(0) || world.IsWhole(1) || !world.Has(1) || world.HasOutcomes() {
		t.Errorf("the world has %+v of %d rows", world, rows)
	}
	asia, _ := table.Total(placeOf(t, places, "asia"), places)
	if asia != table.Rows[1].Counts {
		t.Errorf("Asia has %+v", asia)
	}
	norway, _ := table.Total(placeOf(t, places, "no"), places)
	if norway.Has(1) || norway.Status(1) != report.StatusNotGiven || norway.Status(3) != report.StatusZero || norway.Rate(2).Known {
		t.Errorf("Norway has %+v", norway)
	}
	if all := table.Rows[2].Counts.Add(table.Rows[2].Counts); all.Has(1) || all.Partial != 0 {
		t.Errorf("two rows without a count have %+v", all)
	}
}

func TestRemarks_SayWhatASumLeavesOutAndIncludes(t *testing.T) {
	table, places := gap(t)
	table.Stated = report.Counts{Requests: 1048, NotGiven: report.ColumnsOf(1, 2, 3, 4, 5)}
	for name, want := range map[string]string{
		"": "Not given for Norway, and left out of the sum: accounts and content disclosed. " +
			"The sum includes 4 requests that have no country yet; no region has them. " +
			"Requests: the source states a total of 1,048; its rows add up to 47.",
		"europe": "Not given for Norway, and left out of the sum: accounts and content disclosed.",
		"asia":   "", "no": "",
	} {
		if got := strings.Join(table.Remarks(placeOf(t, places, name), places), " "); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestNoCountry_IsInTheWorldAloneAndHasNoPage(t *testing.T) {
	table, places := gap(t)
	if c, ok := places.CountryNamed("To be determined"); !ok || !c.IsNoCountry() {
		t.Errorf("To be determined is %+v", c)
	}
	for _, name := range []string{"zz", "To Be Determined", "No country yet"} {
		if place, err := places.Find(name); err == nil {
			t.Errorf("%s has the page of %s", name, place.Name())
		}
	}
	for _, c := range append(places.Countries(), places.In(report.Place{})...) {
		if c.IsNoCountry() {
			t.Error("it is listed as a country")
		}
	}
	if _, ok := table.Rank(report.NoCountry); ok || table.CountryRows() != 3 || len(table.Sorted(report.ByName, report.Place{}, places)) != 3 {
		t.Error("it is ranked, counted or sorted as a country")
	}
	if l := table.Leaders(report.Place{}, places, 3); l.Of != 3 || l.Rate.Part != 43 || l.Rate.Whole != 47 {
		t.Errorf("leaders are %+v", l)
	}
}

func TestNotGiven_IsNeverComparedRankedOrNews(t *testing.T) {
	table, places := gap(t)
	table.Rows[2].Counts.NotGiven = report.ColumnsOf(0, 2)
	if _, ok := table.Rank("NO"); ok {
		t.Error("a country whose requests are not given has a rank")
	}
	if rank, _ := table.Rank("JP"); rank.Of != 2 {
		t.Errorf("Japan is one of %d", rank.Of)
	}
	if rows := table.Sorted(report.ByRequests, report.Place{}, places); rows[2].Country != "NO" {
		t.Errorf("rows are %v", rows)
	}
	if l := table.Majority(report.Place{}, places); len(l.Rows) > 0 {
		t.Errorf("of an unknown number, %v are the majority", l.Rows)
	}
	before := report.Table{Section: report.Criminal, Rows: slices.Clone(table.Rows)}
	before.Rows[2].Counts = report.Counts{Requests: 900, Accounts: 900, Content: 900}
	var revisions []report.Revision
	for i, old := range []report.Table{before, before, table} {
		p := report.Period{Year: 2018 + i/2, Half: 1 + i%2}
		revisions = append(revisions, report.Revision{Edition: report.Edition{Period: p, Tables: []report.Table{old}}, Number: 1, State: report.Published})
	}
	a, err := report.NewArchive(places, revisions)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "europe", "no"} {
		s := report.Selection{Period: report.Period{Year: 2019, Half: 1}, Place: placeOf(t, places, name)}
		requests, accounts, err := a.Deltas(s)
		if err != nil || requests.Comparison != report.NotWhole || (accounts.Comparison == report.Comparable) != true {
			t.Errorf("%q: deltas are %+v and %+v, %v", name, requests, accounts, err)
		}
		n, err := a.News(s)
		if err != nil || n.Extreme != report.NotExtreme || n.Moved != report.NoOutcome || len(n.Fallers) > 0 {
			t.Errorf("%q: news are %+v, %v", name, n, err)
		}
		if spans := a.Series(s.Place).Spans(); !spans[0].Partial {
			t.Errorf("%q: spans are %+v", name, spans)
		}
	}
	if point := a.Series(placeOf(t, places, "no")).Points[2]; point.Status != report.StatusNotGiven || !point.HasRow() {
		t.Errorf("the point is %+v", point)
	}
}

func TestDigest_NamesWhatEditionsUpTo2019DoNotHave(t *testing.T) {
	edition := func(change func(*report.Edition)) string {
		table, _ := gap(t)
		e := report.Edition{Period: report.Period{Year: 2019, Half: 2}, Tables: []report.Table{table, {Section: report.Civil}}}
		e.Tables[0].Rows[2].Counts.NotGiven = 0
		change(&e)
		return e.Digest()
	}
	plain := edition(func(*report.Edition) {})
	if got := edition(func(e *report.Edition) { e.Tables[1].Unit = report.UnitAccounts }); got != plain {
		t.Error("the usual unit changes the digest")
	}
	seen := map[string]string{plain: "nothing"}
	for name, change := range map[string]func(*report.Edition){
		"not given": func(e *report.Edition) { e.Tables[0].Rows[2].Counts.NotGiven = report.ColumnsOf(1) },
		"unit":      func(e *report.Edition) { e.Tables[1].Unit = report.UnitRequests },
		"stated":    func(e *report.Edition) { e.Tables[0].Stated = report.Counts{NotGiven: report.ColumnsOf(1, 2, 3, 4, 5)} },
		"name":      func(e *report.Edition) { e.Names = []report.CountryName{{Country: "FR", Name: "Gaul"}} },
	} {
		digest := edition(change)
		if other, ok := seen[digest]; ok {
			t.Errorf("%s has the digest of %s", name, other)
		}
		seen[digest] = name
	}
}
