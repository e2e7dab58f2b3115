package publish_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// An approval names all that becomes public, by one digest.
func TestContentDigest_NamesAllThatBecomesPublic(t *testing.T) {
	o := newOffice(t)
	d := o.must(o.Upload(t.Context(), "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	d.Files, d.Names = map[string]string{"xlsx": "a"}, "b"
	digest := d.ContentDigest()
	for name, change := range map[string]func(*publish.Draft){
		"a figure": func(d *publish.Draft) { d.Edition.Tables[0].Rows[0].Counts.Requests++ },
		"a single figure": func(d *publish.Draft) {
			d.Edition.Figures = []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 1}}
		},
		"a note":            func(d *publish.Draft) { d.Edition.Tables[0].Rows[0].Note = "Note." },
		"an answer":         func(d *publish.Draft) { d.Edition.Answers = []report.Answer{{Question: "q", Body: "a"}} },
		"the public note":   func(d *publish.Draft) { d.Note = "Note." },
		"a new place":       func(d *publish.Draft) { d.Places = []publish.PlaceEdit{{After: laos}} },
		"a removed place":   func(d *publish.Draft) { d.Places = []publish.PlaceEdit{{Before: laos}} },
		"what it follows":   func(d *publish.Draft) { d.Base++ },
		"what it corrects":  func(d *publish.Draft) { d.Corrects, d.Base = 1, 1 },
		"a file":            func(d *publish.Draft) { d.Files = map[string]string{"xlsx": "c"} },
		"names":             func(d *publish.Draft) { d.Names = "c" },
		"no file":           func(d *publish.Draft) { d.Files = nil },
		"a file more":       func(d *publish.Draft) { d.Files = map[string]string{"xlsx": "a", "csv": "b"} },
		"the edition's own": func(d *publish.Draft) { d.Edition.Note = "Note." },
	} {
		other := d
		other.Edition = d.Edition.Clone()
		change(&other)
		if other.ContentDigest() == digest {
			t.Errorf("%s is not in the digest", name)
		}
	}
}

// Saving what is there already voids nothing, and makes no new version.
func TestEdit_WithoutAChangeVoidsNothing(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.must(o.SetCountry(ctx, sitetest.By("ann", o.correction(t)), laos))
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), report.Criminal, "AR", "Counted again."))
	d = o.accepted(d)
	d = o.must(o.Submit(ctx, sitetest.By("ann", d)))
	for name, save := range map[string]func(publish.Edit) (publish.Draft, error){
		"a note": func(e publish.Edit) (publish.Draft, error) {
			return o.SetNote(ctx, e, report.Criminal, "AR", " Counted again. ")
		},
		"figures":     func(e publish.Edit) (publish.Draft, error) { return o.SetFigures(ctx, e, d.Edition.Figures) },
		"public note": func(e publish.Edit) (publish.Draft, error) { return o.SetPublicNote(ctx, e, d.Note) },
		"a place":     func(e publish.Edit) (publish.Draft, error) { return o.SetCountry(ctx, e, laos) },
		"no place":    func(e publish.Edit) (publish.Draft, error) { return o.ForgetPlace(ctx, e, "DE") },
	} {
		if got, err := save(sitetest.By("eva", d)); err != nil || got.State != publish.DraftSubmitted || got.Version != d.Version {
			t.Errorf("%s: it is %s at version %d, %v, want submitted at %d", name, got.State, got.Version, err, d.Version)
		}
	}
	// The same of a new half-year, with explanations, answers, a name, a unit and its file.
	o.know(sitetest.Shipped(t).KnownNotes)
	n := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	by := func(change func(publish.Edit) (publish.Draft, error)) { n = o.must(change(sitetest.By("ann", n))) }
	explained := publish.Explanation{
		Section: report.Civil, Country: "US", Column: 2, Stated: 268, Computed: 269, Text: "The outcomes add up to 269, not to 268. As published.",
	}
	stated := publish.Explanation{Section: report.Skype, Text: "No requests about Skype are reported."}
	edits := map[string]func(publish.Edit) (publish.Draft, error){
		"an explanation": func(e publish.Edit) (publish.Draft, error) { return o.Explain(ctx, e, explained) },
		"a statement":    func(e publish.Edit) (publish.Draft, error) { return o.Explain(ctx, e, stated) },
		"a kept answer":  func(e publish.Edit) (publish.Draft, error) { return o.KeepAnswer(ctx, e, "cloud-act") },
		"another one":    func(e publish.Edit) (publish.Draft, error) { return o.KeepAnswer(ctx, e, "enterprise-customers") },
		"an answer": func(e publish.Edit) (publish.Draft, error) {
			return o.SetAnswer(ctx, e, report.Question{ID: "a", Body: "A."})
		},
		"another answer": func(e publish.Edit) (publish.Draft, error) {
			return o.SetAnswer(ctx, e, report.Question{ID: "b", Body: "B."})
		},
		"a name":       func(e publish.Edit) (publish.Draft, error) { return o.SetName(ctx, e, "TR", "Türkiye") },
		"another name": func(e publish.Edit) (publish.Draft, error) { return o.SetName(ctx, e, "CZ", "Czechia") },
		"a unit": func(e publish.Edit) (publish.Draft, error) {
			return o.SetUnit(ctx, e, report.Civil, report.UnitAccounts)
		},
		"a spelling": func(e publish.Edit) (publish.Draft, error) { return o.AddSpelling(ctx, e, "DE", "Deutschland") },
		"the same file": func(e publish.Edit) (publish.Draft, error) {
			return o.Replace(ctx, e, "2019-H2.xlsx", file(t, "2019-H2.xlsx"))
		},
		"a single figure": func(e publish.Edit) (publish.Draft, error) {
			return o.SetFigures(ctx, e, []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 7}})
		},
		"a note": func(e publish.Edit) (publish.Draft, error) {
			return o.SetNote(ctx, e, report.Criminal, "AR", "Counted again.")
		},
		"a note on the unit": func(e publish.Edit) (publish.Draft, error) {
			return o.SetNote(ctx, e, report.Civil, "", "Accounts are counted.")
		},
	}
	for range 2 { // in two orders
		for _, edit := range edits {
			by(edit)
		}
	}
	n = o.accepted(n)
	edits["a warning"] = func(e publish.Edit) (publish.Draft, error) {
		return o.Accept(ctx, e, []string{n.Acceptances[0].Problem}, n.Acceptances[0].Reason)
	}
	n = o.must(o.Submit(ctx, sitetest.By("ann", n)))
	for name, save := range edits {
		if got, err := save(sitetest.By("eva", n)); err != nil || got.State != publish.DraftSubmitted || got.Version != n.Version {
			t.Errorf("%s: it is %s at version %d, %v, want submitted at %d", name, got.State, got.Version, err, n.Version)
			n = o.must(o.Submit(ctx, sitetest.By("ann", o.accepted(got))))
		}
	}
	if stored := o.must(o.Draft(ctx, d.ID)); stored.Version != d.Version || len(stored.ChangedBy) != 1 {
		t.Errorf("stored is version %d, changed by %v", stored.Version, stored.ChangedBy)
	}
	if _, err := o.Publish(ctx, sitetest.By("bob", o.approvedAgain(d)), nil); err != nil {
		t.Error(err)
	}
}

// Whoever changed anything cannot approve it, even if others changed it since.
func TestApprove_RefusesWhoChangedAnything(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	q := report.Question{ID: "cloud-act", Body: "It is {consumer_warrants}."}
	for name, change := range map[string]func(publish.Edit) (publish.Draft, error){
		"a note": func(e publish.Edit) (publish.Draft, error) { return o.SetNote(ctx, e, "", "", "A note.") },
		"a figure": func(e publish.Edit) (publish.Draft, error) {
			return o.SetFigures(ctx, e, []report.SingleFigure{{Name: report.ConsumerWarrants, Value: 7}})
		},
		"an answer": func(e publish.Edit) (publish.Draft, error) { return o.SetAnswer(ctx, e, q) },
		"the note":  func(e publish.Edit) (publish.Draft, error) { return o.SetPublicNote(ctx, e, "Because.") },
		"a place":   func(e publish.Edit) (publish.Draft, error) { return o.SetCountry(ctx, e, laos) },
		"a file": func(e publish.Edit) (publish.Draft, error) {
			return o.Replace(ctx, e, "2018-H2.csv", file(t, "2019-H2.csv"))
		},
		"a warning": func(e publish.Edit) (publish.Draft, error) { return o.Accept(ctx, e, []string{"w"}, "Looked at.") },
	} {
		d := o.noted("AR", "A note.")
		d = o.must(o.Reopen(ctx, sitetest.By("bob", d), "Something is missing."))
		changed := o.must(change(sitetest.By("eva", d)))
		if changed.State != publish.DraftOpen || changed.Approved != "" || changed.Files != nil {
			t.Errorf("%s: the approval outlived it", name)
		}
		changed = o.must(o.SetNote(ctx, sitetest.By("ann", changed), "", "", "Ann once more."))
		changed.State = publish.DraftSubmitted
		if err := publish.May(changed, sitetest.By("eva", changed).Actor, publish.ActionApprove); !errors.Is(err, report.ErrForbidden) {
			t.Errorf("%s: eva may approve it: %v", name, err)
		}
		if err := publish.May(changed, sitetest.By("bob", changed).Actor, publish.ActionApprove); err != nil {
			t.Errorf("%s: bob may not approve it: %v", name, err)
		}
		// The database holds to it, too.
		changed.Version++
		changed.State, changed.ApprovedBy = publish.DraftApproved, "eva"
		if err := o.db.SaveDraft(ctx, changed, event(o, "approve")); err == nil {
			t.Errorf("%s: the database took an approval by who changed it", name)
		}
	}
}

// What cannot be made blocks at the submission; the files that were made are named by the approval.
func TestSubmit_RehearsesTheRelease(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	var rehearsed []report.Period
	var failing error
	o.Service = publish.NewService(publish.ServiceOptions{
		Store: o.db, Now: o.clock, Questions: sitetest.Shipped(t).Site.FAQ,
		Rehearsal: func(_ context.Context, a *report.Archive, p report.Period) (map[string]string, error) {
			if r, err := a.Revision(p); err != nil || r.Number != 2 {
				t.Errorf("the archive has revision %d, %v", r.Number, err)
			}
			rehearsed = append(rehearsed, p)
			return map[string]string{"csv": strings.Repeat("c", 64)}, failing
		},
	})
	d := o.must(o.Correct(ctx, "ann", corrected))
	d = o.must(o.SetNote(ctx, sitetest.By("ann", d), "", "", "A note."))
	d = o.accepted(o.must(o.SetPublicNote(ctx, sitetest.By("ann", d), "Because.")))
	failing = errors.New("/2018-H2/de: invalid")
	var problems report.Problems
	if _, err := o.Submit(ctx, sitetest.By("ann", d)); !errors.As(err, &problems) || problems[0].Code != publish.CodeCannotBeMade || !strings.Contains(problems[0].Text, "/2018-H2/de") {
		t.Fatalf("got %v, want what cannot be made", err)
	}
	failing = nil
	before := d.ContentDigest()
	d = o.must(o.Submit(ctx, sitetest.By("ann", d)))
	if d.Files["csv"] == "" || d.ContentDigest() == before {
		t.Errorf("the files are not bound: %v", d.Files)
	}
	d = o.approvedAgain(d)
	if _, err := o.Publish(ctx, sitetest.By("bob", d), nil); err != nil {
		t.Fatal(err)
	}
	if len(rehearsed) != 2 {
		t.Errorf("made %d times, want at each submission only", len(rehearsed))
	}
}

// A publication from the command line is stored as direct, in one step, and called that.
func TestPublishFile_IsDirect(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	accept := []string{}
	d := o.must(o.Upload(ctx, "ann", "2019-H2.xlsx", file(t, "2019-H2.xlsx"), next))
	for _, p := range o.problems(d) {
		accept = append(accept, p.Code)
	}
	o.know(sitetest.Shipped(t).KnownNotes)
	direct := publish.DirectPublication{Actor: "shell:root", Name: "2019-H2.xlsx", File: file(t, "2019-H2.xlsx"), Accept: accept}
	published, err := o.PublishFile(ctx, direct)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := o.archive().Revision(next); err != nil || !r.Direct || r.Again {
		t.Errorf("got %t, %t, %v, want direct", r.Direct, r.Again, err)
	}
	stored := o.must(o.Draft(ctx, published.ID))
	if stored.Version != 1 || stored.State != publish.DraftPublished || stored.ApprovedBy != "" || !stored.Direct || stored.CreatedAt.IsZero() {
		t.Errorf("stored: version %d, %s, approved by %q, direct %t", stored.Version, stored.State, stored.ApprovedBy, stored.Direct)
	}
	events, err := o.Events(ctx)
	if err != nil || events[len(events)-1].Action != publish.ActionPublishDirectly || events[len(events)-1].Actor != "shell:root" {
		t.Errorf("the audit log ends with %+v, %v", events[len(events)-1], err)
	}

	if err := o.Withdraw(ctx, "shell:root", next, "To be checked."); err != nil {
		t.Fatal(err)
	}
	if _, err := o.PublishFile(ctx, direct); err == nil || !strings.Contains(err.Error(), "public note") {
		t.Errorf("published again without a public note: %v", err)
	}
	direct.Note, direct.At = "Checked, and found right.", o.now.Add(time.Hour)
	if published, err = o.PublishFile(ctx, direct); err != nil || published.State != publish.DraftScheduled {
		t.Fatalf("got %s, %v", published.State, err)
	}
	o.now = direct.At
	if released, err := o.Due(ctx); len(released) != 1 || err != nil {
		t.Fatalf("released %d, %v", len(released), err)
	}
	if r, err := o.archive().Revision(next); err != nil || r.Number != 2 || !r.Direct || !r.Again || r.Note != direct.Note {
		t.Errorf("got %+v, %v", r.Note, err)
	}
}
