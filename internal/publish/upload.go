package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

// CodePeriodMismatch is a sheet whose title names another period than the one to be published.
const CodePeriodMismatch = "period-mismatch"

// CodeNoPeriod is a file that names no period, where none was chosen.
const CodeNoPeriod = "no-period"

// Read reads a file into a draft that is not saved: its edition and what reading it found. period
// is the chosen one; zero takes the one that the file names.
func (d *Desk) Read(ctx context.Context, name string, content []byte, period report.Period) (Draft, error) {
	archive, err := d.Archive(ctx)
	if err != nil {
		return Draft{}, err
	}
	return readDraft(ctx, archive.Places(), d.remarks, name, content, period), nil
}

func readDraft(ctx context.Context, places *report.Places, remarks []report.KnownNote, name string, content []byte, period report.Period) Draft {
	sum := sha256.Sum256(content)
	draft := Draft{
		State: DraftOpen,
		File:  File{Name: name, Size: len(content), SHA256: hex.EncodeToString(sum[:])},
	}
	reading, problems := workbook.Read(ctx, name, content, places)
	draft.Findings = problems
	if reading == nil {
		draft.Edition.Period = period
		return draft
	}
	draft.Edition = reading.Edition
	draft.Cells, draft.Doubtful = map[string]CellName{}, map[string]int{}
	for _, sheet := range reading.Sheets {
		note(&draft, sheet)
		if named := sheet.Period; !period.IsZero() && !named.IsZero() && named != period {
			draft.Findings = append(draft.Findings, report.Problem{
				Severity: report.SeverityError, Code: CodePeriodMismatch, Sheet: sheet.Name,
				Text: fmt.Sprintf("The sheet is titled %q, which is %s; chosen was %s. Correct the title, or choose the other period.",
					sheet.Title, named.Label(), period.Label()),
			})
		}
	}
	if !period.IsZero() {
		draft.Edition.Period = period
	}
	draft.Edition.ApplyKnownNotes(remarks)
	if draft.Edition.Period.IsZero() {
		draft.Findings = append(draft.Findings, report.Problem{
			Severity: report.SeverityError, Code: CodeNoPeriod,
			Text: "The file names no period; choose one.",
		})
	}
	return draft
}

// note keeps where a sheet's figures stand.
func note(draft *Draft, sheet workbook.Sheet) {
	keep := func(country string, r workbook.ReadRow) {
		for column, cell := range r.Cells {
			draft.Cells[CellKey(sheet.Section, country, column)] = CellName{Sheet: sheet.Name, Cell: cell}
		}
	}
	for _, r := range sheet.Rows {
		if r.Country == "" {
			continue
		}
		keep(r.Country, r)
		if r.Suspect > 0 {
			draft.Doubtful[CellKey(sheet.Section, r.Country, 0)] = r.Suspect
		}
	}
	if sheet.Total != nil {
		keep("", *sheet.Total)
	}
}

// Upload reads a file into a new draft for a period. Whatever is wrong with it stands in the
// draft's problems; the file itself is not kept.
func (d *Desk) Upload(ctx context.Context, actor, name string, content []byte, period report.Period) (Draft, error) {
	draft, err := d.Read(ctx, name, content, period)
	if err != nil {
		return draft, fmt.Errorf("upload: %w", err)
	}
	if draft.ID, err = newID(); err != nil {
		return draft, err
	}
	draft.UploadedBy = actor
	return draft, d.save(ctx, &draft, actor, "upload", fmt.Sprintf("%s, %d bytes, SHA-256 %s", name, len(content), draft.File.SHA256))
}

// Replace reads another file into a draft, in place of the one before. Notes on rows whose figures
// are the same stay, and so do figures, answers and the public note.
func (d *Desk) Replace(ctx context.Context, c Change, name string, content []byte) (Draft, error) {
	return d.edit(ctx, c, "upload again", name, func(draft *Draft) error {
		archive, err := d.Archive(ctx)
		if err != nil {
			return err
		}
		fresh := readDraft(ctx, archive.Places(), d.remarks, name, content, draft.Edition.Period)
		carry(&fresh.Edition, draft.Edition)
		draft.Edition, draft.File, draft.Findings = fresh.Edition, fresh.File, fresh.Findings
		draft.Cells, draft.Doubtful, draft.UploadedBy = fresh.Cells, fresh.Doubtful, c.Actor
		return nil
	})
}

// carry takes over from an earlier state of an edition what a file does not hold.
func carry(to *report.Edition, from report.Edition) {
	if to.Note == "" {
		to.Note = from.Note
	}
	if len(to.Figures) == 0 {
		to.Figures = slices.Clone(from.Figures)
	}
	to.Answers = slices.Clone(from.Answers)
	for i := range to.Tables {
		t := &to.Tables[i]
		old, ok := from.Table(t.Section)
		if !ok {
			continue
		}
		if t.Note == "" {
			t.Note = old.Note
		}
		for j := range t.Rows {
			r := &t.Rows[j]
			if before, ok := old.Row(r.Country); ok && before.Counts == r.Counts && r.Note == "" {
				r.Note = before.Note
			}
		}
	}
}

// CheckFile reads a file and applies the rules that need nothing but the places. The draft that
// comes back is not saved; its Findings are all that was found.
func CheckFile(ctx context.Context, places *report.Places, remarks []report.KnownNote, name string, content []byte) Draft {
	draft := readDraft(ctx, places, remarks, name, content, report.Period{})
	for _, p := range Check(draft.Edition, places, report.Period{}) {
		draft.Findings = append(draft.Findings, located(draft, p))
	}
	return draft
}
