package xlsx

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrInvalidText is text that a cell cannot hold unchanged.
var ErrInvalidText = errors.New("text is too long, is not UTF-8, or holds control characters or escapes of spreadsheets")

// maxCellText is the longest text of a cell, in UTF-16 units. Programs cut longer text silently.
const maxCellText = 32767

// escape matches a character that is written by its number. Excelize 2.11.1 does not escape such
// text, so that it would be read back as the character.
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// checkText returns ErrInvalidText for text that a cell cannot hold unchanged.
func checkText(s string) error {
	if !utf8.ValidString(s) || len(utf16.Encode([]rune(s))) > maxCellText || escape.MatchString(s) || strings.ContainsFunc(s, isUnwritable) {
		return fmt.Errorf("%.40q: %w", s, ErrInvalidText)
	}
	return nil
}

// isUnwritable reports whether XML cannot hold a character, or changes it: a carriage return becomes a
// line feed.
func isUnwritable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF
}
