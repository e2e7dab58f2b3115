package xlsx

import (
	"strings"
)

const (
	saveAs   = "Save it as a workbook without macros (.xlsx) and upload that."
	copyOver = "Copy the figures into a new workbook, as values, and upload that."
)

// forbiddenParts lists, by the beginning of their lower-case names, the parts that can run, fetch or
// hide something and that a workbook of figures does not need.
var forbiddenParts = []struct{ prefix, what, remedy string }{
	{"xl/vbaproject", "macros", saveAs},
	{"xl/vbadata", "macros", saveAs},
	{"xl/macrosheets/", "macros", saveAs},
	{"xl/dialogsheets/", "macros", saveAs},
	{"xl/intlmacrosheets/", "macros", saveAs},
	{"customui/", "custom buttons", saveAs},
	{"xl/activex/", "ActiveX controls", copyOver},
	{"xl/embeddings/", "embedded files", copyOver},
	{"xl/externallinks/", "links to other workbooks", "Break them (Data, Edit Links, Break Link), save it and upload that."},
	{"xl/connections", "connections to other data", copyOver},
	{"xl/querytables/", "connections to other data", copyOver},
	{"xl/model/", "a data model", copyOver},
	{"xl/customdata/", "a data model", copyOver},
	{"xl/pivotcache/", "pivot tables", copyOver},
	{"xl/pivottables/", "pivot tables", copyOver},
	{"xl/slicer", "pivot tables", copyOver},
	{"xl/webextensions/", "add-ins", copyOver},
	{"customxml/", "hidden data of other programs (custom XML)", "Remove it (File, Info, Inspect Document), save it and upload that."},
}

// forbiddenTypes lists the same by words in the content type or in the type of a relationship.
var forbiddenTypes = []struct{ word, what string }{
	{"macroenabled", "macros"}, {"vbaproject", "macros"}, {"macrosheet", "macros"}, {"dialogsheet", "macros"},
	{"activex", "ActiveX controls"}, {"oleobject", "embedded files"}, {"externallink", "links to other workbooks"},
	{"attachedtemplate", "links to other workbooks"}, {"connections", "connections to other data"},
	{"querytable", "connections to other data"}, {"pivotcache", "pivot tables"}, {"pivottable", "pivot tables"},
	{"webextension", "add-ins"}, {"customxml", "hidden data of other programs (custom XML)"},
}

// checkParts refuses an archive with a forbidden part, or without the parts of every workbook.
func (b *book) checkParts() {
	for _, p := range b.parts {
		name := strings.ToLower(p.Name)
		for _, f := range forbiddenParts {
			if strings.HasPrefix(name, f.prefix) {
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
	for _, f := range forbiddenTypes {
		if strings.Contains(kind, f.word) {
			b.refuse(Forbidden, "The file holds %s (%s), which are not read. %s", f.what, where, copyOver)
		}
	}
}
