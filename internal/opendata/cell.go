package opendata

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"lerr/internal/report"
)

// starts are what a spreadsheet takes for the start of a formula, also in their full-width forms.
const starts = "=+-@\t\r\n\x00＝＋－＠"

// cell refuses a text that a spreadsheet would run as a formula, or that a CSV file cannot hold as
// it is. Escaping would change what other programs read, and no name of a place begins like that.
// The error is ErrInvalid.
func cell(s string) error {
	first, _ := utf8.DecodeRuneInString(s)
	switch {
	case !utf8.ValidString(s):
		return fmt.Errorf("text %q is not UTF-8: %w", s, report.ErrInvalid)
	case s != "" && strings.ContainsRune(starts, first):
		return fmt.Errorf("text %q begins as a formula does: %w", s, report.ErrInvalid)
	case strings.ContainsFunc(s, unicode.IsControl):
		return fmt.Errorf("text %q holds a control character: %w", s, report.ErrInvalid)
	}
	return nil
}
