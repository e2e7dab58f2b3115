package workbook

import (
	"context"
	"encoding/xml"
	"path"
	"strings"
)

// book is a workbook while its parts are read, each of them once and to its end.
type book struct {
	ctx     context.Context
	archive *archive
	left    budget
	done    map[string]bool // parts that were read, in lower case
	texts   []string        // that cells share
	formats formats
}

// openBook reads the sheets of a workbook, or refuses the file. What it returns was read twice, by
// two readers, alike.
func openBook(ctx context.Context, content []byte) ([]*grid, error) {
	a, err := openArchive(ctx, content)
	if err != nil {
		return nil, err
	}
	if err := refuseForbidden(a); err != nil {
		return nil, err
	}
	b := &book{ctx: ctx, archive: a, left: budget{pieces: maxPieces, text: maxAllText}, done: map[string]bool{}}
	grids, err := b.read()
	if err != nil {
		return nil, err
	}
	return grids, agree(ctx, content, grids)
}

// read reads all parts: first those that say how to read the others.
func (b *book) read() ([]*grid, error) {
	if err := b.contentTypes(); err != nil {
		return nil, err
	}
	related := map[string][]relation{}
	for _, p := range b.archive.parts {
		if strings.HasSuffix(strings.ToLower(p.Name), ".rels") {
			relations, err := b.relations(p.Name)
			if err != nil {
				return nil, err
			}
			related[strings.ToLower(p.Name)] = relations
		}
	}
	part := ""
	for _, r := range related["_rels/.rels"] {
		if r.is("officeDocument") {
			part = strings.TrimPrefix(path.Clean("/"+r.target), "/")
		}
	}
	grids, err := b.workbook(part, related[strings.ToLower(path.Join(path.Dir(part), "_rels", path.Base(part)+".rels"))])
	if err != nil {
		return nil, err
	}
	for _, p := range b.archive.parts {
		name := strings.ToLower(p.Name)
		if b.done[name] || !strings.HasSuffix(name, ".xml") {
			continue
		}
		if err := b.each(p.Name, func(*markup, xml.StartElement) error { return nil }); err != nil {
			return nil, err
		}
	}
	return grids, nil
}

// each reads a part, passing on each start of an element. What use reads itself is not passed on.
func (b *book) each(name string, use func(m *markup, t xml.StartElement) error) error {
	r, err := b.archive.part(name)
	if err != nil {
		return err
	}
	defer r.Close() // it was read to its end, or is given up
	b.done[strings.ToLower(name)] = true
	m := newMarkup(b.ctx, name, r, &b.left)
	for {
		token, err := m.next()
		if err != nil || token == nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := use(m, start); err != nil {
				return err
			}
		}
	}
}

// contentTypes refuses what the file's list of content types says it holds. The list's defaults say
// nothing: honest files name types there of which they have no part.
func (b *book) contentTypes() error {
	const part = "[Content_Types].xml"
	return b.each(part, func(_ *markup, t xml.StartElement) error {
		kind, _ := attribute(t, "ContentType")
		if what := forbiddenType(kind); what != "" && t.Name.Local == "Override" {
			return refuse(CodeForbidden, "The file holds %s (content type %s), which are not read. %s", what, kind, copyOver)
		}
		return nil
	})
}

// workbook reads the list of sheets, the texts and formats that they share, and each sheet.
func (b *book) workbook(part string, related []relation) ([]*grid, error) {
	noBook := refuse(CodeWrongType, "The file is a zip file, but no workbook. %s", wantType)
	if part == "" || b.archive.byName[strings.ToLower(part)] == nil {
		return nil, noBook
	}
	var grids []*grid
	names, parts := map[string]bool{}, map[string]bool{}
	err := b.each(part, func(m *markup, t xml.StartElement) error {
		switch {
		case m.depth == 1 && t.Name.Local != "workbook":
			return noBook
		case t.Name.Local == "externalReferences":
			return refuse(CodeForbidden, "The file holds links to other workbooks, which are not read. %s", copyOver)
		case m.depth == 3 && t.Name.Local == "sheet":
			g, err := listed(m, t, path.Dir(part), related)
			if err != nil {
				return err
			}
			if names[strings.ToLower(g.name)] || parts[strings.ToLower(g.part)] {
				return m.broken("the sheet " + g.name + " is listed twice")
			}
			names[strings.ToLower(g.name)], parts[strings.ToLower(g.part)] = true, true
			grids = append(grids, g)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, r := range related {
		target := r.resolve(path.Dir(part))
		switch {
		case b.done[strings.ToLower(target)]:
		case r.is("sharedStrings"):
			err = b.sharedTexts(target)
		case r.is("styles"):
			err = b.styles(target)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, g := range grids {
		if !g.chart {
			if err := b.worksheet(g); err != nil {
				return nil, err
			}
		}
	}
	return grids, nil
}

// listed is a sheet as the list of sheets names it.
func listed(m *markup, t xml.StartElement, dir string, related []relation) (*grid, error) {
	g := &grid{}
	g.name, _ = attribute(t, "name")
	state, _ := attribute(t, "state")
	g.hidden = state == "hidden" || state == "veryHidden"
	id := ""
	for _, a := range t.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			id = a.Value
		}
	}
	for _, r := range related {
		if r.id == id && (r.is("worksheet") || r.is("chartsheet")) {
			g.part, g.chart = r.resolve(dir), r.is("chartsheet")
		}
	}
	if g.name == "" || g.part == "" {
		return nil, m.broken("a sheet has no name, or no part that holds it")
	}
	return g, nil
}
