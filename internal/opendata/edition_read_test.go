package opendata_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/report"
)

// unusual is an edition with all that the shipped ones do not have.
func unusual(t *testing.T) (*report.Places, report.Edition) {
	t.Helper()
	places, err := report.NewPlaces(
		[]report.Region{{Slug: "europe", Name: "Europe"}, {Slug: "oceania", Name: "Oceania"}},
		[]report.Country{
			{Code: "AU", Name: "Australia", Region: "oceania"}, {Code: "CZ", Name: "Czechia", Region: "europe"},
			{Code: "TR", Name: "Türkiye", Region: "europe", Spellings: []string{"Turkey"}},
		})
	if err != nil {
		t.Fatal(err)
	}
	partial := report.Counts{Requests: 5, Accounts: 7, Rejected: 2, NotGiven: report.ColumnsOf(2, 3, 4)}
	e := report.Edition{
		Period: report.Period{Year: 2020, Half: 2}, Note: "On the half-year:\n\"all\" <of> it & more.\u2028",
		Tables: []report.Table{
			{Section: report.Criminal, Unit: report.UnitAccounts, Note: "Counts accounts.", Rows: []report.Row{
				{Country: "AU", Counts: report.CountsOf([6]int{1, 2, 0, 1, 0, 1}), Note: "One account was found."},
				{Country: "CZ", Counts: partial},
				{Country: report.NoCountry, Counts: report.CountsOf([6]int{3, 3, 3, 0, 0, 0})},
			}, Stated: report.Counts{Requests: 10, NotGiven: report.ColumnsOf(1, 2, 3, 4, 5)}},
			{Section: report.Emergencies, Rows: nil},
			{Section: report.Civil, Unit: report.UnitRequests, Rows: []report.Row{
				{Country: "TR", Counts: report.Counts{NotGiven: report.ColumnsOf(0, 1, 2, 3, 4, 5)}},
			}, Stated: report.Counts{Rejected: 1, NotGiven: report.ColumnsOf(0)}},
		},
		Figures: []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 0}, {Name: report.EnterpriseRequests, Value: 61}},
		Answers: []report.Answer{{Question: "enterprise", Body: "There were {enterprise_requests}.\n\n- a\n- b"}, {Question: "warrants", Body: "None."}},
		Names:   []report.CountryName{{Country: "CZ", Name: "Czech Republic"}, {Country: "TR", Name: "Turkey"}},
	}
	return places, e
}

func TestReadEdition_ReadsWhatJSONWrites(t *testing.T) {
	all := inputs(t)
	places, e := unusual(t)
	for _, change := range []func(*report.Edition){
		func(*report.Edition) {},
		func(e *report.Edition) { e.Tables[2].Unit = "" },
		func(e *report.Edition) { e.Tables = nil },
		func(e *report.Edition) { e.Answers, e.Names = nil, nil },
		func(e *report.Edition) { *e = report.Edition{Period: e.Period} },
	} {
		other := e.Clone()
		change(&other)
		all = append(all, opendata.EditionInput{Places: places, Revision: report.Revision{Edition: other, Number: 3, Note: "Corrected.", Digest: other.Digest()}})
	}
	for _, in := range all {
		want := in.Revision.Edition.Clone() // which all tests of the package share
		got, number, err := opendata.ReadEdition(written(t, in))
		if err != nil || number != in.Revision.Number || got.Digest() != want.Digest() {
			t.Errorf("%s: got revision %d with the digest %s, %v; want %d with %s", want.Period, number, got.Digest(), err, in.Revision.Number, want.Digest())
		}
		for i := range want.Tables { // a unit that is not decided is read as the usual one
			want.Tables[i].Unit = want.Tables[i].CountUnit()
			got.Tables[i].Unit = got.Tables[i].CountUnit()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.Period, diff)
		}
	}
}

// A file is refused after any change that a reader could see.
func TestReadEdition_RefusesWhatJSONDoesNotWrite(t *testing.T) {
	places, e := unusual(t)
	in := opendata.EditionInput{Places: places, Revision: report.Revision{Edition: e, Number: 1, Digest: e.Digest()}}
	good := string(written(t, in))
	for name, change := range map[string][2]string{
		"a count":                  {`"requests": 5`, `"requests": 6`},
		"a count given":            {`"content": null`, `"content": 0`},
		"a count in words":         {`"requests": 5`, `"requests": "5"`},
		"a share":                  {`"rejected_share": 50`, `"rejected_share": 51`},
		"a total":                  {`"requests": 9`, `"requests": 8`},
		"a stated total":           {`"requests": 10`, `"requests": 11`},
		"a stated total removed":   {`"requests": 10`, `"x": 10`},
		"not given":                {`"no_data"`, `"accounts"`},
		"a unit":                   {`"outcomes_count": "accounts"`, `"outcomes_count": "requests"`},
		"a section":                {`"section": "emergencies"`, `"section": "skype"`},
		"a section's name":         {`"name": "Emergency requests"`, `"name": "Requests"`},
		"a country":                {`"country": "Czech Republic"`, `"country": "Czechia"`},
		"a country's region":       {`"region": "oceania"`, `"region": "europe"`},
		"a country of the list":    {`"name": "Czech Republic",`, `"name": "Czechia",`},
		"a figure":                 {`"enterprise_requests": 61`, `"enterprise_requests": 62`},
		"an answer":                {`None.`, `Some.`},
		"a question":               {`"warrants"`, `"warrant"`},
		"a name":                   {`"name": "Turkey"` + "\n  }\n ],\n \"answers\"", `"name": "Tyrkey"` + "\n  }\n ],\n \"answers\""},
		"a note on a row":          {`"note": "One account was found."`, `"note": "Two accounts were found."`},
		"a note of the list":       {`"text": "One account was found."`, `"text": "Two accounts were found."`},
		"a note on a section":      {`"note": "Counts accounts."`, `"note": null`},
		"the note":                 {`On the half-year`, `On the year`},
		"the digest":               {`"digest": "`, `"digest": "0`},
		"the period":               {`"period": "2020-H2"`, `"period": "2020-H1"`},
		"no period":                {`"period": "2020-H2"`, `"period": "2020-H3"`},
		"the label":                {`2020 (Jul-Dec)`, `2020 (Jan-Jun)`},
		"a day":                    {`2020-07-01`, `2020-01-01`},
		"an unknown property":      {`"label"`, `"labels": 1, "label"`},
		"more after the end":       {"\n}\n", "\n}\n{}\n"},
		"a list that is not there": {`"answers": [`, `"answers": null, "names": [`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Errorf("%s: the file does not hold %s", name, change[0])
		}
		if got, _, err := opendata.ReadEdition([]byte(bad)); !errors.Is(err, report.ErrInvalid) || got.Tables != nil {
			t.Errorf("%s: got an edition of %d tables, %v; want ErrInvalid and none", name, len(got.Tables), err)
		}
	}
	for end := range len(good) - 2 { // the file ends with a line break
		if _, _, err := opendata.ReadEdition([]byte(good[:end])); !errors.Is(err, report.ErrInvalid) {
			t.Fatalf("the first %d bytes: %v, want ErrInvalid", end, err)
		}
	}
	if _, _, err := opendata.ReadEdition(bytes.Repeat([]byte("["), 1<<20)); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("deep brackets: %v, want ErrInvalid", err)
	}
}
