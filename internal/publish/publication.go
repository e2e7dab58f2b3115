package publish

import (
	"lerr/internal/audit"
	"lerr/internal/report"
)

// Spelling is another way in which a workbook may write a country's name.
type Spelling struct {
	Country  string // code
	Spelling string
}

// Publication is what becomes public in one transaction: all of it or nothing. Places are written
// where they are given, and left as they are where they are empty.
type Publication struct {
	Regions   []report.Region
	Countries []report.Country
	Spellings []Spelling
	Revisions []report.Revision
	Draft     *Draft // the draft that is published by it, in its new state
	Events    []audit.Event
}
