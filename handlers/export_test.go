package handlers

import (
	"slices"

	"lerr/handlers/web"
	"lerr/internal/report"
)

// AddressesOf lists the addresses of the endpoints with the patterns.
func (s *Site) AddressesOf(patterns ...string) []string {
	snap := s.current.Load()
	return s.addresses(snap, snap.archive.Periods(), func(e endpoint) bool { return slices.Contains(patterns, e.pattern) })
}

// Block adds an address that is built before releases, and that cannot be built before until is closed. Call
// it before the site answers.
func (s *Site) Block(address string, until chan struct{}) {
	blocked := &route{
		group: groupPages, media: mediaHTML, addresses: only(address), first: true, paths: []path{{address, "A page that blocks"}},
		page: func(*snapshot, request) (*web.Unbuilt, error) {
			<-until
			return nil, report.ErrNotFound
		},
	}
	s.rows = append(s.rows, blocked)
	s.table = append(blocked.endpoints(), s.table...)
}

// Gate adds an address whose page depends on any query. Building it tells of itself on began, and waits until until is
// closed. Call it before the site answers.
func (s *Site) Gate(address string, began chan<- string, until <-chan struct{}) {
	s.gated(mediaHTML, []string{"*"}, address, began, until)
}

// GateKept is Gate for an address whose page is kept.
func (s *Site) GateKept(address string, began chan<- string, until <-chan struct{}) {
	s.gated(mediaHTML, nil, address, began, until)
}

// GatePicture is Gate for the address of a picture.
func (s *Site) GatePicture(address string, began chan<- string, until <-chan struct{}) {
	s.gated(mediaPNG, []string{"*"}, address, began, until)
}

func (s *Site) gated(media string, query []string, address string, began chan<- string, until <-chan struct{}) {
	gated := &route{
		group: groupPages, media: media, query: query, paths: []path{{address, "A page that waits"}},
		page: func(_ *snapshot, q request) (*web.Unbuilt, error) {
			began <- q.rawQuery
			<-until
			return web.Text(htmlHead)([]byte(q.rawQuery), nil)
		},
	}
	s.table = append(gated.endpoints(), s.table...)
}

// Pages counts the pages in the cache.
func (s *Site) Pages() int {
	_, n := s.current.Load().cache.Size()
	return n
}

// WaitingReaders is waitingReaders, and WaitingPictures waitingPictures.
const (
	WaitingReaders  = waitingReaders
	WaitingPictures = waitingPictures
)

// DataAddresses lists every address that answers with figures as files or describes them.
func (s *Site) DataAddresses() []string {
	snap := s.current.Load()
	list := s.addresses(snap, snap.archive.Periods(), func(e endpoint) bool {
		return e.file != nil || e.form != "" || e.group == groupMeta || e.pattern == "/data"
	})
	return slices.DeleteFunc(list, func(address string) bool { return address == "/robots.txt" })
}

// Finished counts the addresses that have a finished page.
func (s *Site) Finished(addresses ...string) (n int) {
	for _, address := range addresses {
		if _, ok := s.current.Load().cache.Find(address); ok {
			n++
		}
	}
	return n
}

// OneOfEach lists the first address of each endpoint that has any.
func (s *Site) OneOfEach() (list []string) {
	snap := s.current.Load()
	for _, e := range s.table {
		if all := e.addressesOf(snap, snap.archive.Periods()); len(all) > 0 {
			list = append(list, all[0])
		}
	}
	return list
}

// OfferDictionary makes the dictionary of what is shown at once, as it is made after the first reader.
func (s *Site) OfferDictionary() error { return s.makeDictionary(s.current.Load()) }
