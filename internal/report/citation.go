package report

import (
	"fmt"
	"strings"
)

// Cite returns a plain-text citation of a revision. label says which part is cited, such as "2019
// (Jan-Jun)" or a Selection's label; address is its URL and may be empty.
func (s Site) Cite(label string, r Revision, address string) string {
	parts := []string{s.Title, label}
	if s.Organization != "" {
		parts = append(parts, "figures of "+s.Organization)
	}
	if s.Publisher != "" {
		parts = append(parts, "published by "+s.Publisher)
	}
	parts = append(parts, fmt.Sprintf("revision %d of %s", r.Number, r.PublishedAt.UTC().Format("2 January 2006")))
	for _, part := range []string{address, s.License.Short} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// author returns the first name of a citation: the publisher of this copy, or else the
// organization.
func (s Site) author() string {
	if s.Publisher != "" {
		return s.Publisher
	}
	return s.Organization
}

// CiteAPA returns a citation in APA style, seventh edition. See Cite for label and address.
func (s Site) CiteAPA(label string, r Revision, address string) string {
	text := fmt.Sprintf("%s. (%s). %s: %s (Revision %d) [Data set].",
		strings.TrimSuffix(s.author(), "."), r.PublishedAt.UTC().Format("2006, January 2"), s.Title, label, r.Number)
	if s.Organization != "" && s.Organization != s.author() {
		text += " Figures of " + s.Organization + "."
	}
	if address != "" {
		text += " " + address
	}
	return text
}

// CiteBibTeX returns a citation as an entry for BibTeX and biber. place is the slug of the cited
// place; see Cite for label and address.
func (s Site) CiteBibTeX(label, place string, r Revision, address string) string {
	at := r.PublishedAt.UTC()
	note := []string{fmt.Sprintf("Revision %d", r.Number)}
	if s.Organization != "" {
		note = append(note, "figures of "+s.Organization)
	}
	if s.License.Short != "" {
		note = append(note, s.License.Short)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s-%s-%s-r%d,\n", strings.ReplaceAll(NameKey(s.Organization), " ", "-"), r.Edition.Period, place, r.Number)
	field := func(name, value string) { fmt.Fprintf(&b, "  %-6s = {%s},\n", name, value) }
	field("author", "{"+texEscape(s.author())+"}")
	field("title", "{"+texEscape(s.Title+": "+label)+"}")
	field("year", at.Format("2006"))
	field("month", at.Format("1"))
	field("note", texEscape(strings.Join(note, ", ")))
	if address != "" {
		field("url", address)
	}
	b.WriteString("}")
	return b.String()
}

// texEscape escapes the special characters of TeX.
func texEscape(text string) string {
	return strings.NewReplacer(
		`\`, `\textbackslash{}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "{", `\{`, "}", `\}`,
		"~", `\textasciitilde{}`, "^", `\textasciicircum{}`,
	).Replace(text)
}
