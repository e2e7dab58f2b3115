package opendata

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"

	"lerr/internal/report"
)

// ReadEdition is the inverse of JSON, as far as a revision's digest covers it: it returns the edition and the number of
// the revision. It believes nothing that the file says twice: it fails with ErrInvalid if totals, shares, notes, names
// or labels do not follow from the rows, if the edition does not have the digest that the file states, and for
// properties that JSON does not write.
func ReadEdition(content []byte) (report.Edition, int, error) {
	var d editionDocument
	if err := decodeJSON(content, &d); err != nil {
		return report.Edition{}, 0, fmt.Errorf("read json of an edition: %w", err)
	}
	e, err := d.edition()
	if err == nil {
		err = d.agrees(e)
	}
	if err != nil {
		return report.Edition{}, 0, fmt.Errorf("read json of %s: %w", d.Period, err)
	}
	return e, d.Revision, nil
}

// edition returns the edition that the document was written from.
func (d editionDocument) edition() (report.Edition, error) {
	e := report.Edition{Period: d.Period}
	for _, s := range d.Sections {
		t := report.Table{Section: s.Section, Note: given(s.Note)}
		if u := report.Unit(s.OutcomesCount); s.Section.UnitVaries() || u != s.Section.UsualUnit() {
			t.Unit = u
		}
		stated := [6]*int{}
		for i, name := range report.Columns() {
			if n, ok := s.Stated[name]; ok {
				stated[i] = &n
			}
		}
		if len(s.Stated) > 0 {
			t.Stated = countsOf(stated)
		}
		for _, r := range s.Rows {
			t.Rows = append(t.Rows, report.Row{Country: string(r.CountryCode), Counts: r.counts(), Note: given(r.Note)})
		}
		e.Tables = append(e.Tables, t)
	}
	for _, name := range slices.Sorted(maps.Keys(d.Figures)) {
		e.Figures = append(e.Figures, report.SingleFigure{Name: name, Value: d.Figures[name]})
	}
	for _, n := range d.Notes {
		if n.Section == nil {
			e.Note = n.Text
		}
	}
	for _, n := range d.Names {
		e.Names = append(e.Names, report.CountryName{Country: string(n.CountryCode), Name: n.Name})
	}
	for _, a := range d.Answers {
		e.Answers = append(e.Answers, report.Answer{Question: a.Question, Body: a.Text})
	}
	if digest := e.Digest(); digest != string(d.Digest) {
		return e, fmt.Errorf("the figures have the digest %s, and the file states %s: %w", digest, d.Digest, report.ErrInvalid)
	}
	return e, nil
}

// agrees fails with ErrInvalid unless the document is what is written from the edition. It leaves alone what only the
// site knows: its title, attribution and address, and the wording of remarks.
func (d editionDocument) agrees(e report.Edition) error {
	var regions []report.Region
	for _, r := range d.Places.Regions {
		regions = append(regions, report.Region(r))
	}
	var countries []report.Country
	for _, c := range d.Places.Countries {
		if c.Code != report.NoCountry {
			countries = append(countries, report.Country{Code: c.Code, Name: c.Name, Region: c.Region})
		}
	}
	places, err := report.NewPlaces(regions, countries)
	if err != nil {
		return err
	}
	want, err := EditionInput{Places: places, Revision: report.Revision{
		Edition: e, Number: d.Revision, Note: d.RevisionNote, Digest: string(d.Digest),
	}}.document()
	if err != nil {
		return err
	}
	want.Title, want.Address = d.Title, d.Address
	for i := range want.Sections {
		want.Sections[i].Remarks = d.Sections[i].Remarks
	}
	got, wanted := reflect.ValueOf(d), reflect.ValueOf(want)
	for i := range got.NumField() {
		field := got.Type().Field(i)
		if field.Anonymous { // the attribution
			continue
		}
		if !reflect.DeepEqual(got.Field(i).Interface(), wanted.Field(i).Interface()) {
			return fmt.Errorf("property %q does not follow from the rows: %w", field.Tag.Get("json"), report.ErrInvalid)
		}
	}
	return nil
}

// counts is the inverse of figuresOf.
func (f figures) counts() report.Counts {
	return countsOf([6]*int{f.Requests, f.Accounts, f.Content, f.NonContent, f.NoData, f.Rejected})
}

// countsOf returns counts of which those that are nil are not given.
func countsOf(given [6]*int) report.Counts {
	var numbers [6]int
	var missing []int
	for i, n := range given {
		if n == nil {
			missing = append(missing, i)
			continue
		}
		numbers[i] = *n
	}
	c := report.CountsOf(numbers)
	c.NotGiven = report.ColumnsOf(missing...)
	return c
}

// given is the inverse of optional.
func given(s *string) string { return *cmp.Or(s, new("")) }

// decodeJSON is the inverse of encodeJSON. It fails with ErrInvalid for unknown properties, and for anything after the
// document.
func decodeJSON(content []byte, document any) error {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(document); err != nil {
		return fmt.Errorf("%w: %w", err, report.ErrInvalid)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Errorf("more follows the document: %w", report.ErrInvalid)
	}
	return nil
}
