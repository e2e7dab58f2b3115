package sitetest

import (
	"context"
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

// Publisher is a publish.Service on a database of its own that holds the shipped report, with a
// public site that shows what it publishes, and a clock that only the test moves.
type Publisher struct {
	*publish.Service
	t         testing.TB
	DB        *store.DB
	Public    *handlers.Site
	Scheduler *publish.Scheduler
	Log       *strings.Builder // log of the public site
	clock     *clock
}

// NewPublisher returns a publisher whose site shows the shipped report.
func NewPublisher(t testing.TB) *Publisher {
	t.Helper()
	shipped := Shipped(t)
	p := &Publisher{t: t, DB: Store(t), Log: &strings.Builder{}, clock: &clock{at: Now}}
	p.Service = publish.NewService(publish.ServiceOptions{Store: p.DB, Now: p.Now, Questions: shipped.Site.FAQ})
	if _, err := p.Seed(context.Background(), Seed(shipped)); err != nil {
		t.Fatal(err)
	}
	p.Public = NewPublic(t, handlers.Options{Log: slog.New(slog.NewJSONHandler(p.Log, nil)), NoPrerender: true, Database: Database(shipped.Site)})
	clock := publish.Clock{Wall: p.Now, Elapsed: p.clock.sinceStart}
	p.Scheduler = publish.NewScheduler(p.Service, clock, p.Public, slog.New(slog.DiscardHandler))
	p.Step()
	return p
}

// Now returns the time on the publisher's clock.
func (p *Publisher) Now() time.Time { return p.clock.now() }

// Pass lets time pass.
func (p *Publisher) Pass(by time.Duration) { p.clock.pass(by, by) }

// Step publishes what is due and shows what is published.
func (p *Publisher) Step() {
	p.t.Helper()
	if err := p.Scheduler.Step(context.Background()); err != nil {
		p.t.Fatal(err)
	}
}

// Get requests a page of the public site.
func (p *Publisher) Get(path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	p.Public.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// By returns an edit of the present version of a draft, by somebody with both roles.
func By(name string, draft publish.Draft) publish.Edit {
	return publish.Edit{Actor: publish.Actor{Name: name, Editor: true, Approver: true}, Draft: draft.ID, Version: draft.Version}
}

// Must fails the test if an edit failed.
func (p *Publisher) Must(draft publish.Draft, err error) publish.Draft {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	return draft
}

// Approved uploads a file as ann and brings it to its approval. The note is given to each row that
// does not add up.
func (p *Publisher) Approved(name string, content []byte, period report.Period, note string) publish.Draft {
	p.t.Helper()
	draft := p.Must(p.Upload(context.Background(), "ann", name, content, period))
	for _, t := range draft.Edition.Tables {
		for _, r := range t.Rows {
			if r.Counts.OutcomeSum() != r.Counts.Expected(t.Section) && r.Note == "" {
				draft = p.Must(p.SetNote(context.Background(), By("ann", draft), t.Section, r.Country, note))
			}
		}
	}
	return p.approve(draft)
}

// Corrected brings a correction of a published period to its approval: with a note on the period,
// and the public note on the correction.
func (p *Publisher) Corrected(period report.Period, note, public string) publish.Draft {
	p.t.Helper()
	ctx := context.Background()
	draft := p.Must(p.Correct(ctx, "ann", period))
	draft = p.Must(p.SetNote(ctx, By("ann", draft), "", "", note))
	return p.approve(p.Must(p.SetPublicNote(ctx, By("ann", draft), public)))
}

// approve keeps every answer and accepts every warning of a draft, submits it as ann and approves it
// as bob.
func (p *Publisher) approve(draft publish.Draft) publish.Draft {
	p.t.Helper()
	ctx := context.Background()
	archive, err := p.Archive(ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, q := range p.Quoting(draft, archive) {
		draft = p.Must(p.KeepAnswer(ctx, By("ann", draft), q.ID))
	}
	var keys []string
	for _, problem := range p.Examine(draft, archive).Only(report.SeverityWarning) {
		keys = append(keys, problem.Key())
	}
	if len(keys) > 0 {
		draft = p.Must(p.Accept(ctx, By("ann", draft), keys, "Checked against the source."))
	}
	draft = p.Must(p.Submit(ctx, By("ann", draft)))
	return p.Must(p.Approve(ctx, By("bob", draft), draft.ContentDigest()))
}

// Publish publishes an approved draft and shows it.
func (p *Publisher) Publish(draft publish.Draft) report.Revision {
	p.t.Helper()
	revision, err := p.Service.Publish(context.Background(), By("bob", draft), nil)
	if err != nil {
		p.t.Fatal(err)
	}
	p.Step()
	return revision
}
