package xlsx

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// readSharedStrings reads the texts that cells refer to by number.
func (b *book) readSharedStrings(part string) {
	b.eachElement(part, func(x *xmlReader, t xml.StartElement) {
		switch {
		case x.depth == 1 && t.Name.Local != "sst":
			x.damaged("it holds no shared texts")
		case x.depth == 2 && t.Name.Local == "si":
			b.strings = append(b.strings, x.richText())
		case x.depth == 2 && t.Name.Local != "extLst":
			x.damaged("it holds a " + t.Name.Local + " among the shared texts")
		}
	})
}

// richText reads the text of the current element, to its end: one run, or several with different
// fonts. Phonetic text is left out.
func (x *xmlReader) richText() string {
	var s strings.Builder
	x.children(func(t xml.StartElement) {
		switch t.Name.Local {
		case "r":
		case "t":
			s.WriteString(x.plainText())
			x.checkLength(s.Len())
		default:
			x.skip()
		}
	})
	return unescape(s.String())
}

// plainText reads the text of the current element, to its end. The element must hold nothing else.
func (x *xmlReader) plainText() string {
	var s strings.Builder
	for {
		switch t := x.next().(type) {
		case xml.StartElement:
			x.damaged("a text holds a " + t.Name.Local)
		case xml.CharData:
			s.Write(t)
			x.textLeft -= len(t)
			x.checkLength(s.Len())
		case xml.EndElement:
			return s.String()
		}
	}
}

// checkLength refuses the file if a text is too long, or all texts together.
func (x *xmlReader) checkLength(length int) {
	if length > MaxText || x.textLeft < 0 {
		x.refuse(Limits, "The part %s holds a text of more than %d kB, or all texts together are longer than %d MB. Shorten the text and upload the file again.",
			x.part, MaxText>>10, MaxAllText>>20)
	}
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

// readStyles reads which styles of cells show numbers as dates.
func (b *book) readStyles(part string) {
	codes := map[string]string{} // format codes of the file, by their id
	group := ""                  // the current element of the second level
	b.eachElement(part, func(x *xmlReader, t xml.StartElement) {
		switch {
		case x.depth == 1 && t.Name.Local != "styleSheet":
			x.damaged("it holds no styles")
		case x.depth == 2:
			group = t.Name.Local
		case x.depth == 3 && group == "numFmts":
			codes[attribute(t, "numFmtId")] = attribute(t, "formatCode")
		case x.depth == 3 && group == "cellXfs" && t.Name.Local == "xf":
			id := attribute(t, "numFmtId")
			code, custom := codes[id]
			b.isDate = append(b.isDate, custom && showsDate(code) || !custom && isBuiltInDate(id))
		}
	})
}

// isBuiltInDate reports whether id is a built-in number format for dates or times.
func isBuiltInDate(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58)
}

// literal matches the parts of a format code that are no placeholders: quoted and escaped text,
// colors, and padding.
var literal = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.|[_*].`)

// showsDate reports whether a format code shows years, months, days or times.
func showsDate(code string) bool {
	code = strings.ToLower(literal.ReplaceAllString(code, ""))
	return code != "general" && code != "standard" && strings.ContainsAny(code, "ymdhs")
}
