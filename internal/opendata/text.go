package opendata

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lerr/internal/report"
)

// formulaStarts are the characters that a spreadsheet reads as the start of a formula, also in their
// full-width forms.
const formulaStarts = "=+-@\t\r\n\x00＝＋－＠"

// checkText fails with ErrInvalid for a text that a spreadsheet would run as a formula, or that a
// CSV file cannot hold unchanged. Escaping would change what other programs read, and no name of a
// place starts like that.
func checkText(texts ...string) error {
	for _, s := range texts {
		first, _ := utf8.DecodeRuneInString(s)
		switch {
		case !utf8.ValidString(s):
			return fmt.Errorf("text %q is not UTF-8: %w", s, report.ErrInvalid)
		case s != "" && strings.ContainsRune(formulaStarts, first):
			return fmt.Errorf("text %q starts like a formula: %w", s, report.ErrInvalid)
		case strings.ContainsFunc(s, unicode.IsControl):
			return fmt.Errorf("text %q contains a control character: %w", s, report.ErrInvalid)
		}
	}
	return nil
}

// noteCell returns a note as one line of a CSV file, with an apostrophe before a text that a
// spreadsheet would run as a formula. Only prose is changed; names and figures are refused instead.
func noteCell(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if s = strings.TrimSpace(s); checkText(s) != nil {
		return "'" + s
	}
	return s
}

// optional returns nil for an empty text, which JSON writes as null.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// timestamp formats a time as RFC 3339 in UTC; the zero time is "".
func timestamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
