package handlers

// DataAddresses lists every address that answers with figures as files or describes them.
func (s *Public) DataAddresses() []string { return s.dataAddresses(s.shown.Load().archive) }

// SitemapPages lists the pages that search engines should know, as paths.
func (s *Public) SitemapPages() (paths []string) {
	for _, p := range s.sitemapPages(s.shown.Load().archive) {
		paths = append(paths, p.Address)
	}
	return paths
}

// Finished counts which of some addresses have a finished page.
func (s *Public) Finished(addresses ...string) (n int) {
	for _, address := range addresses {
		if _, ok := s.shown.Load().press.Find(address); ok {
			n++
		}
	}
	return n
}
