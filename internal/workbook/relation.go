package workbook

import (
	"encoding/xml"
	"path"
	"strings"
)

// relation is what a part has to do with another.
type relation struct{ id, kind, target string }

// is compares the last word of the relation's type, which two versions of the standard spell with
// different beginnings.
func (r relation) is(kind string) bool { return path.Base(r.kind) == kind }

// resolve is the target's name in the archive, seen from a folder.
func (r relation) resolve(dir string) string {
	if strings.HasPrefix(r.target, "/") {
		return strings.TrimPrefix(path.Clean(r.target), "/")
	}
	return path.Join(dir, r.target)
}

// relations reads a part of relations, and refuses those that lead out of the file. A hyperlink only
// leads there when somebody clicks on it.
func (b *book) relations(part string) ([]relation, error) {
	var all []relation
	seen := map[string]bool{}
	err := b.each(part, func(m *markup, t xml.StartElement) error {
		if t.Name.Local != "Relationship" {
			return nil
		}
		var r relation
		r.id, _ = attribute(t, "Id")
		r.kind, _ = attribute(t, "Type")
		r.target, _ = attribute(t, "Target")
		mode, _ := attribute(t, "TargetMode")
		switch what := forbiddenType(path.Base(r.kind)); {
		case what != "":
			return refuse(CodeForbidden, "The file holds %s (part %s), which are not read. %s", what, part, copyOver)
		case mode == "External" && !r.is("hyperlink"):
			return refuse(CodeForbidden, "The file refers to another file (%.100s, part %s), which is not read. %s", r.target, part, copyOver)
		case seen[r.id]:
			return m.broken("two relations have the id " + r.id)
		}
		seen[r.id] = true
		all = append(all, r)
		return nil
	})
	return all, err
}
