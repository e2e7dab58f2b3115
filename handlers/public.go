package handlers

import (
	"log/slog"
	"net/http"
	"sync/atomic"

	"lerr/internal/press"
	"lerr/internal/report"
	"lerr/views"
)

// Public is the public site. It holds one archive and the press of that archive's pages, and swaps
// both at once when something is published.
type Public struct {
	frame    views.Frame
	log      *slog.Logger
	handler  http.Handler
	shown    atomic.Pointer[shown]
	draining atomic.Bool
	database Database // makes the figures' database file; nil where none is offered
}

// shown is what the site shows: pages of one archive only, never of two.
type shown struct {
	archive *report.Archive
	press   *press.Press
}

// NewPublic makes the public site of an archive.
func NewPublic(frame views.Frame, log *slog.Logger, archive *report.Archive) *Public {
	s := &Public{frame: frame, log: log}
	s.Show(archive)
	s.handler = newEcho(frame, log, s.routes, publicHeaders, readOnly, canonical)
	return s
}

// Show replaces everything that the site shows, at once.
func (s *Public) Show(archive *report.Archive) {
	s.shown.Store(&shown{archive: archive, press: press.New()})
}

// Drain makes the site tell its load balancer that it is about to stop, while it still answers.
func (s *Public) Drain() { s.draining.Store(true) }

// ServeHTTP answers a request of the public site.
func (s *Public) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }
