package opendata_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/report"
)

// smallObservations returns observations of two countries by the name, of which one has no row, with a note.
func smallObservations(t *testing.T, name, note string) report.Observations {
	t.Helper()
	places, e := small(t, name)
	e.Tables[0].Rows[0].Note = note
	a, err := report.NewArchive(places, []report.Revision{{Edition: e, Number: 1, State: report.Published}})
	if err != nil {
		t.Fatal(err)
	}
	oceania, err := places.Find("oceania")
	if err != nil {
		t.Fatal(err)
	}
	v, err := a.Observations(report.Selection{Period: e.Period, Place: oceania})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestWideCSV_HasAStatusWhereThereIsNoFigure(t *testing.T) {
	got, err := opendata.WideCSV(smallObservations(t, "Bonaire", "As published, twice."))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"period,section,place_type,place,name,country_code,alpha3,region,status,requests,accounts,content,non_content,no_data,rejected,revision,note,outcomes_count,not_given",
		"2019-H1,combined,region,oceania,Oceania,,,oceania,not_reported,,,,,,,1,,requests,",
		"2019-H1,criminal,region,oceania,Oceania,,,oceania,number,1,1,0,0,0,1,1,,requests,",
		"2019-H1,criminal,country,au,Australia,AU,AUS,oceania,no_row,,,,,,,1,,requests,",
		`2019-H1,criminal,country,bq,Bonaire,BQ,BES,oceania,number,1,1,0,0,0,1,1,"As published, twice.",requests,`,
		"2019-H1,emergencies,region,oceania,Oceania,,,oceania,not_reported,,,,,,,1,,requests,",
		"2019-H1,civil,region,oceania,Oceania,,,oceania,not_reported,,,,,,,1,,accounts,",
		"2019-H1,skype,region,oceania,Oceania,,,oceania,not_reported,,,,,,,1,,requests,", "",
	}, "\r\n")
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestLongCSV_HasEachFigureWithItsUnitAndStatus(t *testing.T) {
	got, err := opendata.LongCSV(smallObservations(t, "Bonaire", ""))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(got), "\r\n")
	if lines[0] != "period,section,place_type,place,name,country_code,alpha3,region,measure,unit,value,status,revision,note" || len(lines) != 1+7*6+1 {
		t.Errorf("header %q and %d lines", lines[0], len(lines))
	}
	for _, want := range []string{
		"2019-H1,criminal,country,bq,Bonaire,BQ,BES,oceania,accounts,accounts,1,number,1,",
		"2019-H1,criminal,country,bq,Bonaire,BQ,BES,oceania,content,requests,0,zero,1,",
		"2019-H1,criminal,country,au,Australia,AU,AUS,oceania,requests,requests,,no_row,1,",
		"2019-H1,civil,region,oceania,Oceania,,,oceania,rejected,accounts,,not_reported,1,",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line is %q", want)
		}
	}
}

func TestObservationsCSV_GuardsNotesAndRefusesNames(t *testing.T) {
	for note, want := range map[string]string{
		"=1+1": "'=1+1", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", " =1": "'=1", "a\r\n=1": "a  =1", "\t=1": "'=1", "1-2": "1-2",
	} {
		v := smallObservations(t, "Bonaire", note)
		for name, write := range map[string]func(report.Observations) ([]byte, error){"long": opendata.LongCSV, "wide": opendata.WideCSV} {
			file, err := write(v)
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, r := range records(t, file) {
				found = found || slices.Contains(r, want)
			}
			if !found {
				t.Errorf("%s: no note is %q for %q", name, want, note)
			}
		}
	}
	for _, name := range []string{"=1", "+1", "-1", "@a"} {
		v := smallObservations(t, name, "")
		for form, write := range map[string]func(report.Observations) ([]byte, error){
			"long": opendata.LongCSV, "wide": opendata.WideCSV,
			"json": func(v report.Observations) ([]byte, error) {
				return opendata.ObservationsJSON(opendata.ObservationsInput{Observations: v})
			},
		} {
			if got, err := write(v); !errors.Is(err, report.ErrInvalid) || len(got) > 0 {
				t.Errorf("%s of %q: got %d bytes (%v), want ErrInvalid and none", form, name, len(got), err)
			}
		}
	}
}

func TestObservationsJSON_TellsWhatItIs(t *testing.T) {
	v := smallObservations(t, "Bonaire", "As published.")
	s, _ := shipped(t)
	file, err := opendata.ObservationsJSON(opendata.ObservationsInput{
		Metadata: opendata.Metadata{Site: s.Site}, Observations: v, Page: "/2019-H1/oceania", ArchiveRows: 961,
	})
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Label, Citation string
		License         struct{ Short string }
		RowCount        int                       `json:"row_count"`
		Full            struct{ Rows int }        `json:"full_table"`
		Columns         []struct{ Name string }   `json:"columns"`
		Statuses        []struct{ Status string } `json:"statuses"`
		Notes           []struct{ Text string }
		Rows            []map[string]any
	}
	if err := json.Unmarshal(file, &d); err != nil {
		t.Fatal(err)
	}
	if d.Label != "2019 (Jan-Jun) - Oceania" || !strings.Contains(d.Citation, "/2019-H1/r1/oceania") || d.License.Short != "CC BY 4.0" ||
		d.RowCount != 7 || len(d.Rows) != 7 || d.Full.Rows != 1 || len(d.Statuses) != 6 || len(d.Notes) != 1 {
		t.Errorf("document is %+v", d)
	}
	var names []string
	for _, c := range d.Columns {
		names = append(names, c.Name)
		if _, ok := d.Rows[3][c.Name]; !ok {
			t.Errorf("rows have no %s", c.Name)
		}
	}
	if len(names) != len(d.Rows[3]) {
		t.Errorf("rows have %d names, columns %d", len(d.Rows[3]), len(names))
	}
	if row := d.Rows[2]; row["status"] != "no_row" || row["requests"] != nil || row["content_share"] != nil {
		t.Errorf("Australia's row is %v", row)
	}
	if row := d.Rows[3]; row["status"] != "number" || row["requests"] != 1.0 || row["content"] != 0.0 || row["rejected_share"] != 100.0 || row["note"] != "As published." {
		t.Errorf("Bonaire's row is %v", row)
	}
}
