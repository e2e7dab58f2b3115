package handlers

import (
	"fmt"
	stdpath "path"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/static"
	"lerr/views"
)

// picture returns the picture of a card, if it is asked for at its own address.
func picture(q request) func(views.ShareCard, error) (*web.Unbuilt, error) {
	return func(card views.ShareCard, err error) (*web.Unbuilt, error) {
		if err != nil {
			return nil, err
		}
		if asked := q.withQuery(q.address); card.Address != q.address && card.Address != asked {
			return nil, movedTo(card.Address)
		}
		return web.Document(pagecache.Head{Type: mediaPNG, CacheControl: web.CachePage, CrossOrigin: true, Packed: true}, views.ShareCard.PNG)(card, nil)
	}
}

// showShare returns the picture of a selection for shared links.
func (s *Site) showShare(snap *snapshot, q request) (*web.Unbuilt, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	return picture(q)(views.NewShareCard(s.frame, snap.archive, selection))
}

// showTrendShare returns the picture of a place over all half-years.
func (s *Site) showTrendShare(snap *snapshot, q request) (*web.Unbuilt, error) {
	place, err := snap.trendPlace(q)
	if err != nil {
		return nil, err
	}
	return picture(q)(views.NewTrendCard(s.frame, snap.archive, place))
}

// showCompareShare returns the picture of a comparison.
func (s *Site) showCompareShare(snap *snapshot, q request) (*web.Unbuilt, error) {
	c, problems := s.parseComparison(snap.archive, q.query)
	if len(problems) > 0 {
		return nil, fmt.Errorf("picture of %q: %w", q.query.Get("places"), report.ErrNotFound)
	}
	return picture(q)(views.NewCompareCard(s.frame, snap.archive, c))
}

// showCountriesShare returns the picture of a list of countries.
func (s *Site) showCountriesShare(snap *snapshot, q request) (*web.Unbuilt, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	order, err := orderOf(q)
	if err != nil {
		return nil, err
	}
	return picture(q)(views.NewCountriesCard(s.frame, snap.archive, selection.Period, order))
}

// showMapShare returns the picture of a world map.
func (s *Site) showMapShare(snap *snapshot, q request) (*web.Unbuilt, error) {
	selection, err := snap.selection(q)
	if err != nil {
		return nil, err
	}
	measure, err := s.measureOf(q)
	if err != nil {
		return nil, err
	}
	return picture(q)(views.NewMapCard(s.frame, snap.archive, selection.Period, measure))
}

// showIcon returns an icon of the site at the address at which browsers look for it.
func showIcon(_ *snapshot, q request) (*web.Unbuilt, error) {
	icon, ok := static.Find(static.URL(stdpath.Base(q.address)))
	if !ok {
		return nil, fmt.Errorf("icon %s: %w", q.address, report.ErrNotFound)
	}
	return web.Text(pagecache.Head{Type: icon.Type, CacheControl: web.CachePage, CrossOrigin: true, Packed: true})(icon.Body, nil)
}
