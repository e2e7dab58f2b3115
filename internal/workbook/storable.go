package workbook

import (
	"fmt"
	"regexp"
	"unicode/utf16"
	"unicode/utf8"

	"lerr/internal/report"
)

// longest is how much text a cell holds, in UTF-16 units. Longer text would be cut without a word.
const longest = 32767

// escape is how spreadsheets write a character by its number. Excelize 2.11.1 does not escape such a
// text, so that it would read back as the character.
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// storable refuses text that a cell could not hold as it is. The error is ErrInvalid.
func storable(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("text %.40q is not UTF-8: %w", s, report.ErrInvalid)
	}
	if n := len(utf16.Encode([]rune(s))); n > longest {
		return fmt.Errorf("text %.40q is %d characters long, want at most %d: %w", s, n, longest, report.ErrInvalid)
	}
	if escape.MatchString(s) {
		return fmt.Errorf("text %.40q holds a character's number in spreadsheets' own form: %w", s, report.ErrInvalid)
	}
	for _, r := range s {
		// XML cannot hold these, and turns a carriage return into a line feed.
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return fmt.Errorf("text %.40q holds the character %U: %w", s, r, report.ErrInvalid)
		}
	}
	return nil
}
