package opendata_test

import (
	"bytes"
	"errors"
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
	got, err := opendata.CountriesCSV(places, false)
	if err != nil {
		t.Fatal(err)
	}
	want := "country_code,alpha3,name,region,region_name,also_written\r\nCZ,CZE,Czechia,europe,Europe,'=Czech|Czech Republic\r\n"
	if string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRevisionsCSV_TellsWhatWasPublishedWhen(t *testing.T) {
	at := time.Date(2020, 3, 1, 12, 0, 0, 0, time.FixedZone("", 3600))
	p := report.Period{Year: 2019, Half: 1}
	got := opendata.RevisionsCSV([]report.Revision{
		{Edition: report.Edition{Period: p}, Number: 2, State: report.Withdrawn, PublishedAt: at, WithdrawnAt: at.Add(time.Hour), Note: "-1 row", WithdrawalNotice: "Being\nchecked.", Again: true},
		{Edition: report.Edition{Period: p}, Number: 1, State: report.Superseded, PublishedAt: at, Digest: "ab", Direct: true},
	})
	want := []string{
		"period,revision,state,published_at,withdrawn_at,note,notice,digest,again,direct",
		"2019-H1,2,withdrawn,2020-03-01T11:00:00Z,2020-03-01T12:00:00Z,'-1 row,Being checked.,,true,false",
		"2019-H1,1,superseded,2020-03-01T11:00:00Z,,,,ab,false,true", "",
	}
	if string(got) != strings.Join(want, "\r\n") {
		t.Errorf("got %q", got)
	}
}

func TestFiguresCSV_HasWhatEachPeriodReports(t *testing.T) {
	e := report.Edition{Period: report.Period{Year: 2019, Half: 1}, Figures: []report.SingleFigure{{Name: report.EnterpriseRequests, Value: 74}, {Name: report.ConsumerWarrants}}}
	rows := records(t, opendata.FiguresCSV([]report.Revision{{Edition: e, Number: 3}}))
	if len(rows) != 2 || rows[0][1] != report.ConsumerWarrants || rows[0][2] != "0" || rows[1][2] != "74" || rows[1][4] != "3" || rows[1][3] == "" {
		t.Errorf("rows are %q", rows)
	}
}

func TestZip_DatesEverythingAlike(t *testing.T) {
	entries := []opendata.File{{Name: "a.txt", Body: []byte("a")}, {Name: "b.xlsx", Body: []byte("b")}}
	dated := opendata.Metadata{Updated: time.Date(2020, 3, 1, 12, 0, 0, 0, time.UTC)}
	one, err := opendata.Zip(dated, entries)
	two, err2 := opendata.Zip(dated, entries)
	undated, err3 := opendata.Zip(opendata.Metadata{}, entries)
	if err := errors.Join(err, err2, err3); err != nil || !bytes.Equal(one, two) || bytes.Equal(one, undated) {
		t.Errorf("files have %d, %d and %d bytes (%v)", len(one), len(two), len(undated), err)
	}
}
