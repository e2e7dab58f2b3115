package urls

// Expand names the collapsed parts of a page that a request asks for open, for readers without
// scripts.
type Expand string

// The values of Expand.
const (
	ExpandNothing Expand = ""
	ExpandRegions Expand = "regions"
	ExpandFAQs    Expand = "faqs"
	ExpandAll     Expand = "all"
)

// ParseExpand reads the value of an expand parameter. Any unknown text is ExpandNothing.
func ParseExpand(s string) Expand {
	switch e := Expand(s); e {
	case ExpandRegions, ExpandFAQs, ExpandAll:
		return e
	}
	return ExpandNothing
}

// Regions reports whether the tables of the regions are open.
func (e Expand) Regions() bool { return e == ExpandRegions || e == ExpandAll }

// FAQs reports whether the answers are open.
func (e Expand) FAQs() bool { return e == ExpandFAQs || e == ExpandAll }

// With returns the value that opens more in addition to e.
func (e Expand) With(more Expand) Expand {
	if e == ExpandNothing || e == more {
		return more
	}
	return ExpandAll
}

// Without returns the value that closes less of e.
func (e Expand) Without(less Expand) Expand {
	switch {
	case e == less:
		return ExpandNothing
	case e == ExpandAll && less == ExpandRegions:
		return ExpandFAQs
	case e == ExpandAll && less == ExpandFAQs:
		return ExpandRegions
	}
	return e
}

// Value returns what a form sends to ask for e. For ExpandNothing that is "none", so that the
// address stays readable.
func (e Expand) Value() string {
	if e == ExpandNothing {
		return "none"
	}
	return string(e)
}
