package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// drafted is a database that holds one draft at version 1.
func drafted(t *testing.T) (*store.DB, publish.Draft) {
	t.Helper()
	db := open(t, dbtest.Path(t))
	d := publish.Draft{
		ID: "d1", Version: 1, State: publish.DraftOpen, UploadedBy: "ann", CreatedAt: noon, UpdatedAt: noon, UpdatedBy: "ann",
		Edition:     report.Edition{Period: report.Period{Year: 2019, Half: 2}, Note: "A note."},
		Findings:    report.Problems{{Severity: report.SeverityWarning, Code: "formulas", Sheet: "A", Cell: "B2", Text: "Formulas."}},
		Cells:       map[string]publish.CellName{"criminal/DE/1": {Sheet: "A", Cell: "D7"}},
		Acceptances: []publish.Acceptance{{Problem: "p", By: "ann", At: noon, Reason: "Looked at."}},
	}
	save(t, db, d)
	return db, d
}

func save(t *testing.T, db *store.DB, d publish.Draft) {
	t.Helper()
	if err := db.SaveDraft(t.Context(), d, event("save", d.Edition.Period, 0, "")); err != nil {
		t.Fatal(err)
	}
}

func TestDraft_ComesBackAsItWasSaved(t *testing.T) {
	db, want := drafted(t)
	got, err := db.Draft(t.Context(), "d1")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := db.Draft(t.Context(), "d2"); !errors.Is(err, report.ErrNotFound) {
		t.Errorf("a draft that is not there: %v", err)
	}
	if list, err := db.Drafts(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("got %d drafts, %v", len(list), err)
	}
}

func TestSaveDraft_TakesThePlaceOfTheVersionBeforeOnly(t *testing.T) {
	db, d := drafted(t)
	d.Version, d.Edition.Note = 2, "Of Ann."
	save(t, db, d)
	late := d
	late.Edition.Note = "Of Eva, who looked at version 1."
	for _, version := range []int{1, 2, 4} {
		late.Version = version
		if err := db.SaveDraft(t.Context(), late, event("save", d.Edition.Period, 0, "")); !errors.Is(err, report.ErrConflict) {
			t.Errorf("version %d: got %v, want ErrConflict", version, err)
		}
	}
	if got, err := db.Draft(t.Context(), "d1"); err != nil || got.Edition.Note != "Of Ann." {
		t.Errorf("got %q, %v", got.Edition.Note, err)
	}
	if events, err := db.Events(t.Context()); err != nil || len(events) != 2 {
		t.Errorf("a refused save left an event: %d, %v", len(events), err)
	}
}

func TestSaveDraft_ChangesNothingThatIsOver(t *testing.T) {
	for _, state := range []publish.DraftState{publish.DraftPublished, publish.DraftDiscarded} {
		db, d := drafted(t)
		d.Version, d.State = 2, state
		save(t, db, d)
		d.Version, d.State = 3, publish.DraftOpen
		if state == publish.DraftDiscarded { // it can be restored, and no more than that
			d.State, d.SubmittedBy = publish.DraftSubmitted, "ann"
		}
		if err := db.SaveDraft(t.Context(), d, event("save", d.Edition.Period, 0, "")); !errors.Is(err, report.ErrConflict) {
			t.Errorf("%s: got %v, want ErrConflict", state, err)
		}
	}
}

// The database itself holds to it that two people are needed.
func TestSaveDraft_RefusesAnApprovalOfOnesOwn(t *testing.T) {
	for name, change := range map[string]func(*publish.Draft){
		"by who submitted it": func(d *publish.Draft) { d.SubmittedBy, d.ApprovedBy = "ann", "ann" },
		"by nobody":           func(d *publish.Draft) { d.SubmittedBy = "ann" },
	} {
		db, d := drafted(t)
		d.Version, d.State = 2, publish.DraftApproved
		change(&d)
		if err := db.SaveDraft(t.Context(), d, event("approve", d.Edition.Period, 0, "")); err == nil {
			t.Errorf("approved %s", name)
		}
	}
}
