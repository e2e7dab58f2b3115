package web

import (
	"fmt"

	"github.com/a-h/templ"

	"lerr/internal/digest"
	"lerr/internal/pagecache"
	"lerr/views"
)

// Unbuilt is a page that is not built yet: its head, all that it is made of, and how.
type Unbuilt struct {
	head  pagecache.Head
	model any
	maker any // the function that makes it of the model alone
	build func() (*pagecache.Page, error)
}

// Component returns a function that takes the view model of a component's page, or passes on the error of making it.
func Component[M any](head pagecache.Head, component func(M) templ.Component) func(M, error) (*Unbuilt, error) {
	return func(m M, err error) (*Unbuilt, error) {
		if err != nil {
			return nil, err
		}
		return &Unbuilt{head, m, component, func() (*pagecache.Page, error) { return RenderPage(head, component(m)) }}, nil
	}
}

// Document returns a function that takes what a document is made of, or passes on the error of making that. write must be
// a declared function, so that it can hold nothing else.
func Document[M any](head pagecache.Head, write func(M) ([]byte, error)) func(M, error) (*Unbuilt, error) {
	return func(m M, err error) (*Unbuilt, error) {
		if err != nil {
			return nil, err
		}
		return &Unbuilt{head, m, write, func() (*pagecache.Page, error) {
			body, err := write(m)
			if err != nil {
				return nil, err
			}
			return pagecache.NewPage(head, body)
		}}, nil
	}
}

// Text returns a function that takes a document of which the text is all that it is made of, or passes on the error of
// making it.
func Text(head pagecache.Head) func([]byte, error) (*Unbuilt, error) {
	return Document(head, asIs)
}

func asIs(body []byte) ([]byte, error) { return body, nil }

// Build builds the page.
func (u *Unbuilt) Build() (*pagecache.Page, error) { return u.build() }

// Inputs returns what the page is made of beside base, which is the digest of what all pages of the site are made of.
func (u *Unbuilt) Inputs(h *digest.Hasher, base string) (in pagecache.Inputs, err error) {
	model := u.model
	in.Build = u.build
	if listing, ok := model.(views.Listing); ok {
		var list []views.PeriodOption
		model, list = listing.WithoutHalfYears()
		if in.List, err = h.Of(list); err != nil {
			return in, err
		}
		in.Relist = func(earlier []byte) (*pagecache.Page, error) {
			body, ok := views.WithHalfYears(earlier, list)
			if !ok {
				return u.build()
			}
			return pagecache.NewMinifiedPage(renderedHead(u.head), body), nil
		}
	}
	if in.Digest, err = h.Of(base, u.head, u.maker, model); err != nil {
		return in, fmt.Errorf("what the page is made of: %w", err)
	}
	return in, nil
}
