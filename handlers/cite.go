package handlers

import (
	"errors"
	"net/http"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/views"
)

// showCite shows how to cite a place over all periods, or how to cite and embed a selection at its current revision.
func (s *Site) showCite(snap *snapshot, q request) (*web.Unbuilt, error) {
	selection, proper, err := snap.cited(q)
	if err != nil {
		return nil, err
	}
	if proper != q.address {
		return nil, movedTo(proper)
	}
	head := htmlHead
	head.Robots = "noindex"
	if selection.Period.IsZero() {
		return web.Component(head, views.Cite)(views.NewCiteAllPage(s.frame, snap.archive, selection.Place))
	}
	return web.Component(head, views.Cite)(views.NewCitePage(s.frame, snap.archive, selection))
}

// showCitation returns a citation for reference managers.
func (s *Site) showCitation(media, format string, write func(report.Site, report.Citation) string) func(*snapshot, request) (*web.Unbuilt, error) {
	return func(snap *snapshot, q request) (*web.Unbuilt, error) {
		selection, proper, err := snap.cited(q)
		if err != nil {
			return nil, err
		}
		if proper = urls.CiteFile(proper, format); proper != q.address {
			return nil, movedTo(proper)
		}
		var c report.Citation
		if selection.Period.IsZero() {
			c, err = views.CitationOfAll(s.frame, snap.archive, selection.Place)
		} else {
			c, err = views.CitationOf(s.frame, snap.archive, selection)
		}
		if err != nil {
			return nil, err
		}
		head := s.fileHead(media, c.Key, format)
		head.Type += utf8
		return web.Text(head)([]byte(write(*s.frame.Site, c)), nil)
	}
}

// cited returns the selection that an address is about citing, and the proper address of its page. The period is zero
// for all periods.
func (snap *snapshot) cited(q request) (s report.Selection, proper string, err error) {
	if q.vars["period"] != "" {
		s, err = snap.selection(q)
		return s, urls.Cite(s), err
	}
	s.Place, err = snap.archive.Places().Find(q.vars["place"])
	return s, urls.CiteAll(s.Place), err
}

// embedPolicy lets other sites show a page in a frame. The page runs no script and sends no form.
const embedPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"

// embedHead returns the head of a small page for frames.
func embedHead(status int) pagecache.Head {
	return pagecache.Head{
		Status: status, Type: web.TypeHTML, CacheControl: web.CachePage, Robots: "noindex", CrossOrigin: true, Policy: embedPolicy,
	}
}

// showEmbed shows a selection's headline for a frame of another site, at the current revision or at
// the one in the address.
func (s *Site) showEmbed(snap *snapshot, q request) (*web.Unbuilt, error) {
	place, err := snap.archive.Places().Find(q.vars["place"])
	if err != nil {
		return nil, err
	}
	at, err := snap.atRevision(q)
	var gone withdrawn
	if errors.As(err, &gone) {
		return web.Component(embedHead(http.StatusGone), views.Embed)(views.NewWithdrawnEmbed(s.frame, gone.revision, place), nil)
	}
	if err != nil {
		return nil, err
	}
	fixed := q.vars["revision"] != ""
	number := 0
	if fixed {
		number = at.revision.Number
	}
	if proper := urls.Embed(at.Selection, number); proper != q.address {
		return nil, movedTo(proper)
	}
	current, err := snap.archive.Revision(at.Period)
	if err != nil {
		return nil, err
	}
	return web.Component(embedHead(http.StatusOK), views.Embed)(views.NewEmbedPage(s.frame, at.archive, at.Selection, fixed, current))
}
