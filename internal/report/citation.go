package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Citation names a part of the report as readers cite it.
type Citation struct {
	Part    string    // "2019 (Jan-Jun) - Australia"
	Key     string    // identifies part and state in few letters: "2019-H1-au-r1"; only BibTeX needs it
	Number  int       // of the revision; 0 for several half-years, whose revisions have numbers of their own
	At      time.Time // of publication; for several half-years, of the last change; zero in files that carry no time
	Address string    // may be empty
}

// Citation returns the citation of a part of the revision's figures.
func (r Revision) Citation(part, address string) Citation {
	return Citation{Part: part, Number: r.Number, At: r.PublishedAt, Address: address}
}

// UndatedCitation returns the citation of a part of the revision's figures that does not say when they were
// published. It stands in the revision's own files, whose bytes are known before.
func (r Revision) UndatedCitation(part, address string) Citation {
	return Citation{Part: part, Number: r.Number, Address: address}
}

// Citation returns the citation of what an archive holds over all its half-years. what says of which places; it is
// empty for all of it.
func (a *Archive) Citation(what, address string) Citation {
	return Citation{Part: joined(what, a.Span()), At: a.UpdatedAt(), Address: address}
}

// state says which revision is cited, or of which day several are.
func (c Citation) state() string {
	switch {
	case c.Number == 0:
		return "as of " + c.day()
	case c.At.IsZero():
		return c.revision()
	}
	return c.revision() + " of " + c.day()
}

func (c Citation) revision() string { return fmt.Sprintf("revision %d", c.Number) }

func (c Citation) day() string { return c.At.UTC().Format("2 January 2006") }

// note returns the parts of a citation for which bibliographies have no field.
func (s Site) note(c Citation) string {
	state := c.state()
	if c.Number > 0 {
		state = c.revision() // the day has a field
	}
	return strings.ToUpper(state[:1]) + state[1:] + prefixed(", ", joined(s.republished(), s.License.Short))
}

// Cite returns a plain-text citation.
func (s Site) Cite(c Citation) string {
	return joined(s.author()+": "+s.Title, c.Part, s.republished(), c.state(), c.Address, s.License.Short)
}

// joined returns the parts that are not empty, with commas.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// prefixed returns the text after a prefix, or "" if it is empty.
func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// author returns the first name of a citation: the organization whose figures they are, or else the publisher
// of this copy.
func (s Site) author() string { return cmp.Or(s.Organization, s.Publisher) }

// republished names the publisher of a copy, or is empty where the organization publishes its own figures.
func (s Site) republished() string {
	if s.Publisher == s.author() {
		return ""
	}
	return prefixed("republished by ", s.Publisher)
}

// CiteAPA returns a citation in APA style, seventh edition.
func (s Site) CiteAPA(c Citation) string {
	revision := ""
	if c.Number > 0 {
		revision = fmt.Sprintf(" (Revision %d)", c.Number)
	}
	text := fmt.Sprintf("%s. (%s). %s: %s%s [Data set].",
		strings.TrimSuffix(s.author(), "."), c.At.UTC().Format("2006, January 2"), s.Title, c.Part, revision)
	if by, ok := strings.CutPrefix(s.republished(), "r"); ok {
		text += " R" + by + "."
	}
	return text + prefixed(" ", c.Address)
}

// CiteBibTeX returns a citation as an entry for BibTeX and biber.
func (s Site) CiteBibTeX(c Citation) string {
	at := c.At.UTC()
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s-%s,\n", strings.ReplaceAll(NameKey(s.author()), " ", "-"), c.Key)
	field := func(name, value string) { fmt.Fprintf(&b, "  %-6s = {%s},\n", name, value) }
	field("author", "{"+texEscape(s.author())+"}")
	field("title", "{"+texEscape(s.Title+": "+c.Part)+"}")
	field("year", at.Format("2006"))
	field("month", at.Format("1"))
	field("note", texEscape(s.note(c)))
	if c.Address != "" {
		field("url", c.Address)
	}
	b.WriteString("}")
	return b.String()
}

// CiteRIS returns a citation as a record for reference managers. Its lines end as the format demands.
func (s Site) CiteRIS(c Citation) string {
	at := c.At.UTC()
	var b strings.Builder
	field := func(tag, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", tag, strings.Join(strings.Fields(value), " "))
		}
	}
	field("TY", "DATA")
	field("AU", s.author())
	field("TI", s.Title+": "+c.Part)
	field("PY", at.Format("2006"))
	field("DA", at.Format("2006/01/02"))
	field("N1", s.note(c))
	field("UR", c.Address)
	field("LA", s.Language)
	b.WriteString("ER  - \r\n")
	return b.String()
}

// texEscape escapes the special characters of TeX.
func texEscape(text string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "{", `\{`, "}", `\}`,
		"~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
	).Replace(text)
}
