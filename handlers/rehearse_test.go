package handlers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// The bytes of a revision's files are known before its publication: neither its time nor what else is
// published is in them.
func TestRehearse_KnowsTheFilesOfARevision(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	newest := s.Archive.NewestPublished()
	r, err := s.Archive.Revision(newest)
	if err != nil {
		t.Fatal(err)
	}
	later := r
	later.Number, later.Note, later.PublishedAt = 2, "Published later.", r.PublishedAt.Add(time.Hour)
	var known map[string]string
	for i := range 2 {
		later.PublishedAt = later.PublishedAt.Add(time.Duration(i) * 24 * time.Hour)
		next, err := s.Archive.With(later)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if known, err = s.Public.Rehearse(t.Context(), next, newest); err != nil {
				t.Fatal(err)
			}
			continue
		}
		published := sitetest.New(t, sitetest.Showing(next))
		for _, format := range []string{"xlsx", "csv", "json"} {
			for _, address := range []string{"/download/2019-H1-r2.", "/download/2019-H1."} {
				sum := sha256.Sum256([]byte(published.Get(address + format).Body))
				if got := hex.EncodeToString(sum[:]); got != known[format] {
					t.Errorf("%s%s: got other bytes than those of the rehearsal", address, format)
				}
			}
		}
	}
	if a := s.Get("/2019-H1/r2"); a.Status != 404 {
		t.Errorf("what was rehearsed can be reached: %d", a.Status)
	}
}

// What cannot be made of a period is found before it is published, with its address.
func TestRehearse_FindsWhatCannotBeMade(t *testing.T) {
	t.Parallel()
	s := sitetest.New(t)
	newest := s.Archive.NewestPublished()
	r, err := s.Archive.Revision(newest)
	if err != nil {
		t.Fatal(err)
	}
	r.Number, r.Edition = 2, r.Edition.Clone()
	for name, spoil := range map[string]func(*report.Edition){
		"a note longer than a cell":   func(e *report.Edition) { e.Tables[0].Rows[0].Note = strings.Repeat("long ", 10_000) },
		"a country that is not known": func(e *report.Edition) { e.Tables[0].Rows[0].Country = "LA" },
	} {
		spoiled := r
		spoiled.Edition = r.Edition.Clone()
		spoil(&spoiled.Edition)
		next, err := s.Archive.With(spoiled)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Public.Rehearse(t.Context(), next, newest); !errors.Is(err, report.ErrInvalid) || !strings.HasPrefix(err.Error(), "/") {
			t.Errorf("%s: got %v, want ErrInvalid with an address", name, err)
		}
	}
}
