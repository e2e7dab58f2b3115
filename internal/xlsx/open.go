package xlsx

import (
	"archive/zip"
	"context"
	"encoding/xml"
	"path"
	"strings"
)

// Open reads the sheets of a workbook, or refuses the file with an *Error. Two readers must agree on
// every cell: a strict one of this package, and excelize. Other errors are those of ctx.
func Open(ctx context.Context, content []byte) (grids []*Grid, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case abort:
			grids, err = nil, p.err
		default:
			panic(p)
		}
	}()
	b := &book{ctx: ctx, byName: map[string]*zip.File{}, done: map[string]bool{}, piecesLeft: MaxPieces, textLeft: MaxAllText}
	b.unpack(content)
	b.checkParts()
	grids = b.read()
	b.crossCheck(content, grids)
	return grids, nil
}

// book holds the state of reading a workbook. Each part is read once, to its end. Methods end early by
// a panic with an abort.
type book struct {
	ctx                  context.Context
	parts                []*zip.File
	byName               map[string]*zip.File // by lower-case name: the standard ignores case
	done                 map[string]bool      // parts that were read, in lower case
	piecesLeft, textLeft int                  // that all parts together may still contain
	sheet, cell          string               // the current ones
	strings              []string             // the shared strings
	isDate               []bool               // by the number of a cell's style: it shows numbers as dates
}

// read reads all parts, beginning with those that describe the others.
func (b *book) read() []*Grid {
	b.readContentTypes()
	related := map[string][]relation{} // by the lower-case name of the part that holds them
	for _, p := range b.parts {
		if name := strings.ToLower(p.Name); strings.HasSuffix(name, ".rels") {
			related[name] = b.relations(p.Name)
		}
	}
	part := ""
	for _, r := range related["_rels/.rels"] {
		if r.is("officeDocument") {
			part = r.target
		}
	}
	if part == "" || b.byName[strings.ToLower(part)] == nil {
		b.notWorkbook()
	}
	dir, base := path.Split(part)
	grids := b.readWorkbook(part, related[strings.ToLower(path.Join(dir, "_rels", base+".rels"))])
	for _, g := range grids {
		b.readComments(g, related)
	}
	for _, p := range b.parts {
		if name := strings.ToLower(p.Name); !b.done[name] && strings.HasSuffix(name, ".xml") {
			b.eachElement(p.Name, func(*xmlReader, xml.StartElement) {})
		}
	}
	return grids
}

// readContentTypes refuses forbidden content types of parts. The defaults are ignored: honest files list
// types there of which they have no part.
func (b *book) readContentTypes() {
	b.eachElement("[Content_Types].xml", func(_ *xmlReader, t xml.StartElement) {
		if kind := attribute(t, "ContentType"); t.Name.Local == "Override" {
			b.checkType(kind, "content type "+kind)
		}
	})
}

// readWorkbook reads the list of sheets, what they share, and each sheet.
func (b *book) readWorkbook(part string, related []relation) []*Grid {
	grids := b.readSheetList(part, related)
	for _, r := range related {
		switch {
		case b.done[strings.ToLower(r.target)]:
		case r.is("sharedStrings"):
			b.readSharedStrings(r.target)
		case r.is("styles"):
			b.readStyles(r.target)
		}
	}
	for _, g := range grids {
		if !g.Chart {
			b.readWorksheet(g)
		}
	}
	return grids
}

func (b *book) readSheetList(part string, related []relation) (grids []*Grid) {
	seen := map[string]bool{} // names and parts
	b.eachElement(part, func(x *xmlReader, t xml.StartElement) {
		switch {
		case x.depth == 1 && t.Name.Local != "workbook":
			b.notWorkbook()
		case t.Name.Local == "externalReferences":
			b.refuse(Forbidden, "The file holds links to other workbooks, which are not read. %s", copyOver)
		case x.depth == 3 && t.Name.Local == "sheet":
			g := listedSheet(t, related)
			name, sheetPart := "name "+strings.ToLower(g.Name), "part "+strings.ToLower(g.part)
			if g.Name == "" || g.part == "" {
				x.damaged("a sheet has no name, or no part that holds it")
			}
			if seen[name] || seen[sheetPart] {
				x.damaged("the sheet " + g.Name + " is listed twice")
			}
			seen[name], seen[sheetPart] = true, true
			grids = append(grids, g)
		}
	})
	return grids
}

// listedSheet returns the grid for an entry of the list of sheets, still without cells.
func listedSheet(t xml.StartElement, related []relation) *Grid {
	state := attribute(t, "state")
	g := &Grid{Name: attribute(t, "name"), Hidden: state == "hidden" || state == "veryHidden"}
	id := ""
	for _, a := range t.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			id = a.Value
		}
	}
	for _, r := range related {
		if r.id == id && (r.is("worksheet") || r.is("chartsheet")) {
			g.part, g.Chart = r.target, r.is("chartsheet")
		}
	}
	return g
}

// relation is a relationship from a part, or from the package, to another part.
type relation struct {
	id, kind string
	target   string // name of the part in the archive
}

// is compares the last element of the relationship's type. Two versions of the standard differ in
// what precedes it.
func (r relation) is(kind string) bool { return path.Base(r.kind) == kind }

// relations reads a part of relationships and refuses those that lead out of the file. Hyperlinks are
// allowed: nothing follows them until somebody clicks.
func (b *book) relations(part string) (all []relation) {
	dir := path.Dir(path.Dir(part)) // of the part that the relationships are from
	seen := map[string]bool{}
	b.eachElement(part, func(x *xmlReader, t xml.StartElement) {
		if t.Name.Local != "Relationship" {
			return
		}
		r := relation{id: attribute(t, "Id"), kind: attribute(t, "Type"), target: attribute(t, "Target")}
		b.checkType(path.Base(r.kind), "part "+part)
		if attribute(t, "TargetMode") == "External" && !r.is("hyperlink") {
			b.refuse(Forbidden, "The file refers to another file (%.100s, part %s), which is not read. %s", r.target, part, copyOver)
		}
		if seen[r.id] {
			x.damaged("two relationships have the id " + r.id)
		}
		seen[r.id] = true
		if path.IsAbs(r.target) {
			r.target = strings.TrimPrefix(path.Clean(r.target), "/")
		} else {
			r.target = path.Join(dir, r.target)
		}
		all = append(all, r)
	})
	return all
}
