package xlsx

import "strings"

const (
	saveAs   = "Save it as a workbook without macros (.xlsx) and upload that."
	copyOver = "Copy the figures into a new workbook, as values, and upload that."
)

// forbidden lists what can run, fetch or hide something and is not needed in a workbook of figures: by
// the beginning of the lower-case names of parts, and by a word in the content type or in the type of a
// relationship.
var forbidden = []struct{ prefix, word, what, remedy string }{
	{"xl/vbaproject", "vbaproject", "macros", saveAs},
	{"xl/vbadata", "macroenabled", "macros", saveAs},
	{"xl/macrosheets/", "macrosheet", "macros", saveAs},
	{"xl/intlmacrosheets/", "macrosheet", "macros", saveAs},
	{"xl/dialogsheets/", "dialogsheet", "macros", saveAs},
	{"customui/", "", "custom buttons", saveAs},
	{"xl/activex/", "activex", "ActiveX controls", copyOver},
	{"xl/embeddings/", "oleobject", "embedded files", copyOver},
	{"xl/externallinks/", "externallink", "links to other workbooks", "Break them (Data, Edit Links, Break Link), save it and upload that."},
	{"", "attachedtemplate", "links to other workbooks", copyOver},
	{"xl/connections", "connections", "connections to other data", copyOver},
	{"xl/querytables/", "querytable", "connections to other data", copyOver},
	{"xl/model/", "", "a data model", copyOver},
	{"xl/customdata/", "", "a data model", copyOver},
	{"xl/pivotcache/", "pivotcache", "pivot tables", copyOver},
	{"xl/pivottables/", "pivottable", "pivot tables", copyOver},
	{"xl/slicer", "", "pivot tables", copyOver},
	{"xl/webextensions/", "webextension", "add-ins", copyOver},
}

// checkParts refuses an archive with a forbidden part, or without the parts of every workbook.
func (b *book) checkParts() {
	for _, p := range b.parts {
		name := strings.ToLower(p.Name)
		for _, f := range forbidden {
			if f.prefix != "" && strings.HasPrefix(name, f.prefix) {
				b.refuse(Forbidden, "The file holds %s (part %s), which are not read. %s", f.what, p.Name, f.remedy)
			}
		}
		if name == "xl/workbook.bin" {
			b.refuse(WrongType, "The file is a binary workbook (.xlsb). Save it as .xlsx and upload that.")
		}
	}
	if b.byName["[content_types].xml"] == nil || b.byName["_rels/.rels"] == nil {
		b.notWorkbook()
	}
}

func (b *book) notWorkbook() {
	b.refuse(WrongType, "The file is a zip file, but no workbook. Upload a workbook (.xlsx) or a CSV file (.csv).")
}

// checkType refuses a forbidden content type or type of a relationship. where describes it.
func (b *book) checkType(kind, where string) {
	kind = strings.ToLower(kind)
	for _, f := range forbidden {
		if f.word != "" && strings.Contains(kind, f.word) {
			b.refuse(Forbidden, "The file holds %s (%s), which are not read. %s", f.what, where, f.remedy)
		}
	}
}
