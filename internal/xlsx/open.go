package xlsx

import (
	"context"
	"encoding/xml"
	"path"
	"strings"
)

// Open reads the sheets of a workbook, or refuses the file with an *Error. Two readers must agree on
// every cell: a strict one of this package, and excelize. Other errors are those of ctx.
func Open(ctx context.Context, content []byte) ([]*Grid, error) {
	a, err := openArchive(ctx, content)
	if err != nil {
		return nil, err
	}
	if err := checkParts(a); err != nil {
		return nil, err
	}
	b := &book{ctx: ctx, archive: a, left: budget{pieces: MaxPieces, text: MaxAllText}, done: map[string]bool{}}
	grids, err := b.read()
	if err != nil {
		return nil, err
	}
	if err := crossCheck(ctx, content, grids); err != nil {
		return nil, err
	}
	return grids, nil
}

// book holds the state of reading a workbook. Each part is read once, to its end.
type book struct {
	ctx     context.Context
	archive *archive
	left    budget
	done    map[string]bool // parts that were read, in lower case
	strings []string        // the shared strings
	isDate  []bool          // by the number of a cell's style: it shows numbers as dates
}

// read reads all parts, beginning with those that describe the others.
func (b *book) read() ([]*Grid, error) {
	if err := b.contentTypes(); err != nil {
		return nil, err
	}
	related := map[string][]relation{} // by the lower-case name of the part that holds them
	for _, p := range b.archive.parts {
		if name := strings.ToLower(p.Name); strings.HasSuffix(name, ".rels") {
			relations, err := b.relations(p.Name)
			if err != nil {
				return nil, err
			}
			related[name] = relations
		}
	}
	part := ""
	for _, r := range related["_rels/.rels"] {
		if r.is("officeDocument") {
			part = strings.TrimPrefix(path.Clean("/"+r.target), "/")
		}
	}
	dir, base := path.Split(part)
	grids, err := b.workbook(part, related[strings.ToLower(path.Join(dir, "_rels", base+".rels"))])
	if err != nil {
		return nil, err
	}
	for _, p := range b.archive.parts {
		name := strings.ToLower(p.Name)
		if b.done[name] || !strings.HasSuffix(name, ".xml") {
			continue
		}
		if err := b.eachElement(p.Name, func(*xmlReader, xml.StartElement) error { return nil }); err != nil {
			return nil, err
		}
	}
	return grids, nil
}

// eachElement reads a part and calls use for each start of an element, except for those that use has
// read.
func (b *book) eachElement(part string, use func(x *xmlReader, t xml.StartElement) error) error {
	r, err := b.archive.open(part)
	if err != nil {
		return err
	}
	defer r.Close() // reading has succeeded or failed before
	b.done[strings.ToLower(part)] = true
	x := newXMLReader(b.ctx, part, r, &b.left)
	for {
		token, err := x.next()
		if err != nil || token == nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := use(x, start); err != nil {
				return err
			}
		}
	}
}

// contentTypes refuses forbidden content types of parts. The defaults are ignored: honest files list
// types there of which they have no part.
func (b *book) contentTypes() error {
	return b.eachElement("[Content_Types].xml", func(_ *xmlReader, t xml.StartElement) error {
		if t.Name.Local != "Override" {
			return nil
		}
		kind := attribute(t, "ContentType")
		return checkType(kind, "content type "+kind)
	})
}

// workbook reads the list of sheets, what they share, and each sheet.
func (b *book) workbook(part string, related []relation) ([]*Grid, error) {
	if part == "" || b.archive.byName[strings.ToLower(part)] == nil {
		return nil, notWorkbook()
	}
	grids, err := b.sheetList(part, related)
	if err != nil {
		return nil, err
	}
	for _, r := range related {
		target := r.resolve(path.Dir(part))
		switch {
		case b.done[strings.ToLower(target)]:
		case r.is("sharedStrings"):
			err = b.sharedStrings(target)
		case r.is("styles"):
			err = b.styles(target)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, g := range grids {
		if g.Chart {
			continue
		}
		if err := b.worksheet(g); err != nil {
			return nil, err
		}
	}
	return grids, nil
}

// sheetList reads the list of sheets.
func (b *book) sheetList(part string, related []relation) ([]*Grid, error) {
	var grids []*Grid
	seen := map[string]bool{} // names and parts
	err := b.eachElement(part, func(x *xmlReader, t xml.StartElement) error {
		switch {
		case x.depth == 1 && t.Name.Local != "workbook":
			return notWorkbook()
		case t.Name.Local == "externalReferences":
			return refuse(Forbidden, "The file holds links to other workbooks, which are not read. %s", copyOver)
		case x.depth == 3 && t.Name.Local == "sheet":
			g := listedSheet(t, path.Dir(part), related)
			name, sheetPart := "name "+strings.ToLower(g.Name), "part "+strings.ToLower(g.part)
			switch {
			case g.Name == "" || g.part == "":
				return x.damaged("a sheet has no name, or no part that holds it")
			case seen[name] || seen[sheetPart]:
				return x.damaged("the sheet " + g.Name + " is listed twice")
			}
			seen[name], seen[sheetPart] = true, true
			grids = append(grids, g)
		}
		return nil
	})
	return grids, err
}

// listedSheet returns the grid for an entry of the list of sheets, still without cells.
func listedSheet(t xml.StartElement, dir string, related []relation) *Grid {
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
			g.part, g.Chart = r.resolve(dir), r.is("chartsheet")
		}
	}
	return g
}
