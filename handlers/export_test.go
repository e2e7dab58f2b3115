package handlers

import "slices"

// AddressesOf lists the addresses of the endpoints with the patterns.
func (s *Site) AddressesOf(patterns ...string) []string {
	a := s.current.Load().archive
	return s.addresses(a, a.Periods(), func(e endpoint) bool { return slices.Contains(patterns, e.pattern) })
}

// DataAddresses lists every address that answers with figures as files or describes them.
func (s *Site) DataAddresses() []string {
	a := s.current.Load().archive
	list := s.addresses(a, a.Periods(), func(e endpoint) bool {
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
