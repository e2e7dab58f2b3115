package handlers

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/opendata"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// redirect is the error of a request whose response is at another address.
type redirect struct {
	status  int
	address string
}

func (r redirect) Error() string { return "see " + r.address }

// movedTo returns a redirect from an address that is written otherwise than its proper form.
func movedTo(address string) error { return redirect{http.StatusPermanentRedirect, address} }

// chosen returns a redirect from a form to the address of what was chosen in it.
func chosen(address string) error { return redirect{http.StatusSeeOther, address} }

// withdrawn is the error of a request for figures that were withdrawn. It is no ErrNotFound: a public
// notice takes their place.
type withdrawn struct{ revision report.Revision }

func (w withdrawn) Error() string { return w.revision.Edition.Period.String() + " is withdrawn" }

// serve answers a request for an address in the table: it looks into the cache, calls the endpoint's
// function, and sends what came of it.
func (s *Site) serve(c echo.Context) error {
	snap := s.current.Load()
	r := c.Request()
	e, q, ok := s.resolve(r.URL.Path)
	if !ok {
		return report.ErrNotFound
	}
	q.query, q.rawQuery = r.URL.Query(), r.URL.RawQuery
	page, err := s.answerReader(snap, e, q, r.Header)
	if to, ok := errors.AsType[redirect](err); ok {
		return c.Redirect(to.status, to.address)
	} else if err != nil {
		return err
	}
	if e.media == mediaHTML && !e.framed {
		s.offerDictionary(snap)
	}
	return page.Send(c.Response(), r)
}

// answerReader returns the page for a reader, compressed as it will be sent. What is not finished is built behind
// the readers' gate, once for all who ask for it at the time. It fails with report.ErrBusy if too many wait there.
func (s *Site) answerReader(snap *snapshot, e endpoint, q request, h http.Header) (*pagecache.Page, error) {
	key, kept := e.cacheKey(q)
	if kept {
		if page, ok := snap.cacheOf(e).Find(key); ok && page.Ready(h) {
			return page, nil
		}
	} else {
		key = q.withQuery(q.address)
	}
	page, err, _ := snap.building.Do(pagecache.CodingFor(h, &snap.dictionary.Shared)+" "+key, func() (any, error) {
		// The turn comes before the cache's own wait: whoever builds a page there has a turn or needs none, so that
		// nobody waits for a page whose builder waits for a turn.
		if pagecache.Crowded() {
			return (*pagecache.Page)(nil), fmt.Errorf("build %s: too much is being sent: %w", q.address, report.ErrBusy)
		}
		leave, err := s.gate(e, kept).Enter()
		if err != nil {
			return (*pagecache.Page)(nil), err
		}
		defer leave()
		q.pack = func(page *pagecache.Page) error { return page.PackFor(h) }
		page, err := s.answer(snap, e, q)
		if kept {
			snap.cacheOf(e).Find(key) // it has a reader
		}
		if err == nil { // one that is not kept, or was in another coding
			err = page.PackFor(h)
		}
		if kept {
			snap.cacheOf(e).Weigh(key)
		}
		return page, err
	})
	return page.(*pagecache.Page), err
}

// gate returns the gate through which a page of an endpoint is built for readers. Those that many readers share do not
// wait for those that somebody invents.
func (s *Site) gate(e endpoint, kept bool) *web.Gate {
	switch {
	case e.media == mediaPNG:
		return s.pictures
	case kept:
		return s.readers
	}
	return s.queries
}

// answer returns the page for a request, which may be a notice of what was withdrawn, or of what is not known.
func (s *Site) answer(snap *snapshot, e endpoint, q request) (*pagecache.Page, error) {
	page, err := s.respond(snap, e, q)
	var gone withdrawn
	switch {
	case errors.As(err, &gone):
		return s.withdrawnPage(snap, q, gone.revision)
	case errors.Is(err, report.ErrNotFound) && e.group == groupPages && e.form == "":
		return s.suggestions(snap, q, err)
	}
	return page, err
}

// respond returns the page for a request, from the cache if it is kept there.
func (s *Site) respond(snap *snapshot, e endpoint, q request) (*pagecache.Page, error) {
	if key, kept := e.cacheKey(q); kept {
		return snap.cacheOf(e).Page(key, func() (*pagecache.Page, error) {
			page, err := s.buildMarked(snap, e, q)
			if err == nil && q.pack != nil {
				err = q.pack(page)
			}
			return page, err
		})
	}
	return s.buildMarked(snap, e, q)
}

// buildMarked builds the page for a request, with a byte order mark if that was asked for, for Excel.
func (s *Site) buildMarked(snap *snapshot, e endpoint, q request) (*pagecache.Page, error) {
	if !e.marked(q.query) {
		return s.build(snap, e, q)
	}
	unmarked := q
	unmarked.query = maps.Clone(q.query)
	unmarked.query.Del("bom")
	plain, err := s.respond(snap, e, unmarked)
	if err != nil {
		return nil, err
	}
	body, err := plain.Body()
	if err != nil {
		return nil, err
	}
	return pagecache.NewPage(plain.Head(), append([]byte(opendata.BOM), body...))
}

// build calls the endpoint's function and builds the page.
func (s *Site) build(snap *snapshot, e endpoint, q request) (*pagecache.Page, error) {
	unbuilt, err := s.unbuilt(snap, e, q)
	if err != nil {
		return nil, err
	}
	return s.finish(snap, e, q, unbuilt)
}

// finish builds a page. Documents that are kept share the dictionary.
func (s *Site) finish(snap *snapshot, e endpoint, q request, unbuilt *web.Unbuilt) (*pagecache.Page, error) {
	page, err := unbuilt.Build()
	if _, kept := e.cacheKey(q); err == nil && kept && e.form == "" && e.media == mediaHTML && !e.framed {
		page.Share(&snap.dictionary.Shared)
	}
	return page, err
}

// unbuilt calls the endpoint's function. It finds the transparency log only if the endpoint depends on it.
func (s *Site) unbuilt(snap *snapshot, e endpoint, q request) (*web.Unbuilt, error) {
	if !e.dependsOnLog() {
		snap = snap.withoutLog()
	}
	if e.form == "" && e.page != nil {
		return e.page(snap, q)
	}
	f, err := s.describe(snap, e, q)
	if err != nil {
		return nil, err
	}
	return f.body(f.head)
}

// page returns the page at an address of the table, which may have a query, without a reader: ahead of a release, for
// the export, or for what is made of other pages.
func (s *Site) page(snap *snapshot, address string) (*pagecache.Page, error) {
	return s.packedPage(snap, address, nil)
}

// packedPage is page, with how it is compressed before it is kept.
func (s *Site) packedPage(snap *snapshot, address string, pack func(*pagecache.Page) error) (*pagecache.Page, error) {
	address, query, _ := strings.Cut(address, "?")
	if page, ok := web.StaticPage(address); ok {
		return page, nil
	}
	e, q, ok := s.resolve(address)
	if !ok || e.handle != nil {
		return nil, fmt.Errorf("page %s: %w", address, report.ErrNotFound)
	}
	q.rawQuery, q.pack = query, pack
	q.query, _ = url.ParseQuery(query) // of the cache's own keys
	return s.respond(snap, e, q)
}

// suggestions returns the page for an unknown place, which names those whose names are near, in the
// period of the address if that is public. Any other error is returned as it is, so that it looks the
// same whatever the place is.
func (s *Site) suggestions(snap *snapshot, q request, err error) (*pagecache.Page, error) {
	place := ""
	for _, name := range []string{"place", "country", "region"} {
		if v, ok := q.vars[name]; ok {
			place = v
		}
	}
	places := snap.archive.Places()
	_, unknown := places.Find(place)
	near, _ := places.Search(place, s.frame.Site.OtherNames)
	near = near[:min(len(near), 5)]
	if !errors.Is(unknown, report.ErrNotFound) || len(near) == 0 {
		return nil, err
	}
	period := snap.archive.NewestPublished()
	if p, err := report.ParsePeriod(q.vars["period"]); err == nil {
		if _, err := snap.archive.Revision(p); err == nil {
			period = p
		}
	}
	return web.RenderPage(pagecache.Head{
		Status: http.StatusNotFound, Type: web.TypeHTML, CacheControl: web.CacheNever, Robots: "noindex",
	}, views.Message(views.NewNotFoundPage(s.frame, period, near)))
}

// withdrawnPage returns the notice that takes the place of a period's figures, as JSON where the
// request asked for that.
func (s *Site) withdrawnPage(snap *snapshot, q request, r report.Revision) (*pagecache.Page, error) {
	if strings.HasSuffix(q.address, ".json") {
		body, err := opendata.Withdrawal(r)
		if err != nil {
			return nil, err
		}
		return pagecache.NewPage(pagecache.Head{
			Status: http.StatusGone, Type: "application/problem+json; charset=utf-8", CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true,
		}, body)
	}
	return web.RenderPage(pagecache.Head{
		Status: http.StatusGone, Type: web.TypeHTML, CacheControl: web.CachePage, Robots: "noindex",
	}, views.Message(views.NewWithdrawnPage(s.frame, r, urls.Report(report.Selection{Period: r.Edition.Period}))))
}
