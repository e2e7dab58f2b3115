package handlers_test

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"lerr/handlers"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/views"
)

// A fault of ours is a page of the site that tells the reader nothing of it, and a line in the log
// that tells us.
func TestErrors_AFaultOfOursIsAPageOfTheSite(t *testing.T) {
	profile := sitetest.Shipped(t).Site
	// An archive without places breaks whoever asks it for one.
	broken, err := report.NewArchive(nil, sitetest.Archive(t).Revisions())
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	public := sitetest.NewPublic(t, handlers.Options{
		Frame: views.Frame{Site: &profile}, Log: slog.New(slog.NewJSONHandler(&log, nil)), Archive: broken,
	})
	w := httptest.NewRecorder()
	public.ServeHTTP(w, httptest.NewRequest("GET", "/2019-H1", nil))
	if w.Code != 500 {
		t.Errorf("got %d, want 500", w.Code)
	}
	body := w.Body.String()
	if !strings.Contains(body, "Something went wrong") || !strings.Contains(body, "Microsoft does not run it") {
		t.Error("the page is not one of the site's")
	}
	if strings.Contains(body, "nil pointer") {
		t.Error("the page tells the reader what failed inside")
	}
	if reference := w.Header().Get("X-Reference"); reference == "" || !strings.Contains(log.String(), reference) {
		t.Errorf("reference %q is not in the log %s", reference, log.String())
	}
	if !strings.Contains(log.String(), "nil pointer") {
		t.Errorf("the log does not say what failed: %s", log.String())
	}
	if w.Header().Get("Content-Security-Policy") == "" {
		t.Error("the page has no policy")
	}
}
