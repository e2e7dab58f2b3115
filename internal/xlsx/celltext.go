package xlsx

import (
	"errors"
	"fmt"
	"regexp"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrInvalidText is text that a cell cannot hold unchanged.
var ErrInvalidText = errors.New("a cell cannot hold it")

// maxCellText is the longest text of a cell, in UTF-16 units. Programs cut longer text silently.
const maxCellText = 32767

// escape matches a character that is written by its number. Excelize 2.11.1 does not escape such
// text, so that it would be read back as the character.
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// checkText returns ErrInvalidText for text that a cell cannot hold unchanged.
func checkText(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("text %.40q is not UTF-8: %w", s, ErrInvalidText)
	}
	if n := len(utf16.Encode([]rune(s))); n > maxCellText {
		return fmt.Errorf("text %.40q is %d characters long, want at most %d: %w", s, n, maxCellText, ErrInvalidText)
	}
	if escape.MatchString(s) {
		return fmt.Errorf("text %.40q holds the number of a character in the form that spreadsheets use: %w", s, ErrInvalidText)
	}
	for _, r := range s {
		// XML cannot hold these, or changes them: a carriage return becomes a line feed.
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return fmt.Errorf("text %.40q holds the character %U: %w", s, r, ErrInvalidText)
		}
	}
	return nil
}
