package console_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lerr/internal/audit"
	"lerr/internal/notify"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
)

// unreliable is a store that can be busy.
type unreliable struct {
	publish.Store
	busy   bool
	broken bool
}

func (u *unreliable) Drafts(ctx context.Context) ([]publish.Draft, error) {
	if u.broken {
		return nil, errors.New("the disk is broken")
	}
	return u.Store.Drafts(ctx)
}

func (u *unreliable) SaveDraft(ctx context.Context, d publish.Draft, e audit.Event, messages ...notify.Message) error {
	if u.busy {
		return report.ErrBusy
	}
	return u.Store.SaveDraft(ctx, d, e, messages...)
}

func (u *unreliable) Publish(ctx context.Context, p publish.Publication) error {
	if u.busy {
		return report.ErrBusy
	}
	return u.Store.Publish(ctx, p)
}

func TestStaffDraft_SaysThatTheDatabaseIsBusy(t *testing.T) {
	store := &unreliable{}
	c := sitetest.NewConsole(t, func(o *publish.ServiceOptions) { store.Store, o.Store = o.Store, store })
	ann := c.As(staff.Editor)
	draft := uploaded(t, ann)
	store.busy = true
	a := ann.Post(draft+"/texts", "version", version(ann, draft), "note-edition", "A note.")
	if text := summarized(t, a); a.Status != http.StatusServiceUnavailable || !strings.Contains(text, "The database is busy, so nothing was saved") || strings.Contains(text, "meanwhile") {
		t.Errorf("got %d, %q", a.Status, text)
	}
	if !strings.Contains(a.Body, "A note.") {
		t.Error("the input is gone")
	}
}

func TestStaffPublish_TellsWhoComesLaterThatItIsPublic(t *testing.T) {
	c := sitetest.NewConsole(t)
	draft := c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because.")
	bob, cleo := c.As(staff.Approver), c.As(staff.Approver)
	shown := version(cleo, "/drafts/"+draft.ID)
	form := []string{"version", shown, "confirm", "2018-H2"}
	if a := bob.Post("/drafts/"+draft.ID+"/publish", form...); a.Status != http.StatusSeeOther {
		t.Fatalf("publish: got %d", a.Status)
	}
	a := cleo.Post("/drafts/"+draft.ID+"/publish", form...)
	if text := summarized(t, a); a.Status != http.StatusConflict || !strings.Contains(text, "It is published: it has been public since") || !strings.Contains(text, bob.Name) {
		t.Errorf("got %d, %q", a.Status, text)
	}
}

// The console says which release is overdue and why, and what a withdrawal did to other drafts.
func TestStaffDrafts_TellOfReleasesThatFail(t *testing.T) {
	store := &unreliable{}
	c := sitetest.NewConsole(t, func(o *publish.ServiceOptions) { store.Store, o.Store = o.Store, store })
	draft := c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because.")
	scheduled := c.Must(c.Publisher.Schedule(t.Context(), sitetest.By("bob", draft), c.Now().Add(time.Minute), "UTC"))
	c.Step()
	store.busy = true
	c.Pass(time.Minute)
	if err := c.Scheduler.Step(t.Context()); err == nil {
		t.Fatal("a release that failed is no error")
	}
	ann := c.As(staff.Editor)
	if text := sitetest.Text(ann.Doc("/").Find("main .summary")); !strings.Contains(text, "2018 (Jul-Dec) was due at 12:01:00 UTC on 24 November 2026 and is not public") || !strings.Contains(text, "busy") {
		t.Errorf("the console says %q", text)
	}
	store.busy = false
	c.Pass(time.Minute)
	c.Step()
	if text := sitetest.Text(ann.Doc("/").Find("main .summary")); !strings.Contains(text, "became public late by 1m") {
		t.Errorf("the console says %q", text)
	}
	if got := c.Must(c.Publisher.Draft(t.Context(), scheduled.ID)); got.State != publish.DraftPublished {
		t.Errorf("the draft is %s", got.State)
	}
}

func TestStaffDrafts_TellWhatAWithdrawalEnded(t *testing.T) {
	c := sitetest.NewConsole(t)
	period := report.Period{Year: 2018, Half: 2}
	draft := c.Corrected(period, "A note.", "Because.")
	c.Must(c.Publisher.Schedule(t.Context(), sitetest.By("bob", draft), c.Now().Add(time.Hour), "UTC"))
	if err := c.Publisher.Withdraw(t.Context(), "cleo", period, "To be checked."); err != nil {
		t.Fatal(err)
	}
	ann := c.As(staff.Editor)
	for _, page := range []string{"/", "/drafts/" + draft.ID} {
		if text := sitetest.Text(ann.Doc(page).Find("main")); !strings.Contains(text, "2018 (Jul-Dec) was withdrawn by cleo. Its release has ended.") {
			t.Errorf("%s does not tell of it", page)
		}
	}
}

// The files of a revision have the bytes that were approved.
func TestStaffRelease_ServesTheBytesThatWereApproved(t *testing.T) {
	t.Parallel()
	c := sitetest.NewConsole(t, sitetest.Rehearsed(t))
	draft := c.Corrected(report.Period{Year: 2019, Half: 1}, "A note.", "Because.")
	if len(draft.Files) != 3 {
		t.Fatalf("the approval names %v, want three files", draft.Files)
	}
	c.Pass(36 * time.Hour)
	c.Publish(draft)
	for format, want := range draft.Files {
		sum := sha256.Sum256([]byte(c.Public.Get("/download/2019-H1-r2." + format).Body))
		if got := hex.EncodeToString(sum[:]); got != want {
			t.Errorf("%s: got other bytes than those that were approved", format)
		}
	}
}

// A page that blocks while a submission makes everything once delays nobody else: the console's pages, an edit
// of another draft, a release at its time and one that somebody asks for.
func TestStaffSubmit_DelaysNobodyElse(t *testing.T) {
	var blocks atomic.Bool
	entered, stuck := make(chan struct{}), make(chan struct{})
	end := sync.OnceFunc(func() { close(stuck) })
	defer time.AfterFunc(20*time.Second, end).Stop() // so that whoever is delayed fails and does not hang
	defer end()
	c := sitetest.NewConsole(t, func(o *publish.ServiceOptions) {
		o.Rehearsal = func(context.Context, *report.Archive, report.Period) (map[string]string, error) {
			if blocks.Load() {
				close(entered)
				<-stuck
			}
			return nil, nil
		}
	})
	ann, eva, bob := c.As(staff.Editor), c.As(staff.Editor), c.As(staff.Approver)
	now := c.Corrected(report.Period{Year: 2018, Half: 2}, "A note.", "Because.")
	later := c.Corrected(report.Period{Year: 2018, Half: 1}, "A note.", "Because.")
	c.Must(c.Publisher.Schedule(t.Context(), sitetest.By("bob", later), c.Now().Add(time.Minute), "UTC"))
	other := uploaded(t, eva)
	ctx := t.Context()
	d := c.Must(c.Publisher.Correct(ctx, ann.Name, report.Period{Year: 2019, Half: 1}))
	d = c.Must(c.Publisher.SetNote(ctx, sitetest.By(ann.Name, d), "", "", "A note."))
	d = c.Must(c.Publisher.SetPublicNote(ctx, sitetest.By(ann.Name, d), "Because."))

	blocks.Store(true)
	submitted := make(chan int)
	shown := version(ann, "/drafts/"+d.ID)
	go func() { submitted <- ann.Post("/drafts/"+d.ID+"/submit", "version", shown).Status }()
	<-entered
	for _, page := range []string{"/", "/drafts/" + d.ID, "/drafts/" + now.ID, "/audit", "/places"} {
		eva.Doc(page)
	}
	if a := eva.Post(other+"/texts", "version", version(eva, other), "note-edition", "A note."); a.Status != http.StatusSeeOther {
		t.Errorf("an edit of another draft: got %d", a.Status)
	}
	c.Pass(time.Minute)
	c.Step()
	if a := bob.Post("/drafts/"+now.ID+"/publish", "version", version(bob, "/drafts/"+now.ID), "confirm", "2018-H2"); a.Status != http.StatusSeeOther {
		t.Errorf("publish: got %d", a.Status)
	}
	for _, path := range []string{"/2018-H1/r2", "/2018-H2/r2"} {
		if a := c.Public.Get(path); a.Status != http.StatusOK {
			t.Errorf("%s: got %d, though nothing of it blocks", path, a.Status)
		}
	}
	select {
	case status := <-submitted:
		t.Fatalf("the submission was over before its pages were made: %d", status)
	default:
	}
	end()
	if status := <-submitted; status != http.StatusSeeOther {
		t.Errorf("the submission: got %d", status)
	}
	if got := c.Must(c.Publisher.Draft(ctx, d.ID)); got.State != publish.DraftSubmitted {
		t.Errorf("it is %s", got.State)
	}
}
