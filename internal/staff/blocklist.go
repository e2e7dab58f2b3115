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
	for _, s := range []string{fold(password), letters(password), letters(unleet(strings.TrimRightFunc(password, notLetter)))} {
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
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// letters returns the letters of a text, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if notLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s", "!", "i", "|", "l", "€", "e")

// unleet replaces digits and signs by the letters that they resemble.
func unleet(s string) string { return leet.Replace(s) }

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
