package opendata_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"lerr/internal/opendata"
	"lerr/internal/report"
)

func TestCountriesCSV_HasCodesNamesAndSpellings(t *testing.T) {
	places, err := report.NewPlaces(
		[]report.Region{{Slug: "europe", Name: "Europe"}},
		[]report.Country{{Code: "CZ", Name: "Czechia", Region: "europe", Spellings: []string{"=Czech", "Czech Republic"}}},
	)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := opendata.CountriesCSV(&b, places); err != nil {
		t.Fatal(err)
	}
	want := "country_code,alpha3,name,region,region_name,also_written\r\nCZ,CZE,Czechia,europe,Europe,'=Czech|Czech Republic\r\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestRevisionsCSV_TellsWhatWasPublishedWhen(t *testing.T) {
	at := time.Date(2020, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	p := report.Period{Year: 2019, Half: 1}
	var b bytes.Buffer
	err := opendata.RevisionsCSV(&b, []report.Revision{
		{Edition: report.Edition{Period: p}, Number: 2, State: report.Withdrawn, PublishedAt: at, WithdrawnAt: at.Add(time.Hour), Note: "-1 row", WithdrawalNotice: "Being\nchecked."},
		{Edition: report.Edition{Period: p}, Number: 1, State: report.Superseded, PublishedAt: at, Digest: "ab"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"period,revision,state,published_at,withdrawn_at,note,notice,digest",
		"2019-H1,2,withdrawn,2020-03-01T11:00:00Z,2020-03-01T12:00:00Z,'-1 row,Being checked.,",
		"2019-H1,1,superseded,2020-03-01T11:00:00Z,,,,ab", "",
	}
	if got := b.String(); got != strings.Join(want, "\r\n") {
		t.Errorf("got %q", got)
	}
}

func TestFiguresCSV_HasWhatEachPeriodReports(t *testing.T) {
	e := report.Edition{Period: report.Period{Year: 2019, Half: 1}, Figures: []report.SingleFigure{{Name: report.EnterpriseRequests, Value: 74}, {Name: report.ConsumerWarrants}}}
	var b bytes.Buffer
	if err := opendata.FiguresCSV(&b, []report.Revision{{Edition: e, Number: 3}}); err != nil {
		t.Fatal(err)
	}
	rows := records(t, b.Bytes())
	if len(rows) != 2 || rows[0][1] != report.ConsumerWarrants || rows[0][2] != "0" || rows[1][2] != "74" || rows[1][4] != "3" || rows[1][3] == "" {
		t.Errorf("rows are %q", rows)
	}
}

func TestZip_DatesEverythingAlike(t *testing.T) {
	entries := []opendata.Entry{{Name: "a.txt", Body: []byte("a")}, {Name: "b.xlsx", Body: []byte("b")}}
	var one, two, undated bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := opendata.Zip(b, time.Date(2020, 3, 1, 12, 0, 0, 0, time.UTC), entries); err != nil {
			t.Fatal(err)
		}
	}
	if err := opendata.Zip(&undated, time.Time{}, entries); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) || bytes.Equal(one.Bytes(), undated.Bytes()) {
		t.Errorf("files have %d, %d and %d bytes (%v)", one.Len(), two.Len(), undated.Len(), err)
	}
}
