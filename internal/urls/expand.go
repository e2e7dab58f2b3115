package urls

import "slices"

// Expand is a set of the collapsed parts of a page that a request asks for open, for readers without
// scripts.
type Expand uint8

// The parts of a page.
const (
	ExpandRegions Expand = 1 << iota // the tables of the regions
	ExpandFAQs                       // the answers
)

// expandValues are the values of the expand parameter, by set.
var expandValues = []string{"none", "regions", "faqs", "all"}

// ParseExpand reads the value of an expand parameter. Any unknown text is the empty set.
func ParseExpand(s string) Expand { return Expand(max(slices.Index(expandValues, s), 0)) }

// Has reports whether a part is open.
func (e Expand) Has(part Expand) bool { return e&part != 0 }

// Value returns what a form sends to ask for the set.
func (e Expand) Value() string { return expandValues[e] }
