package workbook

import (
	"regexp"
	"strings"

	"lerr/internal/xlsx"
)

// notFinalWords matches what people write on figures that must not become public yet.
var notFinalWords = regexp.MustCompile(`(?i)\b(do not (publish|release|share|distribute)|don['\x{2019}]t (publish|release)|not (yet )?(for publication|to be published|final|approved)|draft|preliminary|wrong|incorrect|to be (checked|confirmed)|confidential|internal use)\b`)

// checkFinal reports texts of a sheet that say that it is not final: its tab, its cells and the comments on
// them. It also lists all comments, since none of them becomes public.
func (r *reader) checkFinal(g *grid) {
	found := problemGroups{}
	check := func(cell, where, text string) {
		if notFinalWords.MatchString(text) {
			found.add(notFinal, cell, "%s %.80q", where, strings.TrimSpace(text))
		}
	}
	check("", "the tab", g.Name)
	for i := range g.Rows {
		for j := range g.Rows[i].Cells {
			if c := &g.Rows[i].Cells[j]; c.Kind == xlsx.Text {
				cell := g.at(c.Column, g.Rows[i].Number)
				check(cell, cell, c.Text)
			}
		}
	}
	for _, c := range g.Comments {
		found.add(comments, c.Cell, "%s %.80q", c.Cell, strings.TrimSpace(c.Text))
		check(c.Cell, "the comment on "+c.Cell, c.Text)
	}
	r.addGroups(g.Name, found)
}
