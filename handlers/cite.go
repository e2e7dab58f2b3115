package handlers

import (
	"errors"
	"net/http"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/urls"
	"lerr/views"
)

// showCite shows how to cite and embed a selection, at its current revision.
func (s *Site) showCite(snap *snapshot, q request) (*pagecache.Page, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	if proper := urls.Cite(selection); proper != q.address {
		return nil, movedTo(proper)
	}
	head := htmlHead
	head.Robots = "noindex"
	return web.RenderModel(head, views.Cite)(views.NewCitePage(s.frame, snap.archive, selection))
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
func (s *Site) showEmbed(snap *snapshot, q request) (*pagecache.Page, error) {
	place, err := snap.archive.Places().Find(q.vars["place"])
	if err != nil {
		return nil, err
	}
	at, err := snap.atRevision(q)
	var gone withdrawn
	if errors.As(err, &gone) {
		return web.RenderPage(embedHead(http.StatusGone), views.Embed(views.NewWithdrawnEmbed(s.frame, gone.revision, place)))
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
	return web.RenderModel(embedHead(http.StatusOK), views.Embed)(views.NewEmbedPage(s.frame, at.archive, at.Selection, fixed, current))
}
