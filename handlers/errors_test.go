package handlers_test

import (
	"strings"
	"testing"

	"lerr/handlers"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// A fault of ours is a page of the site that tells the reader nothing of it, and a line in the log
// that tells us.
func TestErrors_AFaultOfOursIsAPageOfTheSite(t *testing.T) {
	// An archive without places breaks whoever asks it for one.
	broken, err := report.NewArchive(nil, sitetest.Archive(t).Revisions())
	if err != nil {
		t.Fatal(err)
	}
	site := sitetest.New(t, func(o *handlers.Options) { o.Archive = broken })
	w := site.Get("/2019-H1")
	if w.Status != 500 {
		t.Errorf("got %d, want 500", w.Status)
	}
	body, log := w.Body, site.Log
	if !strings.Contains(body, "Something went wrong") || !strings.Contains(body, "Microsoft does not run it") {
		t.Error("the page is not one of the site's")
	}
	if strings.Contains(body, "nil pointer") {
		t.Error("the page tells the reader what failed inside")
	}
	if reference := w.Header.Get("X-Reference"); reference == "" || !strings.Contains(log.String(), reference) {
		t.Errorf("reference %q is not in the log %s", reference, log.String())
	}
	if !strings.Contains(log.String(), "nil pointer") {
		t.Errorf("the log does not say what failed: %s", log.String())
	}
	if w.Header.Get("Content-Security-Policy") == "" {
		t.Error("the page has no policy")
	}
}
