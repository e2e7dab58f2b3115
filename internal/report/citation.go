package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Cite returns a plain-text citation of a revision. label says which part is cited, such as "2019
// (Jan-Jun)" or a Selection's label; address is its URL and may be empty.
func (s Site) Cite(label string, r Revision, address string) string {
	return joined(s.author()+": "+s.Title, label, s.republished(),
		fmt.Sprintf("revision %d of %s", r.Number, r.PublishedAt.UTC().Format("2 January 2006")), address, s.License.Short)
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

// CiteAPA returns a citation in APA style, seventh edition. See Cite for label and address.
func (s Site) CiteAPA(label string, r Revision, address string) string {
	text := fmt.Sprintf("%s. (%s). %s: %s (Revision %d) [Data set].",
		strings.TrimSuffix(s.author(), "."), r.PublishedAt.UTC().Format("2006, January 2"), s.Title, label, r.Number)
	if by, ok := strings.CutPrefix(s.republished(), "r"); ok {
		text += " R" + by + "."
	}
	return text + prefixed(" ", address)
}

// CiteBibTeX returns a citation as an entry for BibTeX and biber. place is the slug of the cited
// place; see Cite for label and address.
func (s Site) CiteBibTeX(label, place string, r Revision, address string) string {
	at := r.PublishedAt.UTC()
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s-%s-%s-r%d,\n", strings.ReplaceAll(NameKey(s.Organization), " ", "-"), r.Edition.Period, place, r.Number)
	field := func(name, value string) { fmt.Fprintf(&b, "  %-6s = {%s},\n", name, value) }
	field("author", "{"+texEscape(s.author())+"}")
	field("title", "{"+texEscape(s.Title+": "+label)+"}")
	field("year", at.Format("2006"))
	field("month", at.Format("1"))
	field("note", texEscape(joined(fmt.Sprintf("Revision %d", r.Number), s.republished(), s.License.Short)))
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
