// Package report holds the vocabulary of a law enforcement requests report and its arithmetic:
// periods, places, sections, counts, editions, and the archive of everything published.
//
// All totals, shares and comparisons are computed here. The package imports only the standard
// library, never reads a clock (callers pass times in) and knows no file format, database or page.
//
// Start reading at edition.go, then archive.go.
package report
