package staff

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
)

// common.txt holds the words and phrases that long common passwords are put together from. A list of
// whole passwords would be far longer and know less: at 15 characters and more the common ones are
// these words, doubled, numbered and spelt with digits.
//
//go:embed common.txt
var commonText string

var commonWords = func() [][]rune {
	var list [][]rune
	for _, w := range strings.Fields(commonText) {
		list = append(list, []rune(w))
	}
	return list
}()

// walks are the rows of keyboards and the plain sequences; they are walked in both directions.
var walks = func() []string {
	list := []string{
		"01234567890", "abcdefghijklmnopqrstuvwxyz",
		"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
		"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
		"112233445566778899", "111222333444555666777888999000", "aabbccddeeffgghhii", "aaabbbcccdddeeefff",
	}
	for _, w := range list {
		back := []byte(w)
		slices.Reverse(back)
		list = append(list, string(back))
	}
	return list
}()

// leet are the letters that a character often stands for.
var leet = map[rune]string{
	'0': "o", '1': "il", '2': "z", '3': "e", '4': "a", '5': "s", '6': "g", '7': "t", '8': "b", '9': "g",
	'@': "a", '$': "s", '!': "i", '|': "l", '+': "t", '€': "e",
}

const (
	shortestWalk = 3
	// fewWords is how many common words and walks a password may be put together from and still be
	// refused. Five words drawn by lot even from so short a list are no longer guessed first.
	fewWords = 4
)

// isCommon says whether a password is nothing but a few common words, keyboard walks and digits. Of
// digits alone only the walks are common: a long number that was drawn by lot is a good password.
func isCommon(password string) bool {
	s := plain(password)
	letters := slices.ContainsFunc(s, unicode.IsLetter)
	// fewest[i] is the smallest number of words and walks that the first i characters are made of.
	const never = 1 << 30
	fewest := make([]int, len(s)+1)
	for i := range s {
		fewest[i+1] = never
	}
	for i := range s {
		if fewest[i] == never {
			continue
		}
		reach := func(n, cost int) { fewest[i+n] = min(fewest[i+n], fewest[i]+cost) }
		if !unicode.IsLetter(s[i]) && (letters || !unicode.IsDigit(s[i])) {
			reach(1, 0)
		}
		for _, w := range commonWords {
			if startsWith(s[i:], w) {
				reach(len(w), 1)
			}
		}
		for n := shortestWalk; i+n <= len(s) && isWalk(string(s[i:i+n])); n++ {
			reach(n, 1)
		}
	}
	return fewest[len(s)] <= fewWords
}

// plain is a password without capitals, spaces and separators.
func plain(password string) []rune {
	var s []rune
	for _, r := range strings.ToLower(password) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || leet[r] != "" {
			s = append(s, r)
		}
	}
	return s
}

// startsWith says whether s begins with the word, letters written as digits or signs included.
func startsWith(s, word []rune) bool {
	if len(s) < len(word) {
		return false
	}
	for i, r := range word {
		if s[i] != r && !strings.ContainsRune(leet[s[i]], r) {
			return false
		}
	}
	return true
}

func isWalk(s string) bool {
	for _, w := range walks {
		if strings.Contains(w, s) {
			return true
		}
	}
	return false
}
