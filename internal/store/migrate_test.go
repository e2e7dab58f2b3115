package store_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lerr/handlers"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// The databases in testdata were written by the program as it was on 24 November 2026. Each holds
// what its schema has room for: the shipped report; from schema 2 two accounts, ann and bob; from
// schema 3 two approved drafts whose warnings were accepted: 2019-H2, scheduled for releaseAt, and
// a correction of 2018-H2; from schema 4, of 28 November, a period published again directly after it was
// withdrawn, and a country that was added and removed. Those of schema 5 and later are that of schema 4, brought up to date; from schema 10 on with an
// announcement of 2020-H1 that was approved twice, and a further change of it that is proposed. A migration needs a database of the schema before it.
const withAccounts, withDrafts, withLog = 2, 3, 6

var releaseAt = time.Date(2026, time.December, 1, 8, 0, 0, 0, time.UTC)

// unpackSchema returns the path of a copy of the database of a schema.
func unpackSchema(t *testing.T, schema int) string {
	t.Helper()
	packed, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("schema-%d.db.gz", schema)))
	if err != nil {
		t.Fatalf("schema %d needs a database, so that its migration is tested: %v", schema, err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "lerr.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// openSchema opens a copy of the database of a schema, which brings it up to date.
func openSchema(t *testing.T, schema int) *store.DB {
	t.Helper()
	db := open(t, unpackSchema(t, schema))
	if err := db.CheckIntegrity(t.Context()); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestMigrate_KeepsWhatAnEarlierProgramStored(t *testing.T) {
	for n := 1; n <= schema(t); n++ {
		t.Run(fmt.Sprintf("schema %d", n), func(t *testing.T) {
			db := openSchema(t, n)
			service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return sitetest.Now }})
			archive, err := service.Archive(t.Context())
			if err != nil || len(archive.Periods()) != 13 {
				t.Errorf("got %d periods, %v, want 13", len(archive.Periods()), err)
			}
			if events, err := service.Events(t.Context()); err != nil || len(events) < 13 {
				t.Errorf("got %d events, %v, want those of the seeding at least", len(events), err)
			}
			accounts, err := db.Accounts(t.Context())
			if err != nil || (n >= withAccounts) != (len(accounts) == 2) {
				t.Fatalf("got %d accounts, %v", len(accounts), err)
			}
			for _, a := range accounts {
				if !a.Roles.Has(staff.Approver) {
					t.Errorf("%s has the roles %s, want approver among them", a.Name, a.Roles)
				}
			}
		})
	}
}

// What was approved and scheduled before an upgrade is public at its time after it: not one of its
// warnings has to be accepted again.
func TestMigrate_ReleasesWhatWasScheduledBefore(t *testing.T) {
	for n := withDrafts; n <= schema(t); n++ {
		t.Run(fmt.Sprintf("schema %d", n), func(t *testing.T) {
			ctx, now := t.Context(), releaseAt.Add(-time.Minute)
			db := openSchema(t, n)
			shipped := sitetest.Shipped(t)
			service := publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return now }, Questions: shipped.Site.FAQ})
			archive, err := service.Archive(ctx)
			if err != nil {
				t.Fatal(err)
			}
			site := sitetest.New(t, func(o *handlers.Options) { o.Archive, o.NoPrerender = archive, true })
			start := now
			clock := publish.Clock{Wall: func() time.Time { return now }, Elapsed: func() time.Duration { return now.Sub(start) }}
			scheduler := publish.NewScheduler(service, clock, site.Public, slog.New(slog.DiscardHandler))
			for _, at := range []time.Time{releaseAt.Add(-time.Millisecond), releaseAt} {
				now = at
				if err := scheduler.Step(ctx); err != nil {
					t.Fatal(err)
				}
				if archive, err = service.Archive(ctx); err != nil {
					t.Fatal(err)
				}
				if got, want := archive.NewestPublished() == (report.Period{Year: 2019, Half: 2}), at == releaseAt; got != want {
					t.Errorf("%s: 2019-H2 is public: %v, want %v", at, got, want)
				}
			}
			correction := draftOf(t, db, report.Period{Year: 2018, Half: 2})
			revision, err := service.Publish(ctx, sitetest.By("bob", correction), nil)
			if err != nil || revision.Number != 2 {
				t.Errorf("the correction: got revision %d, %v", revision.Number, err)
			}
		})
	}
}

func draftOf(t *testing.T, db *store.DB, period report.Period) publish.Draft {
	t.Helper()
	drafts, err := db.Drafts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range drafts {
		if d.Edition.Period == period {
			return d
		}
	}
	t.Fatalf("there is no draft of %s", period)
	return publish.Draft{}
}
