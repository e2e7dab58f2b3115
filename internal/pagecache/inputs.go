package pagecache

// Inputs says what a page is made of, and makes it. A page of equal inputs has equal bytes in every coding and equal
// headers, if the same program makes it.
type Inputs struct {
	Digest string // of everything but the list
	// List is the digest of a list that many pages have, and that can be exchanged on a finished page; empty if the page
	// has none.
	List  string
	Build func() (*Page, error)
	// Relist returns the page from the plain bytes of one that differs in nothing but the list. Nil without a list.
	Relist func(earlier []byte) (*Page, error)
}
