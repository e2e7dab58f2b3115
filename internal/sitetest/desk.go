package sitetest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lerr/handlers"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
)

// Desk is a desk on a real database of its own that holds the shipped report, with a public site
// that shows what it publishes, and a clock that tests move.
type Desk struct {
	*publish.Desk
	t      testing.TB
	DB     *store.DB
	Public *handlers.Site
	Watch  *publish.Watch
	Log    *strings.Builder // what the public site has logged
	now    time.Time
	since  time.Duration
}

// NewDesk makes a desk; the public site shows the shipped report.
func NewDesk(t testing.TB) *Desk {
	t.Helper()
	shipped := Shipped(t)
	d := &Desk{t: t, DB: Store(t), Log: &strings.Builder{}, now: Now}
	d.Desk = publish.NewDesk(d.DB, d.Now, shipped.Site.FAQ)
	if _, err := d.Seed(context.Background(), Seed(shipped)); err != nil {
		t.Fatal(err)
	}
	d.Public = NewPublic(t, handlers.Options{Log: slog.New(slog.NewJSONHandler(d.Log, nil)), NoPrerender: true, Database: Database(shipped.Site)})
	clock := publish.Clock{Wall: d.Now, Elapsed: func() time.Duration { return d.since }}
	d.Watch = publish.NewWatch(d.Desk, clock, d.Public, slog.New(slog.NewTextHandler(io.Discard, nil)))
	d.Step()
	return d
}

// Now is the time on the desk's clock.
func (d *Desk) Now() time.Time { return d.now }

// Pass lets time pass.
func (d *Desk) Pass(by time.Duration) {
	d.now = d.now.Add(by)
	d.since += by
}

// Step lets the watch publish what is due and show what is published.
func (d *Desk) Step() {
	d.t.Helper()
	if err := d.Watch.Step(context.Background()); err != nil {
		d.t.Fatal(err)
	}
}

// Get asks the public site for a page.
func (d *Desk) Get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	d.Public.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// By is a change of a draft as it is now.
func (d *Desk) By(actor string, draft publish.Draft) publish.Change {
	return publish.Change{Actor: actor, Draft: draft.ID, Version: draft.Version}
}

// Must fails the test when a change of a draft failed.
func (d *Desk) Must(draft publish.Draft, err error) publish.Draft {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	return draft
}

// Approved takes a file to its approval: every warning accepted, every answer kept, and every row
// that does not add up noted, by ann; approved by bob.
func (d *Desk) Approved(name string, content []byte, period report.Period, note string) publish.Draft {
	d.t.Helper()
	ctx := context.Background()
	draft := d.Must(d.Upload(ctx, "ann", name, content, period))
	return d.approve(d.explained(draft, note))
}

// explained gives each row that does not add up the note.
func (d *Desk) explained(draft publish.Draft, note string) publish.Draft {
	d.t.Helper()
	for _, t := range draft.Edition.Tables {
		for _, r := range t.Rows {
			if r.Counts.OutcomeSum() != r.Counts.Expected(t.Section) && r.Note == "" {
				draft = d.Must(d.SetNote(context.Background(), d.By("ann", draft), t.Section, r.Country, note))
			}
		}
	}
	return draft
}

// Corrected takes a correction of a published period to its approval: with a note on the period,
// and the public note on the correction.
func (d *Desk) Corrected(period report.Period, note, public string) publish.Draft {
	d.t.Helper()
	ctx := context.Background()
	draft := d.Must(d.Correct(ctx, "ann", period))
	draft = d.Must(d.SetNote(ctx, d.By("ann", draft), "", "", note))
	return d.approve(d.Must(d.SetPublicNote(ctx, d.By("ann", draft), public)))
}

// approve settles what stands against a draft, submits it as ann and approves it as bob.
func (d *Desk) approve(draft publish.Draft) publish.Draft {
	d.t.Helper()
	ctx := context.Background()
	archive, err := d.Archive(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, q := range d.Quoting(draft, archive) {
		draft = d.Must(d.KeepAnswer(ctx, d.By("ann", draft), q.ID))
	}
	var keys []string
	for _, p := range d.Examine(draft, archive).Only(report.SeverityWarning) {
		keys = append(keys, p.Key())
	}
	if len(keys) > 0 {
		draft = d.Must(d.Accept(ctx, d.By("ann", draft), keys, "Checked against the source."))
	}
	draft = d.Must(d.Submit(ctx, d.By("ann", draft)))
	return d.Must(d.Approve(ctx, d.By("bob", draft), draft.ContentDigest()))
}

// Publish publishes an approved draft and shows it.
func (d *Desk) Publish(draft publish.Draft) report.Revision {
	d.t.Helper()
	revision, err := d.Desk.Publish(context.Background(), d.By("bob", draft))
	if err != nil {
		d.t.Fatal(err)
	}
	d.Step()
	return revision
}
