package handlers

import (
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

// showShare returns the picture that stands for a selection where a link to it is shared.
func (s *Site) showShare(snap *snapshot, q request) (*pagecache.Page, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	if proper := urls.Share(selection); proper != q.address {
		return nil, movedTo(proper)
	}
	card, err := views.NewShareCard(s.frame, snap.archive, selection)
	if err != nil {
		return nil, err
	}
	return documentPage(pagecache.Head{Type: mediaPNG, CacheControl: web.CachePage, CrossOrigin: true, Packed: true})(card.PNG())
}
