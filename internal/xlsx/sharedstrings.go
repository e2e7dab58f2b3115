package xlsx

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sharedStrings reads the texts that cells refer to by number.
func (b *book) sharedStrings(part string) error {
	return b.eachElement(part, func(x *xmlReader, t xml.StartElement) error {
		switch {
		case x.depth == 1 && t.Name.Local != "sst":
			return x.damaged("it holds no shared texts")
		case x.depth == 2 && t.Name.Local == "si":
			s, err := b.richText(x)
			if err != nil {
				return err
			}
			b.strings = append(b.strings, s)
		case x.depth == 2 && t.Name.Local != "extLst":
			return x.damaged("it holds a " + t.Name.Local + " among the shared texts")
		}
		return nil
	})
}

// richText reads the text of the current element, to its end: one run, or several with different
// fonts. Phonetic text is left out.
func (b *book) richText(x *xmlReader) (string, error) {
	var s strings.Builder
	err := x.children(func(t xml.StartElement) error {
		switch t.Name.Local {
		case "r":
			return nil
		case "t":
			run, err := b.plainText(x)
			if s.WriteString(run); err == nil && s.Len() > MaxText {
				err = longText(x)
			}
			return err
		}
		return x.skip()
	})
	return unescape(s.String()), err
}

// plainText reads the text of the current element, to its end. The element must hold nothing else.
func (b *book) plainText(x *xmlReader) (string, error) {
	var s strings.Builder
	for {
		token, err := x.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			return "", x.damaged("a text holds a " + t.Name.Local)
		case xml.CharData:
			s.Write(t)
			b.left.text -= len(t)
			if s.Len() > MaxText || b.left.text < 0 {
				return "", longText(x)
			}
		case xml.EndElement:
			return s.String(), nil
		}
	}
}

func longText(x *xmlReader) error {
	return refuse(Limits, "The part %s holds a text of more than %d kB, or all texts together are longer than %d MB. Shorten the text and upload the file again.",
		x.part, MaxText>>10, MaxAllText>>20)
}

// unescape replaces characters that are written by their number, such as _x000A_.
func unescape(s string) string {
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		n, err := strconv.ParseUint(e[2:6], 16, 32)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return ""
		}
		return string(rune(n))
	})
}
