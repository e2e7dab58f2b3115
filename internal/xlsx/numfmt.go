package xlsx

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

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
