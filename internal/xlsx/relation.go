package xlsx

import (
	"encoding/xml"
	"path"
	"strings"
)

// relation is a relationship from a part, or from the package, to another part.
type relation struct{ id, kind, target string }

// is compares the last element of the relationship's type. Two versions of the standard differ in
// what precedes it.
func (r relation) is(kind string) bool { return path.Base(r.kind) == kind }

// resolve returns the name of the target in the archive, for a source part in dir.
func (r relation) resolve(dir string) string {
	if strings.HasPrefix(r.target, "/") {
		return strings.TrimPrefix(path.Clean(r.target), "/")
	}
	return path.Join(dir, r.target)
}

// relations reads a part of relationships and refuses those that lead out of the file. Hyperlinks are
// allowed: nothing follows them until somebody clicks.
func (b *book) relations(part string) (all []relation) {
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
		all = append(all, r)
	})
	return all
}
