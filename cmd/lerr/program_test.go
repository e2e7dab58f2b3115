package main

import (
	"log/slog"
	"testing"

	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/translog"
)

// A country that is renamed has another name in the files of every half-year, and the log has those too.
func TestProgram_RecordsTheFilesThatAreShown(t *testing.T) {
	path := seededWith(t, excerpt(t))
	db := opened(t, path)
	defer db.Close()
	shipped := sitetest.Shipped(t)
	service := newService(t.Context(), db, shipped, "https://example.org")
	archive, signed, err := service.Public(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	site, err := newSite(t.Context(), shipped, "https://example.org", archive, signed, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	p := &programLog{service: service, public: site, log: slog.New(slog.DiscardHandler)}
	grown := func(want int64) {
		t.Helper()
		if err := p.step(t.Context()); err != nil {
			t.Fatal(err)
		}
		log, _, err := db.Log(t.Context())
		if err != nil || log.Size() != want {
			t.Fatalf("got %d entries, %v, want %d", log.Size(), err, want)
		}
	}
	before, revisions := signed.Log.Size(), int64(len(archive.History()))
	grown(before + 1 + revisions) // the texts, and the files of each
	grown(before + 1 + revisions)

	country := archive.ListedPlaces().Countries()[0]
	renamed := country
	renamed.Name += " (renamed)"
	publication := publish.Publication{
		Places: []publish.PlaceEdit{{Before: country, After: renamed}}, Events: []audit.Event{{At: sitetest.Now, Actor: "ann", Action: "rename"}},
	}
	if err := db.Publish(t.Context(), publication); err != nil {
		t.Fatal(err)
	}
	if archive, signed, err = service.Public(t.Context()); err != nil {
		t.Fatal(err)
	}
	site.Swap(archive, signed)
	grown(before + 1 + revisions + 1 + revisions) // the rename, and the files of each, which have another name
	log, _, err := db.Log(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	state, err := translog.Replay(log.Entries())
	if err != nil {
		t.Fatal(err)
	}
	r, _ := state.Revision(report.Period{Year: 2019, Half: 1}, 1)
	files, err := site.FileHashes(t.Context(), r.Revision)
	if err != nil || !r.HasFiles(files) || len(r.Files["xlsx"]) != 2 {
		t.Errorf("got %v, %v, want the files before and after, with %v", r.Files, err, files)
	}
}
