package workbook

import (
	"cmp"
	"strings"
)

// forbidden are the parts that a workbook of figures has no use for and that can run, fetch or hide
// something, by how their names begin, in lower case.
var forbidden = []struct{ prefix, what, remedy string }{
	{"xl/vbaproject", "macros", saveAs},
	{"xl/vbadata", "macros", saveAs},
	{"xl/macrosheets/", "macros", saveAs},
	{"xl/dialogsheets/", "macros", saveAs},
	{"xl/intlmacrosheets/", "macros", saveAs},
	{"customui/", "buttons of its own", saveAs},
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

const (
	saveAs   = "Save it as a workbook without macros (.xlsx) and upload that."
	copyOver = "Copy the figures into a new workbook, as values, and upload that."
)

// forbiddenTypes are the same by what the file's list of content types, or a relation, calls them.
var forbiddenTypes = map[string]string{
	"macroenabled": "macros", "vbaproject": "macros", "macrosheet": "macros", "dialogsheet": "macros",
	"activex": "ActiveX controls", "oleobject": "embedded files", "externallink": "links to other workbooks",
	"connections": "connections to other data", "querytable": "connections to other data",
	"pivotcache": "pivot tables", "pivottable": "pivot tables", "customxml": "hidden data of other programs (custom XML)",
	"attachedtemplate": "links to other workbooks", "webextension": "add-ins",
}

// refuseForbidden refuses an archive that holds a forbidden part, or no workbook at all.
func refuseForbidden(a *archive) error {
	for _, p := range a.parts {
		name := strings.ToLower(p.Name)
		for _, f := range forbidden {
			if strings.HasPrefix(name, f.prefix) {
				return refuse(CodeForbidden, "The file holds %s (part %s), which are not read. %s", f.what, p.Name, f.remedy)
			}
		}
		if name == "xl/workbook.bin" {
			return refuse(CodeWrongType, "The file is %s", otherTypes[".xlsb"])
		}
	}
	if a.byName["[content_types].xml"] == nil || a.byName["_rels/.rels"] == nil {
		return refuse(CodeWrongType, "The file is a zip file, but no workbook. %s", wantType)
	}
	return nil
}

// forbiddenType names what a content type or a relation's type stands for, empty where it is fine.
func forbiddenType(s string) string {
	s = strings.ToLower(s)
	what := ""
	for word, is := range forbiddenTypes {
		if strings.Contains(s, word) {
			what = cmp.Or(what, is)
			what = min(what, is) // the same whatever the map's order
		}
	}
	return what
}
