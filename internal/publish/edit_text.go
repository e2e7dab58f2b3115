package publish

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lerr/internal/report"
)

const (
	// maxToldChanges bounds the changes that one event lists. A file that is uploaded again may change all figures.
	maxToldChanges = 12
	// maxToldText bounds the characters of each text that an event quotes.
	maxToldText = 300
)

// prop is a property of a draft that people edit, with its value as an event tells it; "" for none.
type prop struct{ name, value string }

// props returns the properties of a draft in an order that is the same for all.
func props(d *Draft) (all []prop) {
	e := &d.Edition
	add := func(name, value string) {
		if value != "" {
			all = append(all, prop{name, value})
		}
	}
	add("file", quoted(d.File.Name))
	add("public note", quoted(d.Note))
	add("note on the period", quoted(e.Note))
	for _, t := range e.Tables {
		add(string(t.Section)+" outcomes", string(t.Unit))
		add("note on "+string(t.Section), quoted(t.Note))
		for _, r := range append([]report.Row{{Counts: t.Stated}}, t.Rows...) {
			where := strings.TrimSpace(string(t.Section) + " " + r.Country)
			if r.Country == "" {
				where += " total"
			}
			if r.Country != "" || t.Stated != (report.Counts{}) {
				for i, n := range r.Counts.Figures() {
					if r.Counts.Has(i) {
						add(where+" "+strings.ToLower(report.Columns()[i]), fmt.Sprint(n))
					} else {
						add(where+" "+strings.ToLower(report.Columns()[i]), "not given")
					}
				}
			}
			add("note on "+where, quoted(r.Note))
		}
	}
	for _, f := range e.Figures {
		add(f.Name, fmt.Sprint(f.Value))
	}
	for _, a := range e.Answers {
		add("answer "+a.Question, quoted(a.Body))
	}
	for _, id := range d.KeepsEarlier {
		add("answer "+id, "keeps the earlier period")
	}
	for _, n := range e.Names {
		add("name of "+n.Country, quoted(n.Name))
	}
	for _, p := range d.Places {
		add("place "+p.Code(), p.text())
	}
	for _, x := range d.Explanations {
		add(fmt.Sprintf("explanation of %s %s %d", x.Section, x.Country, x.Column), quoted(x.Text))
	}
	return all
}

// quoted returns a text in quotation marks, cut if it is long, or "" for none.
func quoted(s string) string {
	if s == "" {
		return ""
	}
	if runes := []rune(s); len(runes) > maxToldText {
		s = string(runes[:maxToldText]) + "…"
	}
	return "“" + s + "”"
}

// editText returns for the audit log what changed from a draft as prepared returned it: each property with its value
// before and after. What is in no property, such as an acceptance, is told by the text alone.
func editText(prepared string, after *Draft, text string) string {
	var before Draft
	if err := json.Unmarshal([]byte(prepared), &before); err != nil {
		return text
	}
	was := map[string]string{}
	for _, p := range props(&before) {
		was[p.name] = p.value
	}
	var changes []string
	told := func(name, old, new string) {
		if old != new {
			changes = append(changes, fmt.Sprintf("%s: %s → %s", name, orNone(old), orNone(new)))
		}
	}
	for _, p := range props(after) {
		told(p.name, was[p.name], p.value)
		delete(was, p.name)
	}
	for _, p := range props(&before) { // those that are gone
		if _, gone := was[p.name]; gone {
			told(p.name, p.value, "")
		}
	}
	if len(changes) == 0 {
		return text
	}
	if more := len(changes) - maxToldChanges; more > 0 {
		changes = append(slices.Clone(changes[:maxToldChanges]), fmt.Sprintf("and %d more", more))
	}
	return strings.Join(changes, "; ")
}

func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return value
}
