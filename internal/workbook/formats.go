package workbook

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
)

// formats are the looks that cells refer to by number. Of a look, all that matters is whether it
// shows a number as a date.
type formats struct{ isDate []bool }

// styles reads the looks of cells.
func (b *book) styles(part string) error {
	codes := map[string]string{} // of the file's own number formats
	group := ""                  // the element of the second level that was last begun
	return b.each(part, func(m *markup, t xml.StartElement) error {
		switch {
		case m.depth == 1 && t.Name.Local != "styleSheet":
			return m.broken("it holds no styles")
		case m.depth == 2:
			group = t.Name.Local
		case m.depth == 3 && group == "numFmts":
			id, _ := attribute(t, "numFmtId")
			codes[id], _ = attribute(t, "formatCode")
		case m.depth == 3 && group == "cellXfs" && t.Name.Local == "xf":
			id, _ := attribute(t, "numFmtId")
			code, own := codes[id]
			b.formats.isDate = append(b.formats.isDate, own && showsDate(code) || !own && isDateFormat(id))
		}
		return nil
	})
}

// isDateFormat knows the formats that every spreadsheet program has, by their number.
func isDateFormat(id string) bool {
	n, err := strconv.Atoi(id)
	return err == nil && (n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58)
}

// literal is what a number format shows as it is: quoted and escaped text, colors, and padding.
var literal = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.|[_*].`)

// showsDate reports whether a number format shows years, months, days or times.
func showsDate(code string) bool {
	code = strings.ToLower(literal.ReplaceAllString(code, ""))
	return code != "general" && code != "standard" && strings.ContainsAny(code, "ymdhs")
}
