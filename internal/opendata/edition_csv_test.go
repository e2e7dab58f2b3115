package opendata_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/report"
)

const header = "period,section,country_code,country,region,requests,accounts,content,non_content,no_data,rejected,outcomes_count"

// allCSV is the file of the whole shipped report.
func allCSV(t *testing.T) []byte {
	t.Helper()
	s, places := shipped(t)
	file, err := opendata.CSV(places, s.Editions...)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func records(t *testing.T, raw []byte) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

func TestCSV_IsWrittenAsTheStandardSays(t *testing.T) {
	raw := allCSV(t)
	if !bytes.HasPrefix(raw, []byte(header+"\r\n")) {
		t.Errorf("file begins %.120q, want the header", raw)
	}
	if lines, ends := bytes.Count(raw, []byte("\n")), bytes.Count(raw, []byte("\r\n")); lines != ends || lines != 962 {
		t.Errorf("%d lines of which %d end in CR LF, want 962 of both", lines, ends)
	}
	if !utf8.Valid(raw) || !bytes.HasSuffix(raw, []byte("\r\n")) {
		t.Error("file is not UTF-8, or its last line has no end")
	}
}

func TestCSV_HoldsEveryRowOfTheSource(t *testing.T) {
	_, places := shipped(t)
	want := map[string][]string{} // figures by period, section, code
	for _, r := range source(t) {
		c, ok := places.CountryNamed(r[2])
		if !ok {
			t.Fatalf("no country %s", r[2])
		}
		unit := "requests"
		if r[1] == "civil" {
			unit = "accounts"
		}
		want[r[0]+" "+r[1]+" "+c.Code+" "+c.Name+" "+c.Region] = append(slices.Clone(r[3:]), unit)
	}
	got := map[string][]string{}
	rows := records(t, allCSV(t))
	for _, r := range rows {
		got[strings.Join(r[:5], " ")] = r[5:]
	}
	if len(rows) != 961 {
		t.Errorf("have %d rows, want 961", len(rows))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestCSV_AddsUpToTheSource(t *testing.T) {
	sums := func(rows [][]string, first int) map[string][6]int {
		all := map[string][6]int{}
		for _, r := range rows {
			sum := all[r[0]+" "+r[1]]
			for i := range sum {
				sum[i] += number(t, r[first+i])
			}
			all[r[0]+" "+r[1]] = sum
		}
		return all
	}
	got, want := sums(records(t, allCSV(t)), 5), sums(source(t), 3)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sums by period and section (-want +got):\n%s", diff)
	}
	if sum := got["2019-H1 criminal"]; sum[0] != 24175 || sum[1] != 43727 {
		t.Errorf("2019-H1 criminal adds up to %v, want 24175 requests and 43727 accounts", sum)
	}
}

func TestCSV_StandsInOrder(t *testing.T) {
	order := map[string]int{}
	for i, s := range report.Sections() {
		order[string(s)] = i
	}
	rows := records(t, allCSV(t))
	inOrder := slices.IsSortedFunc(rows, func(a, b []string) int {
		if c := strings.Compare(b[0], a[0]); c != 0 {
			return c // newest first
		}
		if c := order[a[1]] - order[b[1]]; c != 0 {
			return c
		}
		return strings.Compare(a[2], b[2])
	})
	if !inOrder || rows[0][0] != "2019-H1" || rows[960][0] != "2013-H1" {
		t.Errorf("rows are not in order: first %v, last %v", rows[0], rows[960])
	}
}

func TestCSV_OfNoEditionIsItsHeader(t *testing.T) {
	_, places := shipped(t)
	if got, err := opendata.CSV(places); err != nil || string(got) != header+"\r\n" {
		t.Errorf("have %q (%v), want the header", got, err)
	}
}

func TestCSV_SortsByCodeAndQuotesNames(t *testing.T) {
	places, e := small(t, `Bonaire, Sint Eustatius and "Saba"`)
	e.Tables[0].Rows = append(e.Tables[0].Rows, report.Row{Country: "AU", Counts: report.CountsOf([6]int{6, 5, 1, 2, 3, 0})})
	got, err := opendata.CSV(places, e)
	if err != nil {
		t.Fatal(err)
	}
	want := header + "\r\n" +
		"2019-H1,criminal,AU,Australia,oceania,6,5,1,2,3,0,requests\r\n" +
		"2019-H1,criminal,BQ,\"Bonaire, Sint Eustatius and \"\"Saba\"\"\",oceania,1,1,0,0,0,1,requests\r\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
	if e.Tables[0].Rows[0].Country != "BQ" {
		t.Error("the edition was changed")
	}
}

// small is an edition of one country by the name.
func small(t *testing.T, name string) (*report.Places, report.Edition) {
	t.Helper()
	places, err := report.NewPlaces(
		[]report.Region{{Slug: "oceania", Name: "Oceania"}},
		[]report.Country{{Code: "BQ", Name: name, Region: "oceania"}, {Code: "AU", Name: "Australia", Region: "oceania"}},
	)
	if err != nil {
		t.Fatal(err)
	}
	return places, report.Edition{Period: report.Period{Year: 2019, Half: 1}, Tables: []report.Table{{
		Section: report.Criminal,
		Rows:    []report.Row{{Country: "BQ", Counts: report.CountsOf([6]int{1, 1, 0, 0, 0, 1})}},
	}}}
}

func TestRefusesTextThatASpreadsheetWouldRun(t *testing.T) {
	for _, name := range []string{"=1+1", "+1", "-1", "@SUM", "\tx", "\rx", "\nx", "\x00x", "＝1", "＋1", "－1", "＠1", "a\r\nb", "a\xff"} {
		places, e := small(t, name)
		if got, err := opendata.CSV(places, e); !errors.Is(err, report.ErrInvalid) || len(got) > 0 {
			t.Errorf("CSV of %q: got %d bytes (%v), want ErrInvalid and none", name, len(got), err)
		}
		in := opendata.EditionInput{Places: places, Revision: report.Revision{Edition: e}}
		if got, err := opendata.JSON(in); !errors.Is(err, report.ErrInvalid) || len(got) > 0 {
			t.Errorf("JSON of %q: got %d bytes (%v), want ErrInvalid and none", name, len(got), err)
		}
	}
}

func TestCSV_RefusesWhatItCannotWriteTruly(t *testing.T) {
	places, good := small(t, "Bonaire")
	change := func(row report.Row) report.Edition {
		_, e := small(t, "Bonaire")
		e.Tables[0].Rows[0] = row
		return e
	}
	for name, test := range map[string]struct {
		places   *report.Places
		editions []report.Edition
	}{
		"no places":       {nil, []report.Edition{good}},
		"period twice":    {places, []report.Edition{good, good}},
		"unknown country": {places, []report.Edition{change(report.Row{Country: "QQ"})}},
		"negative count":  {places, []report.Edition{change(report.Row{Country: "AU", Counts: report.Counts{NoData: -1}})}},
	} {
		if got, err := opendata.CSV(test.places, test.editions...); !errors.Is(err, report.ErrInvalid) || len(got) > 0 {
			t.Errorf("%s: got %d bytes (%v), want ErrInvalid and none", name, len(got), err)
		}
	}
}
