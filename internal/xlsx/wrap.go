package xlsx

import (
	"strings"
	"unicode/utf8"
)

// wrappedLines returns about how many lines a text takes in a column of width characters.
func wrappedLines(s string, width int) int {
	lines := 0
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines++
		filled := 0
		for _, word := range strings.Fields(paragraph) {
			n := utf8.RuneCountInString(word)
			if filled > 0 && filled+1+n > width {
				lines++
				filled = 0
			}
			if filled > 0 {
				filled++
			}
			filled += n
			// A word that is longer than the line is broken.
			lines += (filled - 1) / width
			filled = (filled-1)%width + 1
		}
	}
	return lines
}
