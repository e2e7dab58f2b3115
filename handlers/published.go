package handlers

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"time"

	"lerr/handlers/web"
	"lerr/internal/digest"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/translog"
)

// NotFoundPath is the file that static hosts serve for unknown paths.
const NotFoundPath = "/404.html"

// Published is everything that the site answers, of one moment.
type Published struct {
	Addresses []string
	// Whole returns the digest of all that the page at an address could be made of. Whole pages of equal ones are equal,
	// if the same program makes them.
	Whole func(address string) string
	// Inputs returns what the page at an address is made of. It does not build the page.
	Inputs func(address string) (pagecache.Inputs, error)
	Usual  map[string]string // the values that most pages have of headers that differ between pages
}

// Published returns every address and its page, of the archive that is shown, and the page for unknown paths.
func (s *Site) Published() (Published, error) {
	snap := s.current.Load()
	wholes, err := s.wholesOf(snap)
	if err != nil {
		return Published{}, fmt.Errorf("what the site is made of: %w", err)
	}
	ofLog := map[string]bool{}
	for _, address := range s.addresses(snap, snap.archive.Periods(), func(e endpoint) bool { return e.dependsOnLog() }) {
		ofLog[address] = true
	}
	return Published{
		Addresses: append(s.addressesOf(snap), NotFoundPath),
		Whole: func(address string) string {
			if ofLog[address] {
				return wholes.log
			}
			return wholes.archive
		},
		Inputs: func(address string) (pagecache.Inputs, error) { return s.inputs(snap, wholes, address) },
		Usual:  maps.Clone(usualHeaders),
	}, nil
}

// usualHeaders are the values that most pages have of headers that differ between pages.
var usualHeaders = map[string]string{
	"Cache-Control": web.CachePage, "Cross-Origin-Resource-Policy": "same-origin", "Content-Security-Policy": web.Policy,
}

// wholes holds digests of everything that pages can be made of.
type wholes struct {
	hasher  *digest.Hasher
	site    string // of what all archives' pages are made of
	archive string // of the pages that do not depend on the log
	log     string // of those that do
}

func (s *Site) wholesOf(snap *snapshot) (w wholes, err error) {
	if w.hasher, err = digest.NewHasher(s.frame.Site, s.frame.World); err != nil {
		return w, err
	}
	// The rules of zones come from the system, in which they can change. Models have the times as text.
	var zoned []time.Time
	for _, a := range snap.archive.Announcements() {
		for _, c := range a.Changes {
			zoned = append(zoned, c.In())
		}
	}
	var failed [3]error
	w.site, failed[0] = w.hasher.Of(s.frame, s.options.Database != nil, usualHeaders)
	w.archive, failed[1] = w.hasher.Of(w.site, snap.archive, zoned)
	log := translog.Signed{}
	if snap.log != nil {
		log = *snap.log
	}
	w.log, failed[2] = w.hasher.Of(w.archive, snap.log != nil, log.Key, log.Checkpoint) // which has the root of all entries
	return w, errors.Join(failed[:]...)
}

// inputs returns what the page at an address is made of.
func (s *Site) inputs(snap *snapshot, w wholes, address string) (pagecache.Inputs, error) {
	if address == NotFoundPath {
		return pagecache.Inputs{Digest: w.site, Build: func() (*pagecache.Page, error) { return web.ErrorPage(s.frame, http.StatusNotFound) }}, nil
	}
	if page, ok := web.StaticPage(address); ok { // of the program alone
		return pagecache.Inputs{Digest: w.site, Build: func() (*pagecache.Page, error) { return page, nil }}, nil
	}
	e, q, ok := s.resolve(address)
	if !ok || e.handle != nil {
		return pagecache.Inputs{}, fmt.Errorf("page %s: %w", address, report.ErrNotFound)
	}
	unbuilt, err := s.unbuilt(snap, e, q)
	if err != nil {
		return pagecache.Inputs{}, err
	}
	in, err := unbuilt.Inputs(w.hasher, w.site)
	in.Build = func() (*pagecache.Page, error) {
		return snap.cacheOf(e).Page(address, func() (*pagecache.Page, error) { return s.finish(snap, e, q, unbuilt) })
	}
	return in, err
}
