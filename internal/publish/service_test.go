package publish_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/sitetest/dbtest"
	"lerr/internal/store"
)

// open opens a database file, which it makes if there is none. The caller closes it.
func open(t *testing.T, path string) *store.DB {
	t.Helper()
	seal, err := sitetest.SealAt(path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), path, seal)
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// seededAt is the time on a service's clock. It is none of the shipped dates.
var seededAt = sitetest.Now.Add(90 * time.Minute)

// service returns a service on test time.
func service(db publish.Store) *publish.Service {
	return publish.NewService(publish.ServiceOptions{Store: db, Now: func() time.Time { return seededAt.In(time.FixedZone("far away", 9*3600)) }})
}

// shipped returns the part of the shipped report that a service seeds.
func shipped(t *testing.T) publish.Shipped {
	t.Helper()
	return sitetest.Seed(sitetest.Shipped(t))
}

// seed publishes the shipped report, which must succeed.
func seed(t *testing.T, d *publish.Service) {
	t.Helper()
	if n, err := d.Seed(t.Context(), shipped(t)); err != nil || n != 13 {
		t.Fatalf("got %d editions, %v, want 13", n, err)
	}
}

// checkEmpty wants nothing stored at all.
func checkEmpty(t *testing.T, db *store.DB) {
	t.Helper()
	revisions, err := db.Revisions(t.Context(), func(report.Revision) bool { return false })
	if err != nil || len(revisions) != 0 {
		t.Errorf("got %d revisions, %v, want none", len(revisions), err)
	}
	regions, countries, err := db.Places(t.Context())
	if err != nil || len(regions) != 0 || len(countries) != 0 {
		t.Errorf("got %d regions, %d countries, %v, want none", len(regions), len(countries), err)
	}
}

func TestSeed_PublishesTheShippedReportOnce(t *testing.T) {
	d := service(sitetest.Store(t))
	seed(t, d)
	if n, err := d.Seed(t.Context(), shipped(t)); err != nil || n != 0 {
		t.Errorf("the second time: got %d, %v, want 0", n, err)
	}
	archive, err := d.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := shipped(t)
	var want []report.Revision
	for _, e := range slices.Backward(s.Editions) {
		want = append(want, report.Revision{Edition: e, Number: 1, State: report.Published, PublishedAt: s.Dates[e.Period], Digest: e.Digest()})
	}
	if diff := cmp.Diff(want, archive.Revisions()); diff != "" {
		t.Errorf("revisions (-want +got)\n%s", diff)
	}
	places, err := report.NewPlaces(s.Regions, s.Countries)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(places.Regions(), archive.Places().Regions()); diff != "" {
		t.Errorf("regions (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(places.Countries(), archive.Places().Countries()); diff != "" {
		t.Errorf("countries (-want +got)\n%s", diff)
	}
}

func TestSeed_LeavesAStoreThatHoldsAnEdition(t *testing.T) {
	d := service(sitetest.Store(t))
	one := shipped(t)
	one.Editions = one.Editions[:1]
	if n, err := d.Seed(t.Context(), one); err != nil || n != 1 {
		t.Fatalf("got %d, %v, want 1", n, err)
	}
	if n, err := d.Seed(t.Context(), shipped(t)); err != nil || n != 0 {
		t.Errorf("got %d, %v, want 0", n, err)
	}
	archive, err := d.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]report.Period{{Year: 2013, Half: 1}}, archive.Periods()); diff != "" {
		t.Errorf("periods (-want +got)\n%s", diff)
	}
}

func TestSeed_TellsTheAuditLog(t *testing.T) {
	path := dbtest.Path(t)
	db := open(t, path)
	defer db.Close()
	seed(t, service(db))
	other := dbtest.Open(t, path)
	var events, right int
	err := other.QueryRow(`SELECT count(*), count(CASE WHEN e.at = $1 AND e.action = 'seed' AND e.actor = 'lerr init'
		AND e.revision = 1 AND e.digest = r.digest THEN 1 END)
		FROM events e LEFT JOIN revisions r ON r.period = e.period`, seededAt.UnixMicro()).Scan(&events, &right)
	if err != nil || events != 13 || right != 13 {
		t.Errorf("got %d events, %d of them right, %v, want 13 and 13", events, right, err)
	}
}

func TestSeed_RefusesEditionsWithErrorsWhole(t *testing.T) {
	db := sitetest.Store(t)
	s := shipped(t)
	s.Editions[3].Tables[0].Rows[0].Country = "QQ"
	s.Editions[12].Tables[0].Rows[0].Counts.Rejected++
	_, err := service(db).Seed(t.Context(), s)
	var got report.Problems
	if !errors.As(err, &got) || !errors.Is(err, report.ErrInvalid) {
		t.Fatalf("got error %v, want Problems", err)
	}
	var codes []string
	for _, p := range got {
		codes = append(codes, p.Code)
	}
	if diff := cmp.Diff([]string{publish.CodeUnknownCountry, publish.CodeOutcomes}, codes); diff != "" {
		t.Errorf("problems (-want +got)\n%s", diff)
	}
	checkEmpty(t, db)
	seed(t, service(db))
}

func TestSeed_RefusesWhatItCannotPublish(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(s *publish.Shipped)
		want  string
	}{
		{"an edition without a date", func(s *publish.Shipped) { delete(s.Dates, s.Editions[4].Period) }, "2015-H1"},
		{"places that are ambiguous", func(s *publish.Shipped) { s.Countries[0].Name = s.Countries[1].Name }, "names both"},
		{"a period left out", func(s *publish.Shipped) { s.Editions = slices.Delete(s.Editions, 4, 5) }, "2015-H2 does not follow 2014-H2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db := sitetest.Store(t)
			s := shipped(t)
			tt.spoil(&s)
			n, err := service(db).Seed(t.Context(), s)
			if n != 0 || !errors.Is(err, report.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %d, %v, want ErrInvalid that says %q", n, err, tt.want)
			}
			checkEmpty(t, db)
		})
	}
}

func TestArchive_IsEmptyOfAnEmptyStore(t *testing.T) {
	archive, err := service(sitetest.Store(t)).Archive(t.Context())
	if err != nil || !archive.NewestPublished().IsZero() || len(archive.Places().Countries()) != 0 {
		t.Errorf("got %v, %v, want an empty archive", archive, err)
	}
}

func TestArchive_RefusesFiguresThatWereChanged(t *testing.T) {
	for name, statement := range map[string]string{
		"one count":     `UPDATE counts SET requests = requests + 1 WHERE period = '2016-H2' AND country_code = 'DE'`,
		"a row's note":  `UPDATE counts SET note = '.' WHERE period = '2016-H2' AND country_code = 'DE'`,
		"a row removed": `DELETE FROM counts WHERE period = '2013-H1' AND section = 'skype' AND country_code = 'DE'`,
		"a row's country": `UPDATE counts SET country_code = (SELECT min(code) FROM countries
			WHERE code NOT IN (SELECT country_code FROM counts WHERE period = '2019-H1'))
			WHERE period = '2019-H1' AND section = 'criminal' AND country_code = 'AR'`,
		"a section's note":     `UPDATE sections SET note = '' WHERE period = '2013-H1' AND section = 'skype'`,
		"an edition's note":    `UPDATE revisions SET edition_note = '' WHERE period = '2017-H2'`,
		"a figure":             `UPDATE figures SET value = value - 1 WHERE period = '2019-H1' AND name = 'consumer_warrants'`,
		"a figure removed":     `DELETE FROM figures WHERE period = '2018-H1' AND name = 'consumer_warrants'`,
		"a digest":             `UPDATE revisions SET digest = replace(digest, substr(digest, 1, 1), '-') WHERE period = '2019-H1'`,
		"one period's figures": `UPDATE revisions SET digest = (SELECT digest FROM revisions WHERE period = '2018-H2') WHERE period = '2019-H1'`,
	} {
		t.Run(name, func(t *testing.T) {
			path := sitetest.SeededPath(t)
			alter(t, path, statement)
			db := open(t, path)
			defer db.Close()
			if archive, err := service(db).Archive(t.Context()); !errors.Is(err, publish.ErrDamaged) || archive != nil {
				t.Errorf("got %v, %v, want ErrDamaged", archive, err)
			}
		})
	}
}

// alter changes a file by SQL, which must change something.
func alter(t *testing.T, path, statement string) {
	t.Helper()
	db := dbtest.Open(t, path)
	result, err := db.Exec(statement)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%d rows changed, %v", n, err)
	}
}

func TestService_FailsWhenTheStoreDoes(t *testing.T) {
	db := open(t, dbtest.Path(t))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := service(db).Archive(t.Context()); err == nil || !strings.HasPrefix(err.Error(), "load places: ") {
		t.Errorf("Archive: got error %v, want one that says what was attempted", err)
	}
	if _, err := service(db).Seed(t.Context(), shipped(t)); err == nil || !strings.HasPrefix(err.Error(), "seed: ") {
		t.Errorf("Seed: got error %v, want one that says what was attempted", err)
	}
}
