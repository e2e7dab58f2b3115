package staff

import (
	"strings"
	"unicode/utf8"
)

// The length of a password in characters. NIST SP 800-63B-4, section 3.1.1.2, requires 15 where a
// password is the only factor and 8 beside a second one. We require 15 of everybody, since the
// password alone opens the page on which the first second factor is set up. The upper bound limits
// the memory that a form can take; at least 64 must be accepted (ASVS 5.0, 6.2.9).
const (
	MinPassword = 15
	MaxPassword = 256
)

// CheckPassword returns the errors of a new password: its length, a blocklisted password, and the
// forbidden words, which are names of the account and of the organisation (ASVS 5.0, 6.2.11). As NIST
// and ASVS 6.2.5 require, there are no rules on which characters it has.
func CheckPassword(password string, forbidden ...string) FieldErrors {
	var errs FieldErrors
	add := func(code, text string) { errs = append(errs, FieldError{FieldPassword, code, text}) }
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		add("password-not-text", "The password could not be read as text; type it again.")
		return errs
	case n < MinPassword:
		add("password-too-short", "Use at least 15 characters; four or five unusual words do well.")
	case n > MaxPassword:
		add("password-too-long", "Use at most 256 characters.")
		return errs
	case utf8.RuneCountInString(repeated(strings.ToLower(password))) < MinPassword:
		add("password-repeats", "The password repeats itself, and what repeats has fewer than 15 characters; choose a longer one.")
	case isBlocklisted(password):
		add("password-common", "The password is a common one, or only differs from it by digits; choose a rarer one.")
	}
	for _, w := range forbidden {
		if contains(password, w) {
			add("password-contains-name", "The password contains “"+w+"”; leave out your name and the organisation's words.")
			break
		}
	}
	return errs
}

// contains reports whether the password contains the word in any spelling. Words of one or two
// letters do not count, since any password may contain them.
func contains(password, word string) bool {
	w := fold(word)
	return utf8.RuneCountInString(w) >= 3 && (strings.Contains(fold(password), w) || strings.Contains(fold(leet.Replace(password)), w))
}

// wordsOf returns the words of a name that a password must not contain: the whole name, and each part
// of at least four characters.
func wordsOf(name string) []string {
	words := []string{name}
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return !isAlphanumeric(r) }) {
		if utf8.RuneCountInString(part) >= 4 && part != name {
			words = append(words, part)
		}
	}
	return words
}
