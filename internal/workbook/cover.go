package workbook

import (
	"fmt"
	"strings"

	"lerr/internal/report"
)

// The headers of the cover's table. Files that were downloaded are read back by these texts, so they
// never change.
const (
	headerAbout     = "About this file"
	headerAboutText = "Text"
)

const (
	dayLayout    = "2 January 2006"
	momentLayout = "2 January 2006, 15:04 UTC"
)

// coverSheet plans the first sheet: whose figures these are, of when, how to cite them, and what
// each of the other sheets holds.
func coverSheet(in Input, others []sheet) sheet {
	r := in.Revision
	planned := sheet{
		name:  "Cover",
		title: title(in),
		lines: []string{"This sheet holds one table. Its first rows are about this file; its last rows say what each sheet holds."},
		table: table{name: "cover", columns: []column{{headerAbout, 32, asText}, {headerAboutText, 100, asText}}},
	}
	add := func(label string, value any) {
		if value != "" {
			planned.table.rows = append(planned.table.rows, []any{label, value})
		}
	}
	add("Period", r.Edition.Period.Label())
	add("First day", r.Edition.Period.First().Format(dayLayout))
	add("Last day", r.Edition.Period.Last().Format(dayLayout))
	add("Organization", in.Site.Organization)
	add("Publisher of this copy", in.Site.Publisher)
	add("Source of the figures", in.Site.Source)
	add("Recreation", in.Site.Recreation)
	add("License", joined(", ", nameAndShort(in.Site.License), in.Site.License.Address))
	add("Contact", in.Site.Contact)
	add("Revision", r.Number)
	add("What this revision changed", r.Note)
	add("Date published (UTC)", r.PublishedAt.UTC().Format(momentLayout))
	add("Digest of the figures (SHA-256)", r.Digest)
	add("How to cite", in.Site.Cite(in.Revision.Edition.Period.Label(), in.Revision, in.Address))
	add("Page of this edition", in.Address)
	for _, s := range others {
		add(fmt.Sprintf("Sheet %q", s.name), s.holds)
	}
	return planned
}

// nameAndShort is "Creative Commons Attribution 4.0 (CC BY 4.0)".
func nameAndShort(l report.License) string {
	if l.Name == "" || l.Short == "" {
		return l.Name + l.Short
	}
	return l.Name + " (" + l.Short + ")"
}

// joined joins the parts that are not empty.
func joined(separator string, parts ...string) string {
	var given []string
	for _, p := range parts {
		if p != "" {
			given = append(given, p)
		}
	}
	return strings.Join(given, separator)
}
