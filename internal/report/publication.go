package report

import "time"

// Event is one thing that somebody did to what is or will be public, for the audit log.
type Event struct {
	At       time.Time // UTC
	Actor    string    // who: an account, or the command that was run
	Action   string    // such as "publish"
	Period   Period    // zero where it concerns no single period
	Revision int       // zero where it concerns none
	Digest   string    // of the edition concerned; empty where there is none
	Text     string    // for people
}

// Spelling is another way in which a workbook may write a country's name.
type Spelling struct {
	Country  string // code
	Spelling string
}

// Publication is what becomes public in one transaction: all of it or nothing. Places are written
// where they are given, and left as they are where they are empty.
type Publication struct {
	Regions   []Region
	Countries []Country
	Spellings []Spelling
	Revisions []Revision
	Draft     *Draft // the draft that is published by it, in its new state
	Events    []Event
}
