package publish

import (
	"fmt"
	"slices"

	"lerr/internal/report"
)

// CodeAnswer is an answer that quotes a period's figures and is not confirmed for this one.
const CodeAnswer = "answer-not-confirmed"

// CodePublicNote is a correction that does not say what it corrects.
const CodePublicNote = "public-note-missing"

// CodeNothingChanged is a correction that corrects nothing.
const CodeNothingChanged = "nothing-changed"

// Examine is everything that stands against a draft, given what is published: what reading its file
// found, the rules of the domain, and the comparison with earlier periods. Problems name the sheet
// and cell of the file where there is one.
func (d *Desk) Examine(draft Draft, archive *report.Archive) report.Problems {
	problems := slices.Clone(draft.Findings)
	e := draft.Edition
	newest := archive.NewestEver()
	if _, withdrawn := archive.Withdrawn(e.Period); withdrawn || draft.Corrects > 0 {
		newest = report.Period{} // it takes its own place again
	}
	found := Check(e, archive.Places(), newest)
	found = append(found, Compare(e, archive.Places(), earlier(archive, e.Period))...)
	for i := range found {
		found[i] = located(draft, found[i])
	}
	problems = append(problems, found...)
	for _, q := range d.Quoting(draft, archive) {
		if _, confirmed := e.Answer(q.ID); !confirmed && !slices.Contains(draft.Kept, q.ID) {
			problems = append(problems, report.Problem{
				Severity: report.SeverityError, Code: CodeAnswer,
				Text: fmt.Sprintf("The answer to %q quotes figures of a period. Confirm or rewrite it for %s, or keep the earlier period that it quotes.",
					q.Title, e.Period.Label()),
			})
		}
	}
	if now, err := archive.Revision(e.Period); err == nil && draft.Corrects > 0 && now.Digest == e.Digest() {
		problems = append(problems, report.Problem{
			Severity: report.SeverityError, Code: CodeNothingChanged,
			Text: fmt.Sprintf("Every figure and note is as in revision %d, which is published. Change something, or discard the draft.", now.Number),
		})
	}
	if draft.Corrects > 0 && draft.Note == "" {
		problems = append(problems, report.Problem{
			Severity: report.SeverityError, Code: CodePublicNote,
			Text: "A correction needs a public note: what was wrong, why, and what it changes.",
		})
	}
	return problems
}

// Quoting lists the questions whose answers quote a period's figures and so must be confirmed for a
// new one: with the text that is public now. A correction confirms none: its period's are given.
func (d *Desk) Quoting(draft Draft, archive *report.Archive) []report.Question {
	if draft.Corrects > 0 {
		return nil
	}
	var quoting []report.Question
	for _, q := range d.questions {
		q = archive.Question(q)
		if len(q.Quotes()) > 0 {
			quoting = append(quoting, q)
		}
	}
	return quoting
}

// earlier lists the published editions before a period, newest first.
func earlier(archive *report.Archive, p report.Period) []report.Edition {
	var list []report.Edition
	for _, r := range archive.Revisions() {
		if r.Edition.Period.Compare(p) < 0 {
			list = append(list, r.Edition)
		}
	}
	return list
}

// located names a problem's place in the draft's file instead of its section and country. Outcomes
// that do not add up are placed at the one whose percentage in the file does not fit either, where
// there is just one: that is the figure that was changed.
func located(draft Draft, p report.Problem) report.Problem {
	if column := draft.Doubtful[CellKey(report.Section(p.Sheet), p.Cell, 0)]; column > 0 && p.Code == CodeOutcomes {
		p.Column = column
	}
	if cell, ok := draft.Cells[CellKey(report.Section(p.Sheet), p.Cell, p.Column)]; ok {
		p.Sheet, p.Cell = cell.Sheet, cell.Cell
	}
	return p
}

// Blockers are the problems that keep a draft from being submitted: errors, and warnings that
// nobody has accepted.
func Blockers(draft Draft, problems report.Problems) report.Problems {
	blockers := problems.Only(report.SeverityError)
	for _, p := range problems.Only(report.SeverityWarning) {
		if _, ok := draft.Accepted(p); !ok {
			blockers = append(blockers, p)
		}
	}
	return blockers
}

// ExamineFile is what Examine says of the file alone: answers and the note on a correction are not
// in a file.
func (d *Desk) ExamineFile(draft Draft, archive *report.Archive) report.Problems {
	return slices.DeleteFunc(d.Examine(draft, archive), func(p report.Problem) bool {
		return p.Code == CodeAnswer || p.Code == CodePublicNote
	})
}
