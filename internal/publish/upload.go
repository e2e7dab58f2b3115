package publish

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

// The codes of the problems that reading a file adds to those of the workbook.
const (
	CodePeriodMismatch = "period-mismatch" // a sheet's title names another period than the chosen one
	CodeNoPeriod       = "no-period"       // the file names no period, and none was chosen
)

// Read reads a file into a draft that is not saved. period is the chosen one; zero takes the one
// that the file names.
func (s *Service) Read(ctx context.Context, name string, content []byte, period report.Period) (Draft, error) {
	archive, err := s.Archive(ctx)
	if err != nil {
		return Draft{}, err
	}
	draft := readDraft(ctx, archive.Places(), s.knownNotes, name, content, period)
	draft.Base = archive.LastNumber(draft.Edition.Period)
	inheritNames(&draft.Edition, archive)
	return draft, nil
}

func readDraft(ctx context.Context, places *report.Places, knownNotes []report.KnownNote, name string, content []byte, period report.Period) Draft {
	sum := sha256.Sum256(content)
	draft := Draft{
		State: DraftOpen,
		File:  File{Name: name, Size: len(content), SHA256: hex.EncodeToString(sum[:])},
	}
	reading, problems := workbook.Read(ctx, name, content, places)
	draft.Findings = problems
	if reading.Refused {
		draft.Refused = true
		return draft
	}
	draft.Edition = reading.Edition
	draft.Cells, draft.Suspect = map[string]CellName{}, map[string]int{}
	for _, sheet := range reading.Sheets {
		recordCells(&draft, sheet)
		if named := sheet.Period; !period.IsZero() && !named.IsZero() && named != period {
			draft.Findings = append(draft.Findings, mismatch(sheet, period))
			if sheet.Name == "" {
				break // one column of a CSV file says it of all sections
			}
		}
	}
	if !period.IsZero() {
		draft.Edition.Period = period
	}
	draft.takeNotes()
	draft.applyKnown(knownNotes)
	draft.Edition.InferUnits()
	if draft.Edition.Period.IsZero() && len(draft.Edition.Tables) > 0 {
		draft.Findings = append(draft.Findings, report.Problem{
			Severity: report.SeverityError, Code: CodeNoPeriod,
			Text: "The file names no period; choose one.",
		})
	}
	return draft
}

// mismatch is the error of a sheet, or of a CSV file's column, that names another period than the chosen one.
func mismatch(sheet workbook.Sheet, chosen report.Period) report.Problem {
	where := "The sheet's title names"
	if sheet.Name == "" {
		where = "The file's column of periods says"
	}
	return report.Problem{
		Severity: report.SeverityError, Code: CodePeriodMismatch, Sheet: sheet.Name,
		Text: fmt.Sprintf("%s %s, but %s was chosen. Correct the file, or choose the other period.", where, sheet.Period.Label(), chosen.Label()),
	}
}

// recordCells records the cells of a sheet's figures.
func recordCells(draft *Draft, sheet workbook.Sheet) {
	record := func(country string, r workbook.ReadRow) {
		for column, cell := range r.Cells {
			draft.Cells[CellKey(sheet.Section, country, column)] = CellName{Sheet: sheet.Name, Cell: cell}
		}
	}
	for _, r := range sheet.Rows {
		if r.Country == "" {
			continue
		}
		record(r.Country, r)
		if r.Suspect > 0 {
			draft.Suspect[CellKey(sheet.Section, r.Country, 0)] = r.Suspect
		}
	}
	if sheet.Total != nil {
		record("", *sheet.Total)
	}
}

// refusal returns the reason for which the draft's file was refused as a whole, or nil.
func (d *Draft) refusal() error {
	if !d.Refused {
		return nil
	}
	return &Refusal{report.ErrInvalid, d.Findings[0].Text}
}

// Upload reads a file into a new draft for a period. Problems with its content are findings of the
// draft, not errors. A file that is refused as a whole makes no draft: it fails with report.ErrInvalid.
func (s *Service) Upload(ctx context.Context, actor, name string, content []byte, period report.Period) (Draft, error) {
	draft, err := s.Read(ctx, name, content, period)
	if err == nil {
		err = draft.refusal()
	}
	if err != nil {
		return draft, fmt.Errorf("upload: %w", err)
	}
	draft.UploadedBy, draft.ChangedBy = actor, []string{actor}
	return s.begin(ctx, draft, actor, "upload", fmt.Sprintf("%s, %d bytes, SHA-256 %s", name, len(content), draft.File.SHA256))
}

// begunAgain is the time within which a draft that is begun again by the same person, from the same, is the one that was
// begun: a button was pressed twice.
const begunAgain = time.Minute

// begin saves a new draft, with an event, and returns it; or one that the same person has just begun from the same
// and not changed since. Of several processes that begin it at once, the ID lets one.
func (s *Service) begin(ctx context.Context, draft Draft, actor, action, text string) (Draft, error) {
	for attempt := 1; ; attempt++ {
		drafts, err := s.store.Drafts(ctx)
		if err != nil {
			return draft, fmt.Errorf("%s: %w", action, err)
		}
		for _, d := range drafts {
			if d.Version == 1 && d.State == DraftOpen && d.UpdatedBy == actor && s.now().Sub(d.CreatedAt) < begunAgain &&
				d.Edition.Period == draft.Edition.Period && d.Corrects == draft.Corrects && d.File == draft.File {
				return d, nil
			}
		}
		begun := draft
		begun.ID = idOf(draft, actor, drafts)
		err = s.save(ctx, &begun, actor, action, text)
		if err == nil || !errors.Is(err, report.ErrConflict) || attempt == beginAttempts {
			return begun, err
		}
	}
}

// beginAttempts bounds how often begin looks for what another process has begun instead.
const beginAttempts = 3

// idOf returns the ID of a draft that a person begins, the same whoever asks, which none of the drafts has.
func idOf(draft Draft, actor string, drafts []Draft) string {
	for n := 0; ; n++ {
		sum := sha256.Sum256(fmt.Appendf(nil, "%q %s %d %s %d", actor, draft.Edition.Period, draft.Corrects, draft.File.SHA256, n))
		id := hex.EncodeToString(sum[:16])
		if !slices.ContainsFunc(drafts, func(d Draft) bool { return d.ID == id }) {
			return id
		}
	}
}

// Replace reads another file into a draft. It keeps the figures beside the tables, the answers, the
// public note, and the notes on rows with unchanged figures.
func (s *Service) Replace(ctx context.Context, e Edit, name string, content []byte) (Draft, error) {
	return s.edit(ctx, e, "upload again", name, func(draft *Draft) error {
		archive, err := s.Archive(ctx)
		if err != nil {
			return err
		}
		places := WithPlaces(*draft, archive).Places()
		fresh := readDraft(ctx, places, s.knownNotes, name, content, draft.Edition.Period)
		if err := fresh.refusal(); err != nil {
			return err
		}
		carry(&fresh.Edition, draft.Edition)
		draft.Edition, draft.File, draft.Findings = fresh.Edition, fresh.File, fresh.Findings
		fresh.keepExplanations(draft.Explanations)
		draft.FoundNotes, draft.Explanations = fresh.FoundNotes, fresh.Explanations
		draft.Cells, draft.Suspect, draft.UploadedBy = fresh.Cells, fresh.Suspect, e.Actor.Name
		return nil
	})
}

// carry copies what a file does not hold from an earlier state of the edition. What people wrote there
// takes precedence over known notes.
func carry(to *report.Edition, from report.Edition) {
	to.Note = cmp.Or(from.Note, to.Note)
	if len(to.Figures) == 0 {
		to.Figures = slices.Clone(from.Figures)
	}
	to.Answers, to.Names = slices.Clone(from.Answers), slices.Clone(from.Names)
	for i := range to.Tables {
		t := &to.Tables[i]
		old, _ := from.Table(t.Section) // without one, nothing is carried
		t.Note, t.Unit = cmp.Or(old.Note, t.Note), cmp.Or(t.Unit, old.Unit)
		for j := range t.Rows {
			r := &t.Rows[j]
			if before, ok := old.Row(r.Country); ok && before.Counts == r.Counts {
				r.Note = cmp.Or(before.Note, r.Note)
			}
		}
	}
}

// CheckFile reads a file and checks it against nothing but the places. The Findings of the draft,
// which is not saved, are all problems.
func CheckFile(ctx context.Context, places *report.Places, knownNotes []report.KnownNote, name string, content []byte) Draft {
	draft := readDraft(ctx, places, knownNotes, name, content, report.Period{})
	if draft.Refused {
		return draft
	}
	c := checker{problems: Check(draft.Edition, places, report.Period{}, draft.public()...)}
	c.units(draft.Edition)
	found := append(c.problems, draft.notesLeft(places)...)
	draft.Findings = append(draft.Findings, located(draft, found)...)
	return draft
}
