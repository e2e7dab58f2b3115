package xlsx

import (
	"encoding/xml"
	"path"
	"strings"
)

// Comment is a comment on a cell.
type Comment struct {
	Cell string
	Text string
}

// readComments reads the comments of a sheet. Newer programs write them twice, here and as threads.
func (b *book) readComments(g *Grid, related map[string][]relation) {
	dir, base := path.Split(g.part)
	for _, r := range related[strings.ToLower(path.Join(dir, "_rels", base+".rels"))] {
		if !r.is("comments") || b.byName[strings.ToLower(r.target)] == nil || b.done[strings.ToLower(r.target)] {
			continue
		}
		b.eachElement(r.target, func(x *xmlReader, t xml.StartElement) {
			if t.Name.Local != "comment" {
				return
			}
			c := Comment{Cell: attribute(t, "ref")}
			x.children(func(t xml.StartElement) {
				if t.Name.Local == "text" {
					c.Text = x.richText()
				} else {
					x.skip()
				}
			})
			g.Comments = append(g.Comments, c)
		})
	}
}
