package report

import (
	"fmt"
	"strings"
)

// Cite names the figures of a revision so that another reader finds the same ones. label says what
// of it is cited, such as "2019 (Jan-Jun)" or a Selection's label; address is where it stands, and
// may be empty.
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
