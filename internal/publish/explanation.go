package publish

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lerr/internal/report"
)

// Explanation explains one difference in an edition, in a public note. It explains no other: neither
// the same row after a change of its figures nor any other row. For a section that is gone, and for a
// column that has only zeros, it is the statement that says why.
type Explanation struct {
	Section  report.Section
	Country  string // code; empty for the section
	Column   int    // 1 to 6, as in report.Problem; 0 for a section that is gone
	Stated   int    // the number that the edition states
	Computed int    // the number that follows from its other figures
	Text     string // public; holds both numbers
}

// Holds reports whether the text says what it must: both numbers, or for a section that is gone, anything.
func (x Explanation) Holds() bool {
	if x.Column == 0 {
		return strings.TrimSpace(x.Text) != ""
	}
	return hasNumber(x.Text, x.Stated) && hasNumber(x.Text, x.Computed)
}

// hasNumber reports whether a text contains a number on its own, with or without commas between
// thousands.
func hasNumber(text string, n int) bool {
	isPart := func(b byte) bool { return b >= '0' && b <= '9' }
	for _, written := range []string{strconv.Itoa(n), report.Grouped(n)} {
		for rest, offset := text, 0; ; {
			i := strings.Index(rest, written)
			if i < 0 {
				break
			}
			start, end := offset+i, offset+i+len(written)
			before := start > 0 && (isPart(text[start-1]) || start > 1 && (text[start-1] == ',' || text[start-1] == '.') && isPart(text[start-2]))
			after := end < len(text) && (isPart(text[end]) || end+1 < len(text) && (text[end] == ',' || text[end] == '.') && isPart(text[end+1]))
			if !before && !after {
				return true
			}
			offset = end
			rest = text[end:]
		}
	}
	return false
}

// difference adds an error that an explanation can make a notice.
func (c *checker) difference(code string, at location, stated, computed int, finding, remedy string) {
	severity := report.SeverityError
	for _, x := range c.explanations {
		if x.Section == at.section && x.Country == at.country && x.Column == at.column && x.Stated == stated && x.Computed == computed && x.Holds() {
			severity, remedy = report.SeverityNotice, "The public note explains this: "+x.Text
		}
	}
	c.add(severity, code, at, fmt.Sprintf("%d %d", stated, computed), finding+" "+remedy)
}

// ExplanationFor returns the explanation that a problem needs or has, without its text, or false if
// none can explain it.
func ExplanationFor(p report.Problem) (x Explanation, ok bool) {
	switch p.Code {
	case CodeOutcomes, CodeSectionMissing, CodeColumnEmpty:
		x.Section, x.Country, x.Column = p.Section, p.Country, p.Column
		_, err := fmt.Sscan(p.Figures, &x.Stated, &x.Computed)
		return x, err == nil
	}
	return x, false
}

// noteOn returns the public note of the edition that holds the explanation, or nil.
func (x Explanation) noteOn(e *report.Edition) *string {
	if x.Column == 0 {
		return &e.Note
	}
	return e.NoteOn(x.Section, x.Country)
}

// explain adds an explanation to a draft, with its text as a public note. It replaces one of the same
// place.
func (d *Draft) explain(x Explanation) error {
	note := x.noteOn(&d.Edition)
	switch {
	case note == nil:
		return &Refusal{report.ErrNotFound, fmt.Sprintf("The draft has no row %s %s.", x.Section, x.Country)}
	case !x.Holds() && x.Column == 0:
		return &Refusal{report.ErrInvalid, "Say why the section is missing."}
	case !x.Holds():
		return &Refusal{report.ErrInvalid, fmt.Sprintf("Name both numbers, %s and %s, and say why they differ.", report.Grouped(x.Stated), report.Grouped(x.Computed))}
	}
	whole := *note
	if x.Country != "" || whole == "" {
		whole = x.Text
	} else if !strings.Contains(whole, x.Text) {
		whole += " " + x.Text
	}
	whole, err := publicText(report.NoteText, whole)
	if err != nil {
		return err
	}
	*note = whole
	d.putExplanation(x)
	return nil
}

// putExplanation adds an explanation to the draft's, in the place of one of the same figure.
func (d *Draft) putExplanation(x Explanation) {
	i := slices.IndexFunc(d.Explanations, func(old Explanation) bool {
		return old.Section == x.Section && old.Country == x.Country && old.Column == x.Column
	})
	if i < 0 {
		d.Explanations = append(d.Explanations, x)
		return
	}
	d.Explanations[i] = x
}

// keepExplanations gives a draft that was read from another file the explanations of the one before.
// Those of the same difference stay as people wrote them.
func (d *Draft) keepExplanations(before []Explanation) {
	known := d.Explanations
	d.Explanations = slices.Clone(before)
	for _, x := range known {
		if !slices.ContainsFunc(before, func(old Explanation) bool { old.Text = x.Text; return old == x }) {
			d.putExplanation(x)
		}
	}
}

// public returns the draft's explanations whose text is a public note.
func (d *Draft) public() []Explanation {
	return slices.DeleteFunc(slices.Clone(d.Explanations), func(x Explanation) bool {
		note := x.noteOn(&d.Edition)
		return note == nil || !strings.Contains(*note, x.Text)
	})
}

// ExplanationsIn returns the explanations that a published edition holds: its notes on rows that do
// not add up, and its note as the statement on every section that it does not have.
func ExplanationsIn(e report.Edition) []Explanation {
	var all []Explanation
	for section, r := range e.Inconsistent() {
		x := explanationOf(e, section, *r, r.Note)
		if x.Holds() {
			all = append(all, x)
		}
	}
	for _, s := range report.Sections() {
		if _, ok := e.Table(s); !ok && e.Note != "" {
			all = append(all, Explanation{Section: s, Text: e.Note})
		}
	}
	return all
}

// explanationOf returns the explanation of an edition's row that does not add up.
func explanationOf(e report.Edition, s report.Section, r report.Row, text string) Explanation {
	t, _ := e.Table(s)
	column := 1
	if t.CountUnit() == report.UnitAccounts {
		column = 2
	}
	return Explanation{Section: s, Country: r.Country, Column: column, Stated: r.Counts.Expected(t.CountUnit()), Computed: r.Counts.OutcomeSum(), Text: text}
}

// applyKnown gives a draft the explanations of what is known to be odd in its source.
func (d *Draft) applyKnown(notes []report.KnownNote) {
	d.Edition.ApplyKnownNotes(notes)
	for section, r := range d.Edition.Inconsistent() {
		if r.Note != "" {
			d.Explanations = append(d.Explanations, explanationOf(d.Edition, section, *r, r.Note))
		}
	}
	for _, known := range notes {
		if _, ok := d.Edition.Table(known.Section); !ok && known.Period == d.Edition.Period && known.Country == "" {
			d.explain(Explanation{Section: known.Section, Text: known.Text}) // a statement on a section is always allowed
		}
	}
}

// Explain explains one difference of a draft in a public note. It refuses a text that does not name
// both numbers with report.ErrInvalid.
func (s *Service) Explain(ctx context.Context, e Edit, x Explanation) (Draft, error) {
	text, err := publicText(report.NoteText, x.Text)
	if err != nil {
		return Draft{}, err
	}
	x.Text = text
	return s.edit(ctx, e, "explain", text, func(draft *Draft) error { return draft.explain(x) })
}

// explainAll adds the explanations of differences that are among the problems, and returns an error
// for each other one.
func (d *Draft) explainAll(all []Explanation, problems report.Problems) report.Problems {
	c := checker{}
	for _, x := range all {
		known := slices.ContainsFunc(problems, func(p report.Problem) bool {
			found, ok := ExplanationFor(p)
			found.Text = x.Text
			return ok && found == x
		})
		at := location{section: x.Section, country: x.Country, column: x.Column}
		if known {
			if err := d.explain(x); err != nil {
				c.fault(CodeExplainsNothing, at, "%v", err)
			}
		} else {
			c.fault(CodeExplainsNothing, at, "The explanation of %s and %s explains nothing: the file has no such difference here. Correct or remove it.",
				report.Grouped(x.Stated), report.Grouped(x.Computed))
		}
	}
	return c.problems
}
