package workbook

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sharedTexts reads the texts that cells refer to by number.
func (b *book) sharedTexts(part string) error {
	return b.each(part, func(m *markup, t xml.StartElement) error {
		switch {
		case m.depth == 1 && t.Name.Local != "sst":
			return m.broken("it holds no shared texts")
		case m.depth == 2 && t.Name.Local == "si":
			s, err := b.richText(m)
			if err != nil {
				return err
			}
			b.texts = append(b.texts, s)
		case m.depth == 2 && t.Name.Local != "extLst":
			return m.broken("it holds a " + t.Name.Local + " among the shared texts")
		}
		return nil
	})
}

// richText reads a text to the end of the element that has just begun: one run, or several of
// different looks. How it is pronounced is left out.
func (b *book) richText(m *markup) (string, error) {
	var s strings.Builder
	end := m.depth - 1
	for m.depth > end {
		token, err := m.next()
		if err != nil {
			return "", err
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "t":
			run, err := b.plainText(m)
			if err != nil {
				return "", err
			}
			s.WriteString(run)
		case start.Name.Local == "r":
		default: // looks and pronunciation
			if err := m.skip(); err != nil {
				return "", err
			}
		}
		if s.Len() > maxText {
			return "", b.longText(m)
		}
	}
	return unescaped(s.String()), nil
}

// plainText reads text to the end of the element that has just begun, which must hold nothing else.
func (b *book) plainText(m *markup) (string, error) {
	var s strings.Builder
	for {
		token, err := m.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			return "", m.broken("a text holds a " + t.Name.Local)
		case xml.CharData:
			s.Write(t)
			b.left.text -= len(t)
			if s.Len() > maxText || b.left.text < 0 {
				return "", b.longText(m)
			}
		case xml.EndElement:
			return s.String(), nil
		}
	}
}

func (b *book) longText(m *markup) error {
	return refuse(CodeLimits, "The part %s holds a text of more than %d kB, or all texts together are longer than %d MB. Shorten the text and upload the file again.",
		m.part, maxText>>10, maxAllText>>20)
}

// unescaped replaces the characters that spreadsheets write by their number, as _x000A_.
func unescaped(s string) string {
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		n, err := strconv.ParseUint(e[2:6], 16, 32)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return ""
		}
		return string(rune(n))
	})
}
