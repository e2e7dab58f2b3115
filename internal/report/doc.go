// Package report is the language of a law enforcement requests report and its arithmetic:
// periods, places, sections, counts, editions, and the archive of all that is published.
//
// It owns every total, share and comparison. It imports the standard library only, never reads a
// clock (time comes in as an argument) and knows no file format, database or page.
//
// Start reading at edition.go, then archive.go.
package report
