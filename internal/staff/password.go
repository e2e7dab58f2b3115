package staff

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The length of a password in characters. Fifteen is what NIST SP 800-63B-4 asks for where the
// password were the only factor; the upper bound keeps a form from being a memory attack, and is far
// above the 64 that must be taken (ASVS 5.0, 6.2.9).
const (
	MinPassword = 15
	MaxPassword = 256
)

// fewCharacters is how many different characters a password must have at least.
const fewCharacters = 5

// CheckPassword reports everything for which a new password is refused: its length, and whether it
// would be among the first that an attacker guesses. There are no rules of composition (ASVS 5.0,
// 6.2.5). forbidden are the account's name and the organisation's words (6.2.11).
func CheckPassword(password string, forbidden ...string) FieldErrors {
	var ps FieldErrors
	add := func(code, text string) { ps = append(ps, FieldError{FieldPassword, code, text}) }
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		add("password-not-text", "The password could not be read as text; type it again.")
		return ps
	case n < MinPassword:
		add("password-too-short", "Use at least 15 characters; four or five unusual words do well.")
	case n > MaxPassword:
		add("password-too-long", "Use at most 256 characters.")
		return ps
	}
	switch {
	case n < MinPassword: // said above, and enough
	case repeats(password):
		add("password-repeats", "The password repeats itself; choose one that does not.")
	case isCommon(password):
		add("password-common", "The password is made of words and sequences that are guessed first; choose rarer ones.")
	}
	for _, w := range forbidden {
		if contains(password, w) {
			add("password-contains-name", "The password contains “"+w+"”; leave out your name and the organisation's words.")
			break
		}
	}
	return ps
}

// repeats says whether the password is a pattern that comes at least twice, or has hardly any
// different characters.
func repeats(password string) bool {
	s := []rune(strings.ToLower(password))
	different := map[rune]bool{}
	for _, r := range s {
		different[r] = true
	}
	if len(different) < fewCharacters {
		return true
	}
	for period := 1; period <= len(s)/2; period++ {
		if string(s[period:]) == string(s[:len(s)-period]) {
			return true
		}
	}
	return false
}

// contains says whether the password holds the word in any spelling. Words of one or two letters
// are in every password and count for nothing.
func contains(password, word string) bool {
	w := []rune{}
	for _, r := range strings.ToLower(word) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			w = append(w, r)
		}
	}
	if len(w) < 3 {
		return false
	}
	s := plain(password)
	for i := range s {
		if startsWith(s[i:], w) {
			return true
		}
	}
	return false
}

// wordsOf are the words of a name that a password may not contain: the whole, and each part that is
// long enough to mean something.
func wordsOf(name string) []string {
	words := []string{name}
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if utf8.RuneCountInString(part) >= 4 && part != name {
			words = append(words, part)
		}
	}
	return words
}
