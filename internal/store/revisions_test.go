package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/data"
	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// noon is the moment at which tests publish.
var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// shipped is the whole shipped report as one publication.
func shipped(t *testing.T) publish.Publication {
	t.Helper()
	s, err := data.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := publish.Publication{Regions: s.Regions, Countries: s.Countries}
	for _, e := range s.Editions {
		p.Revisions = append(p.Revisions, report.Revision{Edition: e, Number: 1, State: report.Published, PublishedAt: noon, Digest: e.Digest()})
		p.Events = append(p.Events, event("publish", e.Period, 1, e.Digest()))
	}
	return p
}

// brief is the part of the shipped report that most tests need: its places and newest edition.
func brief(t *testing.T) publish.Publication {
	t.Helper()
	p := shipped(t)
	p.Revisions, p.Events = p.Revisions[12:], p.Events[12:]
	return p
}

// event is one that a test does.
func event(action string, p report.Period, revision int, digest string) audit.Event {
	return audit.Event{
		At: noon, Actor: "a test", Action: action, Period: p, Revision: revision, Digest: digest, Text: "As a test wants it.",
	}
}

// published is a database that holds a publication, and its file.
func published(t *testing.T, p publish.Publication) (*store.DB, string) {
	t.Helper()
	path := dbtest.Path(t)
	db := open(t, path)
	if err := db.Publish(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return db, path
}

// correction is the newest shipped edition with one request more, as its nth revision.
func correction(t *testing.T, n int) report.Revision {
	t.Helper()
	all := shipped(t).Revisions
	r := all[len(all)-1]
	r.Number, r.Note, r.PublishedAt = n, "One request was missing.", noon.Add(time.Duration(n)*time.Hour)
	r.Edition.Tables[0].Rows[0].Counts.Requests++
	r.Digest = r.Edition.Digest()
	return r
}

// kept lists the rows that the database holds, in a fixed order.
func kept(t *testing.T, db *store.DB) []report.Revision {
	t.Helper()
	revisions, err := db.Revisions(t.Context(), nothing)
	if err != nil {
		t.Fatal(err)
	}
	for i := range revisions {
		revisions[i].Edition.Sort()
	}
	return revisions
}

func TestRevisions_AreWhatWasPublished(t *testing.T) {
	db, _ := published(t, shipped(t))
	got := kept(t, db)
	if diff := cmp.Diff(shipped(t).Revisions, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, r := range got {
		if digest := r.Edition.Digest(); digest != r.Digest {
			t.Errorf("%s: digest is %s, want %s", r.Edition.Period, digest, r.Digest)
		}
	}
}

func TestRevisions_KeepEveryField(t *testing.T) {
	want := report.Revision{
		Number: 3, State: report.Published, Note: "A note of two\nlines, with 'quotes' and \"more\".",
		PublishedAt: time.Date(2026, time.November, 24, 12, 0, 0, 123456000, time.UTC),
		Edition: report.Edition{
			Period: report.Period{Year: 2020, Half: 2}, Note: "On the edition.",
			Tables: []report.Table{{Section: report.Criminal, Note: "On the section.", Rows: []report.Row{
				{Country: "AU", Note: "On the row.", Counts: report.CountsOf([6]int{1, 2, 3, 4, 5, 6})},
				{Country: "DE", Counts: report.CountsOf([6]int{1 << 40, 0, 0, 0, 0, 0})},
			}}, {Section: report.Civil}},
			Answers: []report.Answer{{Question: "a-question", Body: "It is {consumer_warrants}."}},
			Figures: []report.SingleFigure{{Name: report.ConsumerWarrants}, {Name: report.EnterpriseContent, Value: 8}},
		},
	}
	want.Digest = want.Edition.Digest()
	path := dbtest.Path(t)
	db := open(t, path)
	altered[path] = true // a first revision with the number 3 is none that the log allows
	all := shipped(t)
	given := want
	given.PublishedAt = want.PublishedAt.In(time.FixedZone("far away", 9*3600))
	p := publish.Publication{Regions: all.Regions, Countries: all.Countries, Revisions: []report.Revision{given}, Events: []audit.Event{noted}}
	if err := db.Publish(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	got := kept(t, db)
	if diff := cmp.Diff([]report.Revision{want}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if zone := got[0].PublishedAt.Location(); zone != time.UTC {
		t.Errorf("published at: got a time in %s, want UTC", zone)
	}
}

func TestRevisions_FailWhereOneCannotBeRead(t *testing.T) {
	db, path := published(t, brief(t))
	alter(t, path, `UPDATE revisions SET period = '2019-H9' WHERE period = '2019-H1'`)
	if got, err := db.Revisions(t.Context(), nothing); !errors.Is(err, report.ErrInvalid) {
		t.Errorf("got %d revisions, %v, want ErrInvalid", len(got), err)
	}
}

func TestPublish_RefusesARevisionThatExists(t *testing.T) {
	db, path := published(t, brief(t))
	want := dump(t, path)
	again := correction(t, 1)
	err := db.Publish(t.Context(), publish.Publication{
		Revisions: []report.Revision{again},
		Events:    []audit.Event{event("publish", again.Edition.Period, 1, again.Digest)},
	})
	if !errors.Is(err, report.ErrConflict) {
		t.Errorf("got error %v, want ErrConflict", err)
	}
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("the database has changed (-want +got)\n%s", diff)
	}
}

func TestPublish_RefusesPlacesThatExist(t *testing.T) {
	db, path := published(t, brief(t))
	want := dump(t, path)
	if err := db.Publish(t.Context(), brief(t)); !errors.Is(err, report.ErrConflict) {
		t.Errorf("got error %v, want ErrConflict", err)
	}
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("the database has changed (-want +got)\n%s", diff)
	}
}

func TestPublish_ReplacesTheEarlierRevision(t *testing.T) {
	db, _ := published(t, shipped(t))
	want := shipped(t).Revisions
	corrected := correction(t, 2)
	if err := db.Publish(t.Context(), publish.Publication{Revisions: []report.Revision{corrected}, Events: []audit.Event{noted}}); err != nil {
		t.Fatal(err)
	}
	want[len(want)-1].State = report.Superseded
	want = append(want, corrected)
	if diff := cmp.Diff(want, kept(t, db)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestPublish_WritesAllOrNothing(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(p *publish.Publication)
	}{
		{"a row of a country that is not known", func(p *publish.Publication) {
			p.Revisions[0].Edition.Tables[0].Rows[40].Country = "QQ"
		}},
		{"a country of a region that is not known", func(p *publish.Publication) { p.Countries[40].Region = "atlantis" }},
		{"a count below nothing", func(p *publish.Publication) {
			p.Revisions[0].Edition.Tables[0].Rows[3].Counts.Rejected = -1
		}},
		{"a revision that is numbered zero", func(p *publish.Publication) { p.Revisions[0].Number = 0 }},
		{"a digest that is none", func(p *publish.Publication) { p.Revisions[0].Digest = "" }},
		{"a country that stands twice", func(p *publish.Publication) {
			t := &p.Revisions[0].Edition.Tables[0]
			t.Rows = append(t.Rows, t.Rows[0])
		}},
		{"a figure that stands twice", func(p *publish.Publication) {
			e := &p.Revisions[0].Edition
			e.Figures = append(e.Figures, e.Figures[0])
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := dbtest.Path(t)
			db := open(t, path)
			want := dump(t, path)
			p := brief(t)
			tt.spoil(&p)
			if err := db.Publish(t.Context(), p); err == nil {
				t.Error("got no error")
			}
			if diff := cmp.Diff(want, dump(t, path)); diff != "" {
				t.Errorf("something was written (-want +got)\n%s", diff)
			}
			if err := db.Publish(t.Context(), brief(t)); err != nil {
				t.Errorf("publishing afterwards: %v", err)
			}
		})
	}
}

func TestPublish_StopsWhenItIsToldTo(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	want := dump(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Publish(ctx, brief(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	if diff := cmp.Diff(want, dump(t, path)); diff != "" {
		t.Errorf("something was written (-want +got)\n%s", diff)
	}
}

func TestPublish_LetsOneOfManyWin(t *testing.T) {
	db, path := published(t, brief(t))
	failed := make([]error, 20)
	r := correction(t, 2)
	var all sync.WaitGroup
	for i := range failed {
		all.Go(func() {
			failed[i] = db.Publish(t.Context(), publish.Publication{
				Revisions: []report.Revision{r}, Events: []audit.Event{event("publish", r.Edition.Period, 2, r.Digest)},
			})
		})
	}
	all.Wait()
	won := 0
	for _, err := range failed {
		if err == nil {
			won++
		} else if !errors.Is(err, report.ErrConflict) {
			t.Errorf("got error %v, want ErrConflict", err)
		}
	}
	if won != 1 {
		t.Errorf("%d publications won, want 1", won)
	}
	events := dump(t, path)["events"]
	if got := len(slices.DeleteFunc(events, func(s string) bool { return !strings.Contains(s, r.Digest) })); got != 1 {
		t.Errorf("%d events of it, want 1", got)
	}
}

// nothing is known: every edition is read.
func nothing(report.Revision) bool { return false }

// A correction of a notice replaces what its writer saw, of the last withdrawal alone.
func TestCorrectNotice_OverwritesNothingUnseen(t *testing.T) {
	p := brief(t)
	db, _ := published(t, p)
	period := p.Revisions[0].Edition.Period
	withdraw := func(notice string, number int) {
		t.Helper()
		e := event("withdraw", period, number, "")
		e.At = noon.Add(time.Duration(number) * time.Hour)
		if err := db.Withdraw(t.Context(), publish.Withdrawal{Period: period, Notice: notice, Events: []audit.Event{e}}); err != nil {
			t.Fatal(err)
		}
	}
	correct := func(before, text string) error {
		return db.CorrectNotice(t.Context(), publish.NoticeCorrection{Period: period, Before: before, Text: text, Event: event("correct notice", period, 1, "")})
	}
	if err := correct("", "Something."); !errors.Is(err, report.ErrConflict) {
		t.Errorf("of a public half-year: %v", err)
	}
	withdraw("The first.", 1)
	again := p.Revisions[0]
	again.Number, again.Again = 2, true
	if err := db.Publish(t.Context(), publish.Publication{Revisions: []report.Revision{again}, Events: []audit.Event{event("publish", period, 2, again.Digest)}}); err != nil {
		t.Fatal(err)
	}
	if err := correct("The first.", "Something."); !errors.Is(err, report.ErrConflict) {
		t.Errorf("of a half-year that was published again: %v", err)
	}
	withdraw("The second.", 2)
	for before, want := range map[string]error{"The first.": report.ErrConflict, "The second.": nil} {
		if err := correct(before, "Corrected."); !errors.Is(err, want) {
			t.Errorf("of %q: %v", before, err)
		}
	}
	all, err := db.Revisions(t.Context(), func(report.Revision) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range all {
		got = append(got, r.WithdrawalNotice)
	}
	if !slices.Equal(got, []string{"The first.", "Corrected."}) {
		t.Errorf("the notices are %q", got)
	}
}
