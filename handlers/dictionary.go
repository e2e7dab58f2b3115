package handlers

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/urls"
)

// dictionary holds pages of a snapshot that browsers keep, so that of its other pages only the differences are sent.
type dictionary struct {
	pagecache.Shared
	making sync.Once
}

// offerDictionary makes the dictionary of a snapshot that is shown, once and while nobody waits.
func (s *Site) offerDictionary(snap *snapshot) {
	snap.dictionary.making.Do(func() {
		go func() {
			if err := s.makeDictionary(snap); err != nil {
				s.options.Log.Error("dictionary", "error", err)
			}
		}()
	})
}

// makeDictionary makes the dictionary of a snapshot, of pages that are public: it waits for no release and comes before
// none. Another snapshot has another, and a site without a transparency log has none.
func (s *Site) makeDictionary(snap *snapshot) (err error) {
	defer func() { // as a request for one of its pages is
		if p := recover(); p != nil {
			err = fmt.Errorf("make dictionary: %v", p)
		}
	}()
	if s.options.Running.Err() != nil || s.options.Signed == nil || snap.archive.NewestPublished().IsZero() || s.current.Load().dictionary != snap.dictionary {
		return nil
	}
	var content []byte
	for _, address := range dictionaryPages(snap.archive) {
		page, err := s.packedPage(snap, address, (*pagecache.Page).Pack)
		if err != nil {
			return err
		}
		body, err := page.Body()
		if err != nil {
			return fmt.Errorf("%s: %w", address, err)
		}
		content = append(content, body...)
	}
	d := pagecache.NewDictionary(content)
	snap.dictionary.Offer(d, urls.Dictionary(snap.archive.UpdatedAt(), d.ID()))
	return nil
}

// dictionaryCountries is the number of countries whose pages are in a dictionary.
const dictionaryCountries = 2

// dictionaryPages lists the pages of which a dictionary is made: of the newest half-year, those of the countries
// with the most requests, whose parts the pages of all places have, and that of the world. Measured on 2019-H1, Australia takes
// 5.3 KB with the page of the world alone, 2.8 KB with one country's and 2.6 KB with two; each adds 4 KB to the dictionary.
func dictionaryPages(a *report.Archive) (list []string) {
	newest := a.NewestPublished()
	if r, err := a.Revision(newest); err == nil {
		for _, row := range r.Edition.Headline().Sorted(report.ByRequests, report.Place{}, a.Places()) {
			if c, ok := a.Places().Country(row.Country); ok {
				list = append(list, urls.Report(report.Selection{Period: newest, Place: report.Place{Country: c}}))
			}
			if len(list) == dictionaryCountries {
				break
			}
		}
	}
	return append(list, urls.Report(report.Selection{Period: newest}))
}

// showDictionary returns the dictionary of what is shown. One that was made before a withdrawal of what it holds is gone,
// whoever made it; of any other the site knows nothing.
func (s *Site) showDictionary(snap *snapshot, q request) (*web.Unbuilt, error) {
	if d := snap.dictionary.Dictionary(); d != nil && urls.Dictionary(snap.archive.UpdatedAt(), d.ID()) == q.address {
		return web.Text(pagecache.Head{
			Type: mediaText + utf8, CacheControl: web.CacheDay, Robots: "noindex", Dictionary: `match="/*", match-dest=("document")`,
		})(d.Content(), nil)
	}
	micro, err := strconv.ParseInt(q.vars["updated"], 10, 64)
	if err != nil {
		return nil, fmt.Errorf("dictionary %s: %w", q.address, report.ErrNotFound)
	}
	made := time.UnixMicro(micro)
	for _, r := range snap.archive.History() {
		if r.State == report.Withdrawn && !r.PublishedAt.After(made) && r.WithdrawnAt.After(made) {
			return nil, withdrawn{r}
		}
	}
	return nil, fmt.Errorf("dictionary %s: %w", q.address, report.ErrNotFound)
}
