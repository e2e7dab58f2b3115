package publish

import (
	"slices"

	"lerr/internal/report"
)

// The codes of the problems that concern a draft but no file.
const (
	CodeAnswer         = "answer-not-confirmed" // an answer quotes a period's figures and is not confirmed for this one
	CodePublicNote     = "public-note-missing"  // a correction has no public note
	CodeNothingChanged = "nothing-changed"      // a correction changes nothing
)

// Examine returns all problems of a draft, given what is published.
func (s *Service) Examine(draft Draft, archive *report.Archive) report.Problems {
	c := checker{problems: s.ExamineFile(draft, archive)}
	if draft.Refused {
		return c.problems
	}
	e := draft.Edition
	for _, q := range s.Quoting(draft, archive) {
		if _, confirmed := e.Answer(q.ID); !confirmed && !slices.Contains(draft.KeepsEarlier, q.ID) {
			c.fault(CodeAnswer, location{}, "The answer to %q quotes figures of a period. Confirm or rewrite it for %s, or keep the earlier period that it quotes.",
				q.Title, e.Period.Label())
		}
	}
	if published, err := archive.Revision(e.Period); err == nil && draft.Corrects > 0 && published.Digest == e.Digest() && len(draft.Places) == 0 {
		c.fault(CodeNothingChanged, location{}, "Every figure and note equals revision %d, which is published. Change something, or discard the draft.", published.Number)
	}
	if draft.Corrects > 0 && draft.Note == "" {
		c.fault(CodePublicNote, location{}, "A correction needs a public note: what was wrong, why, and what it changes.")
	}
	if draft.Again() && draft.Note == "" {
		c.fault(CodePublicNote, location{}, "%s was withdrawn. Publishing it again needs a public note: why it was withdrawn, and what is different now.", e.Period.Label())
	}
	_, unpublished := archive.Revision(e.Period)
	if text := changedSince(draft, archive); text != "" && (draft.Corrects > 0 || unpublished != nil) { // else CodePublished says it
		c.fault(CodeBase, location{}, "%s", text)
	}
	return c.problems
}

// ExamineFile returns the problems of a draft's figures, given what is published and what was withdrawn.
func (s *Service) ExamineFile(draft Draft, archive *report.Archive) report.Problems {
	s.mu.Lock()
	withdrawn := slices.Clone(s.withdrawn)
	s.mu.Unlock()
	return ExamineFile(draft, archive, withdrawn...)
}

// ExamineFile returns the problems of a draft's figures: those found while reading its file, those
// that Check finds, and those that Compare finds against earlier periods. withdrawn holds the editions
// of withdrawn periods. A refused file has its one reason. Nobody is asked about what a correction leaves
// as it was published.
func ExamineFile(draft Draft, archive *report.Archive, withdrawn ...report.Edition) report.Problems {
	if draft.Refused {
		return slices.Clone(draft.Findings)
	}
	e := draft.Edition
	archive = WithPlaces(draft, archive)
	newest := archive.NewestEver()
	if _, withdrawn := archive.Withdrawn(e.Period); withdrawn || draft.Corrects > 0 {
		newest = report.Period{} // it replaces its own period
	}
	var earlier []report.Edition // newest first
	for _, r := range archive.Revisions() {
		if r.Edition.Period.Compare(e.Period) < 0 {
			earlier = append(earlier, r.Edition)
		}
	}
	var again *report.Edition // what was withdrawn of this period
	for i, old := range withdrawn {
		if old.Period.Compare(e.Period) < 0 {
			earlier = append(earlier, old)
		} else if _, gone := archive.Withdrawn(e.Period); gone && old.Period == e.Period {
			again = &withdrawn[i]
		}
	}
	slices.SortStableFunc(earlier, func(a, b report.Edition) int { return b.Period.Compare(a.Period) })
	explanations := draft.public()
	c := checker{problems: Check(e, archive.Places(), newest, explanations...)}
	c.units(e)
	found := c.problems
	var published *report.Edition // what the draft corrects
	if r, err := archive.RevisionNumber(e.Period, draft.Corrects); err == nil {
		published = &r.Edition
		found = withoutPublished(found, Check(r.Edition, archive.Places(), newest))
	}
	found = append(found, compare(&draft, published, archive.Places(), earlier, explanations)...)
	if again != nil {
		found = append(found, compareWithdrawn(e, archive.Places(), *again)...)
	}
	found = append(found, draft.notesLeft(archive.Places())...)
	return append(slices.Clone(draft.Findings), located(draft, found)...)
}

// located adds the sheet and the cell to problems whose figure is in the draft's file. For outcomes
// that do not add up, it names the outcome whose percentage in the file does not match, if there is
// exactly one: that figure was changed.
func located(draft Draft, problems report.Problems) report.Problems {
	for i := range problems {
		p := &problems[i]
		if p.Country == "" && (p.Code == CodeCountryNew || p.Code == CodeCountryGone) {
			continue // it names several countries
		}
		column := p.Column
		if suspect := draft.Suspect[CellKey(p.Section, p.Country, 0)]; suspect > 0 && p.Code == CodeOutcomes {
			column = suspect
		}
		cell := draft.Cells[CellKey(p.Section, p.Country, column)]
		p.Sheet, p.Cell = cell.Sheet, cell.Cell
	}
	return problems
}

// Quoting returns the questions whose answers quote a period's figures, and so must be confirmed for
// the draft's period, with the text that is public now. It returns none for a correction, whose
// period has its answers.
func (s *Service) Quoting(draft Draft, archive *report.Archive) []report.Question {
	if draft.Corrects > 0 {
		return nil
	}
	var quoting []report.Question
	for _, q := range s.questions {
		q = archive.Question(q)
		if len(q.Quotes()) > 0 {
			quoting = append(quoting, q)
		}
	}
	return quoting
}
