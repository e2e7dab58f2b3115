package report

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TextKind is the kind of a text that becomes public.
type TextKind int

// The kinds of public texts.
const (
	NoteText   TextKind = iota // a note, a notice, a statement: prose on the page and in every file
	AnswerText                 // an answer of the FAQ: Markdown with fields
	NameText                   // the name or spelling of a place
)

// maxText is the largest number of characters of a text, by its kind. Each fits a spreadsheet's cell.
var maxText = map[TextKind]int{NoteText: 2_000, AnswerText: 20_000, NameText: 100}

// softBreaks are the line breaks that word processors and old systems put into texts. No workbook can
// hold the first two.
var softBreaks = strings.NewReplacer("\u000b", " ", "\u000c", " ", "\u0085", " ", "\u2028", " ", "\u2029", " ")

// SoftBreaksReplaced tells whoever gave a text that CleanText changed it.
const SoftBreaksReplaced = "Soft line breaks, which no workbook can hold, were turned into spaces."

// ReplaceSoftBreaks returns a text with each soft line break as a space.
func ReplaceSoftBreaks(text string) string { return softBreaks.Replace(text) }

// CleanText returns a text without spaces around it, with line ends as \n and with each soft line break
// as a space. changed reports whether there was a soft line break.
func CleanText(text string) (clean string, changed bool) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	clean = ReplaceSoftBreaks(text)
	return strings.TrimSpace(clean), strings.TrimSpace(clean) != strings.TrimSpace(text)
}

var (
	// workbookEscape matches what a workbook takes as the code of a character.
	workbookEscape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)
	// unfinished matches words that are left where the final text is still missing.
	unfinished = regexp.MustCompile(`(?i)\b(tktk|tbc|tbd|tba|todo|fixme|lorem ipsum|placeholder|x{3,}|20xx)\b|\?\?\?`)
)

// formulaStart holds the characters with which a spreadsheet's formula begins.
const formulaStart = "=+-@＝＋－＠"

// CheckText fails with ErrInvalid for a text that must not become public: one that is empty, too long
// or unfinished, that has characters that cannot be seen or that reverse others, or that a workbook
// would take as code. The error says so in one sentence, for the person who wrote the text.
func CheckText(kind TextKind, text string) error {
	fail := func(format string, args ...any) error {
		return &textError{fmt.Sprintf(format, args...)}
	}
	if strings.TrimSpace(text) == "" {
		return fail("The text is empty. Write it.")
	}
	if !utf8.ValidString(text) {
		return fail("The text is not UTF-8. Type it again.")
	}
	if n := utf8.RuneCountInString(text); n > maxText[kind] {
		return fail("The text has %d characters; %d are allowed. Shorten it.", n, maxText[kind])
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return isForbidden(kind, r) }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(text[i:])
		return fail("The text holds a character that cannot be seen or that reverses others (%U). Remove it; it is after %q.", r, tail(text[:i]))
	}
	if code := workbookEscape.FindString(text); code != "" {
		return fail("The text holds %q, which a workbook takes as the code of a character. Remove it.", code)
	}
	if word := unfinished.FindString(text); word != "" {
		return fail("The text holds the placeholder %q. Replace it by the final text.", word)
	}
	if r, _ := utf8.DecodeRuneInString(text); kind != AnswerText && strings.ContainsRune(formulaStart, r) {
		return fail("The text begins with %q, which a spreadsheet takes as a formula. Begin with a word.", string(r))
	}
	rest := text
	if kind == AnswerText {
		rest = field.ReplaceAllString(text, "")
	}
	if i := strings.IndexAny(rest, "{}"); i >= 0 {
		return fail("The text holds %q outside of a complete field such as {accounts}. Complete or remove the field.", rest[i:i+1])
	}
	return nil
}

// isForbidden reports whether a text of a kind must not hold a character.
func isForbidden(kind TextKind, r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return kind == NameText
	case r == '\u200d' || r == '\u200c', unicode.Is(unicode.Variation_Selector, r): // scripts and emoji need them
		return kind == NameText
	case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r): // such as the fillers of Hangul, which are letters
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Noncharacter_Code_Point, r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError
}

// tail returns the last words of a text.
func tail(text string) string {
	runes := []rune(text)
	return string(runes[max(0, len(runes)-20):])
}

// textError is ErrInvalid with a sentence for a person.
type textError struct{ text string }

func (e *textError) Error() string { return e.text }
func (e *textError) Unwrap() error { return ErrInvalid }
