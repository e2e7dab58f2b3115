package publish_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/translog"
)

// late is a store whose log is that of an earlier moment, a number of times.
type late struct {
	publish.Store
	log        *translog.Log
	checkpoint string
	times      int
}

func (l *late) Log(ctx context.Context) (*translog.Log, string, error) {
	if l.times > 0 {
		l.times--
		return l.log, l.checkpoint, nil
	}
	return l.Store.Log(ctx)
}

// sealedOffice is newOffice on a database with a log key.
func sealedOffice(t *testing.T) *office {
	o := &office{t: t, now: sitetest.Now, db: sitetest.Seeded(t)}
	o.know(nil)
	return o
}

// Archive and log are read one after the other, and others may publish in between.
func TestPublic_IsOfOneMoment(t *testing.T) {
	o := sealedOffice(t)
	log, checkpoint, err := o.db.Log(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	period := report.Period{Year: 2018, Half: 1}
	if err := o.Service.Withdraw(t.Context(), "bob", period, "To be checked."); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		times int
		want  error
	}{{0, nil}, {2, nil}, {3, report.ErrConflict}} {
		service := publish.NewService(publish.ServiceOptions{Store: &late{o.db, log, checkpoint, c.times}, Now: o.clock})
		archive, signed, err := service.Public(t.Context())
		if !errors.Is(err, c.want) {
			t.Errorf("a log that is late %d times: got %v, want %v", c.times, err, c.want)
		}
		if err != nil {
			continue
		}
		if d := signed.State.Differences(archive.Places().Regions(), archive.Places().Countries(), archive.History()); len(d) > 0 {
			t.Errorf("a log that is late %d times: got another moment's: %s", c.times, strings.Join(d, " "))
		}
	}
}

// keyless is a store that was opened without the log's key.
type keyless struct{ publish.Store }

func (keyless) LogKey() string { return "" }

func TestPublic_HasNoLogWithoutItsKey(t *testing.T) {
	o := sealedOffice(t)
	service := publish.NewService(publish.ServiceOptions{Store: keyless{o.db}, Now: o.clock})
	if archive, signed, err := service.Public(t.Context()); archive == nil || signed != nil || err != nil {
		t.Errorf("got %v, %v, %v, want an archive alone", archive, signed, err)
	}
}

func TestScheduler_ShowsTheLogOfTheArchive(t *testing.T) {
	w := timedOf(sealedOffice(t))
	w.step()
	first := len(w.site.logged)
	if first != 1 || w.site.logged[0] == nil {
		t.Fatalf("at first %d logs are shown: %v", first, w.site.logged)
	}
	size := w.site.logged[0].Log.Size()
	period := report.Period{Year: 2018, Half: 1}
	if err := w.Service.Withdraw(t.Context(), "bob", period, "To be checked."); err != nil {
		t.Fatal(err)
	}
	w.step()
	if r, _ := w.site.logged[len(w.site.logged)-1].State.Revision(period, 1); r.State != report.Withdrawn {
		t.Errorf("the log that is shown after a withdrawal has the revision as %s", r.State)
	}
	shown := len(w.site.shown)
	entry := translog.Entry{Kind: translog.Texts, Version: "v2", SHA256: strings.Repeat("ab", 32)}
	if err := w.db.AppendLog(t.Context(), audit.Event{At: sitetest.Now, Actor: "lerr", Action: "log texts"}, entry); err != nil {
		t.Fatal(err)
	}
	w.step()
	if got := w.site.logged[len(w.site.logged)-1]; got.Log.Size() != size+2 || got.State.Version != "v2" {
		t.Errorf("the log that is shown has %d entries, want %d", got.Log.Size(), size+2)
	}
	if len(w.site.shown) != shown {
		t.Error("the archive is swapped though only the log has grown")
	}
	logged := len(w.site.logged)
	w.step()
	if len(w.site.logged) != logged {
		t.Error("a log is shown again though nothing has changed")
	}
}
