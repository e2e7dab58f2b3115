package staff

import (
	_ "embed"
	"strings"
	"unicode"
)

// blocklistText lists common passwords in lower case, without spaces and signs.
//
//go:embed blocklist.txt
var blocklistText string

var blocklist = strings.Fields(blocklistText)

// isBlocklisted compares the whole password with the blocklist: as it is, its letters alone, and with
// letters for the digits and signs that resemble them. A password that repeats a listed one is listed,
// and so is a part, of the length of a password, of a listed sequence.
func isBlocklisted(password string) bool {
	for _, s := range []string{fold(password), only(password, unicode.IsLetter), only(leet.Replace(strings.TrimRightFunc(password, notLetter)), unicode.IsLetter)} {
		s = repeated(s)
		for _, listed := range blocklist {
			if s == listed || len(s) >= MinPassword && strings.Contains(listed, s) {
				return true
			}
		}
	}
	return false
}

// fold returns the letters and digits of a text, in lower case.
func fold(s string) string { return only(s, isAlphanumeric) }

// only returns the characters of a text for which keep returns true, in lower case.
func only(s string, keep func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if keep(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func isAlphanumeric(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// leet replaces digits and signs by the letters that they resemble.
var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s", "!", "i", "|", "l", "€", "e")

// repeated returns the part that a text repeats, such as "abc" of "abcabcab"; else the text.
func repeated(text string) string {
	s := []rune(text)
	for n := 1; n <= len(s)/2; n++ {
		if string(s[n:]) == string(s[:len(s)-n]) {
			return string(s[:n])
		}
	}
	return text
}
