package console

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"lerr/internal/report"
	"lerr/views"
)

// Hidden fields of a step's form.
const (
	FieldVersion = "version" // of the draft that the form shows
	FieldBase    = "base"    // fingerprints of what the form shows, by field
	FieldDo      = "do"      // the button that was pressed
)

// StepForm holds the values of a step's form: what is stored in the draft, and over it what a person has typed and
// not saved.
type StepForm struct {
	URL       string
	Stored    url.Values
	Typed     url.Values // nil if nothing is
	TypedAt   time.Time  // when it was last kept; zero if it never was
	Conflicts []Conflict
	ChangedBy string // whose changes the conflicts are
	Left      []Fact // what was typed and cannot be saved any more, since the draft cannot be edited
}

// StoredField is a field of a step's form, with what the draft holds.
type StoredField struct {
	Name   string
	ID     string // of its input
	Label  string
	Values []string
}

// StoredFields returns the fields of a step's form.
func StoredFields(v DraftView, step string) (fields []StoredField) {
	add := func(name, id, label string, values ...string) {
		fields = append(fields, StoredField{name, id, label, values})
	}
	switch step {
	case StepFigures:
		t := newFiguresTable(v, v.Table)
		for _, r := range t.Rows {
			for _, c := range r.Cells {
				add(c.Field, c.Field, c.Label, c.Now)
			}
		}
		if t.Units {
			add("unit", "unit", "What the outcomes count", string(t.Unit))
		}
		for _, f := range t.Singles {
			add(f.Name, "figure-"+f.Name, f.Label, f.Value)
		}
		if v.Draft.Corrects > 0 {
			add("public-note", "public-note", "Public note on the correction", v.Draft.Note)
		}
	case StepTexts:
		for _, f := range TextFields(v) {
			add(f.ID, f.ID, f.Label, f.Value)
		}
		answers, _ := AnswerFields(v) // an error is told when the page is made
		for _, a := range answers {
			add(AnswerBody(a.ID), AnswerBody(a.ID), a.Title, a.Value)
			add(DecisionField(a.ID), DecisionField(a.ID), a.Title, a.Decision)
		}
	case StepPlaces:
		for _, id := range []string{"spelling", "code", "name", "gone", "name-name"} {
			add(id, id, "")
		}
		places := v.Archive.Places()
		for _, id := range []string{"spelling-country", "name-code", "remove"} {
			add(id, id, "", places.ByName(report.Place{})[0].Code) // what a select shows first
		}
		add("region", "region", "", places.Regions()[0].Slug)
	}
	return fields
}

// leave moves what was typed to Left, for a draft that cannot be edited.
func (f *StepForm) leave(fields []StoredField) {
	for _, field := range fields {
		if typed := f.Typed.Get(field.Name); f.mine(field.Name) && fingerprint(f.Typed[field.Name]) != fingerprint(field.Values) {
			f.Left = append(f.Left, Fact{field.Label, typed})
		}
	}
	f.Typed = nil
}

// setConflicts finds the fields that others have changed since the form that was typed in was shown.
func (f *StepForm) setConflicts(v DraftView, fields []StoredField) {
	bases := f.bases()
	for _, field := range fields {
		shown, known := bases[field.Name]
		if !known || shown == fingerprint(field.Values) {
			continue
		}
		c := Conflict{Field: field.ID, Label: field.Label, Now: strings.Join(field.Values, "\n")}
		if f.mine(field.Name) {
			c.Mine = f.Typed.Get(field.Name)
		}
		f.Conflicts = append(f.Conflicts, c)
	}
	version, _ := strconv.Atoi(f.Typed.Get(FieldVersion))
	f.ChangedBy = views.Sentence(v.Draft.ChangedSince(version))
}

// Conflict is a field that somebody else has changed while a person typed in it.
type Conflict struct {
	Field string // its id
	Label string
	Now   string // what is stored
	Mine  string // what was typed
}

// mine reports whether a person typed another value in a field than their form had shown.
func (f StepForm) mine(field string) bool {
	if !f.Typed.Has(field) {
		return false
	}
	shown, known := f.bases()[field]
	return !known || shown != fingerprint(f.Typed[field])
}

// bases returns the fingerprints of what the typed form had shown.
func (f StepForm) bases() map[string]string {
	var bases map[string]string
	if json.Unmarshal([]byte(f.Typed.Get(FieldBase)), &bases) != nil {
		return nil
	}
	return bases
}

// values returns what a field shows.
func (f StepForm) values(field string) []string {
	if f.mine(field) {
		return f.Typed[field]
	}
	return f.Stored[field]
}

// value returns what a field shows.
func (f StepForm) value(field string) string {
	if all := f.values(field); len(all) > 0 {
		return all[0]
	}
	return ""
}

// has reports whether a box is ticked or a choice is made.
func (f StepForm) has(field, value string) bool { return slices.Contains(f.values(field), value) }

// Unsaved reports whether a person typed anything that is not stored.
func (f StepForm) Unsaved() bool {
	for field := range f.Typed {
		if !isHidden(field) && f.mine(field) && fingerprint(f.Typed[field]) != fingerprint(f.Stored[field]) {
			return true
		}
	}
	return false
}

// isHidden reports whether a field is none that people type in.
func isHidden(field string) bool {
	return field == FieldVersion || field == FieldBase || field == FieldDo || strings.HasPrefix(field, "of-")
}

// base returns the fingerprints of what is stored, for the form's hidden field.
func (f StepForm) base() string {
	bases := map[string]string{}
	for field, values := range f.Stored {
		bases[field] = fingerprint(values)
	}
	text, _ := json.Marshal(bases) // of strings: never fails
	return string(text)
}

// fingerprint returns a short digest of a field's values, as they would be saved.
func fingerprint(values []string) string {
	text := strings.TrimSpace(strings.ReplaceAll(strings.Join(values, "\n"), "\r\n", "\n"))
	if text == "" {
		return ""
	}
	return report.DigestOf(text)[:12]
}

// described returns the attributes that refer a field to its error.
func (p ConsolePage) described(id string) templ.Attributes {
	a := templ.Attributes{}
	tie(a, p, id, false)
	return a
}

// describedWithHint returns the attributes that refer a field to its hint and its error.
func (p ConsolePage) describedWithHint(id string) templ.Attributes {
	a := templ.Attributes{}
	tie(a, p, id, true)
	return a
}
