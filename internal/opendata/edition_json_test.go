package opendata_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/report"
)

// inputs holds the editions and places that the shipped report's JSON files are written from.
func inputs(t *testing.T) []opendata.EditionInput {
	t.Helper()
	s, places := shipped(t)
	var all []opendata.EditionInput
	for _, e := range s.Editions {
		all = append(all, opendata.EditionInput{
			Revision: report.Revision{Edition: e, Number: 1, PublishedAt: s.Dates[e.Period], Digest: e.Digest()},
			Places:   places, Metadata: opendata.Metadata{Site: s.Site, BaseURL: "https://report.example"},
		})
	}
	return all
}

func written(t *testing.T, in opendata.EditionInput) []byte {
	t.Helper()
	file, err := opendata.JSON(in)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// file is a JSON file as another program would read it.
type file struct {
	Period, Label, Title, Language, Organization, Publisher, Recreation, Source, Contact, Citation, Address, Digest string

	FirstDay string `json:"first_day"`
	LastDay  string `json:"last_day"`
	Revision int
	License  struct{ Name, Short, Address string }
	Places   struct {
		Regions   []struct{ Slug, Name string }
		Countries []struct{ Code, Name, Region string }
	}
	Sections []struct {
		Section, Name string
		OutcomesCount string `json:"outcomes_count"`
		Note          *string
		Totals        figures
		Rows          []struct {
			CountryCode     string `json:"country_code"`
			Country, Region string
			figures
			Note     *string
			NotGiven []string `json:"not_given"`
		}
		Stated  map[string]int `json:"stated_totals"`
		Remarks []string
	}
	Figures map[string]int
	Notes   []struct {
		Section     *string
		CountryCode *string `json:"country_code"`
		Text        string
	}
	CountryNames []struct {
		CountryCode string `json:"country_code"`
		Name        string
	} `json:"country_names"`
	Answers []struct{ Question, Text string }
}

type figures struct {
	Requests, Accounts, Content, Rejected int

	NonContent      int      `json:"non_content"`
	NoData          int      `json:"no_data"`
	ContentShare    *float64 `json:"content_share"`
	NonContentShare *float64 `json:"non_content_share"`
	NoDataShare     *float64 `json:"no_data_share"`
	RejectedShare   *float64 `json:"rejected_share"`
}

func (f figures) counts() report.Counts {
	return report.CountsOf([6]int{f.Requests, f.Accounts, f.Content, f.NonContent, f.NoData, f.Rejected})
}

func read(t *testing.T, raw []byte) file {
	t.Helper()
	var f file
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		t.Fatal(err)
	}
	return f
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestJSON_ReadsBackAsTheEdition(t *testing.T) {
	for _, in := range inputs(t) {
		want := in.Revision.Edition
		t.Run(want.Period.String(), func(t *testing.T) {
			f := read(t, written(t, in))
			period, err := report.ParsePeriod(f.Period)
			if err != nil {
				t.Fatal(err)
			}
			got := report.Edition{Period: period}
			for _, s := range f.Sections {
				table := report.Table{Section: report.Section(s.Section), Note: text(s.Note)}
				if table.Section.UnitVaries() {
					table.Unit = report.Unit(s.OutcomesCount)
				}
				for _, r := range s.Rows {
					country, ok := in.Places.Country(r.CountryCode)
					if !ok || r.Country != country.Name || r.Region != country.Region {
						t.Errorf("%s %s is %s in %s", s.Section, r.CountryCode, r.Country, r.Region)
					}
					checkShares(t, r.figures)
					table.Rows = append(table.Rows, report.Row{Country: r.CountryCode, Counts: r.counts(), Note: text(r.Note)})
				}
				if diff := cmp.Diff(table.Sum(), s.Totals.counts()); diff != "" {
					t.Errorf("totals of %s (-want +got):\n%s", s.Section, diff)
				}
				checkShares(t, s.Totals)
				got.Tables = append(got.Tables, table)
			}
			for name, value := range f.Figures {
				got.Figures = append(got.Figures, report.SingleFigure{Name: name, Value: value})
			}
			for _, n := range f.Notes {
				if n.Section == nil {
					got.Note = n.Text
				}
			}
			got.Sort()
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("edition (-want +got):\n%s", diff)
			}
			if got.Digest() != f.Digest {
				t.Errorf("digest is %s, the figures have %s", f.Digest, got.Digest())
			}
		})
	}
}

// checkShares proves the shares without report's own arithmetic.
func checkShares(t *testing.T, f figures) {
	t.Helper()
	sum := 0.0
	for i, share := range []*float64{f.ContentShare, f.NonContentShare, f.NoDataShare, f.RejectedShare} {
		ended := f.counts().OutcomeSum()
		if (share == nil) != (ended == 0) {
			t.Errorf("share %d of %+v is there or not, against its outcomes", i, f.counts())
		}
		if share == nil {
			return
		}
		if exact := 100 * float64(f.counts().Outcomes()[i]) / float64(ended); math.Abs(*share-exact) >= 0.1 {
			t.Errorf("share %d of %+v is %v, want about %v", i, f.counts(), *share, exact)
		}
		sum += *share
	}
	if math.Abs(sum-100) > 1e-9 {
		t.Errorf("shares of %+v add up to %v, want 100", f.counts(), sum)
	}
}

func TestJSON_SaysWhatItIs(t *testing.T) {
	all := inputs(t)
	in := all[len(all)-1]
	got := read(t, written(t, in))
	later := in
	later.Revision.PublishedAt = in.Revision.PublishedAt.AddDate(1, 2, 3)
	if !bytes.Equal(written(t, in), written(t, later)) {
		t.Error("the file says when it was published")
	}
	got.Sections, got.Figures, got.Notes, got.CountryNames, got.Answers = nil, nil, nil, nil, nil
	got.Places.Regions, got.Places.Countries = nil, nil
	want := file{
		Period: "2019-H1", Label: "2019 (Jan-Jun)", FirstDay: "2019-01-01", LastDay: "2019-06-30",
		Title: "Law Enforcement Requests Report", Language: "en", Organization: "Microsoft",
		Publisher: in.Site.Publisher, Recreation: in.Site.Recreation, Source: in.Site.Source, Contact: in.Site.Contact,
		Citation: "Microsoft: Law Enforcement Requests Report, 2019 (Jan-Jun), republished by lerr, an independent recreation, revision 1, https://report.example/2019-H1, CC BY 4.0",
		Address:  "https://report.example/2019-H1", Digest: in.Revision.Edition.Digest(),
		Revision: 1,
	}
	want.License.Name, want.License.Short = "Creative Commons Attribution 4.0", "CC BY 4.0"
	want.License.Address = "https://creativecommons.org/licenses/by/4.0/"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestJSON_TellsSectionsPlacesAndNotes(t *testing.T) {
	all := inputs(t)
	f := read(t, written(t, all[len(all)-1]))
	var got []string
	named := map[string]bool{}
	for _, s := range f.Sections {
		got = append(got, s.Section+": "+s.Name+", outcomes count "+s.OutcomesCount)
		for _, r := range s.Rows {
			named[r.CountryCode] = true
		}
	}
	for _, c := range f.Places.Countries {
		if !named[c.Code] {
			t.Errorf("%s is listed and has no row", c.Code)
		}
		delete(named, c.Code)
	}
	if len(named) > 0 || len(f.Places.Regions) != 5 {
		t.Errorf("countries %v are not listed; %d regions are, want 5", named, len(f.Places.Regions))
	}
	for _, n := range f.Notes {
		got = append(got, fmt.Sprintf("%s %s: %s", text(n.Section), text(n.CountryCode), n.Text))
	}
	want := []string{
		"criminal: Law enforcement requests, outcomes count requests",
		"emergencies: Emergency requests, outcomes count requests",
		"civil: Civil legal requests, outcomes count accounts",
		"civil BR: The four outcomes add up to 83, one fewer than the 84 accounts. As published.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sections and notes (-want +got):\n%s", diff)
	}
}

func TestJSON_IsTheSameBytesEachTime(t *testing.T) {
	for _, in := range inputs(t) {
		first := written(t, in)
		for range 5 {
			if !bytes.Equal(first, written(t, in)) {
				t.Fatalf("%s: the same input gave other bytes", in.Revision.Edition.Period)
			}
		}
	}
}

func TestJSON_WritesSharesNotRounded(t *testing.T) {
	places, e := small(t, "Bonaire & Saba")
	e.Tables[0].Rows = append(e.Tables[0].Rows, report.Row{Country: "AU", Counts: report.Counts{Requests: 1}},
		report.Row{Country: "AU", Counts: report.Counts{Requests: 3, NoData: 1, NonContent: 2}})
	raw := string(written(t, opendata.EditionInput{Places: places, Revision: report.Revision{Edition: e}}))
	for _, want := range []string{
		`"content_share": null`, `"rejected_share": 100`, `"content_share": 0`, `"no_data_share": 33.333333333333336`, `"country": "Bonaire & Saba"`,
		`"figures": {}`, `"notes": []`, `"country_names": []`, `"answers": []`, `"note": null`,
	} {
		if !strings.Contains(raw, want) {
			t.Errorf("file does not hold %s", want)
		}
	}
	for _, without := range []string{`"recreation"`, `"address": "https`, `"revision_note"`} {
		if strings.Contains(raw, without) {
			t.Errorf("file holds %s, which is not given", without)
		}
	}
}

func TestJSON_RefusesWhatItCannotWriteTruly(t *testing.T) {
	for name, change := range map[string]func(*opendata.EditionInput){
		"no places":       func(in *opendata.EditionInput) { in.Places = nil },
		"unknown country": func(in *opendata.EditionInput) { in.Revision.Edition.Tables[0].Rows[0].Country = "QQ" },
		"negative count":  func(in *opendata.EditionInput) { in.Revision.Edition.Tables[0].Rows[0].Counts.Content = -1 },
		"figure twice": func(in *opendata.EditionInput) {
			in.Revision.Edition.Figures = []report.SingleFigure{{Name: "a", Value: 1}, {Name: "a", Value: 2}}
		},
		"note not UTF-8":          func(in *opendata.EditionInput) { in.Revision.Edition.Tables[0].Note = "a\xff" },
		"revision note not UTF-8": func(in *opendata.EditionInput) { in.Revision.Note = "a\xff" },
		"answer not UTF-8": func(in *opendata.EditionInput) {
			in.Revision.Edition.Answers = []report.Answer{{Question: "a", Body: "a\xff"}}
		},
		"name not UTF-8": func(in *opendata.EditionInput) {
			in.Revision.Edition.Names = []report.CountryName{{Country: "FR", Name: "a\xff"}}
		},
	} {
		places, e := small(t, "Bonaire")
		in := opendata.EditionInput{Places: places, Revision: report.Revision{Edition: e}}
		change(&in)
		if got, err := opendata.JSON(in); !errors.Is(err, report.ErrInvalid) || len(got) > 0 {
			t.Errorf("%s: got %d bytes (%v), want ErrInvalid and none", name, len(got), err)
		}
	}
}
