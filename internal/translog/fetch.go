package translog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"lerr/internal/report"
)

// Limits of what an auditor reads from a site that may be hostile. The bytes are those after decompression.
const (
	maxFetched    = 256 << 20 // in all
	maxFile       = 16 << 20  // of an entry bundle or a JSON file
	maxCheckpoint = 64 << 10
	maxRedirects  = 5
	fetchTimeout  = 30 * time.Second
)

// fetcher reads files of one site.
type fetcher struct {
	base   string // without a slash at the end
	client *http.Client
	left   atomic.Int64 // bytes that may still be read
}

// newFetcher returns a fetcher for the site at an http or https address. It fails with ErrInvalid for another address.
func newFetcher(base string, transport http.RoundTripper) (*fetcher, error) {
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, fmt.Errorf("address %q: want http:// or https:// with a host and perhaps a path: %w", base, report.ErrInvalid)
	}
	f := &fetcher{base: strings.TrimRight(base, "/"), client: &http.Client{
		Transport: transport, Timeout: fetchTimeout,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if r.URL.Host != u.Host || u.Scheme == "https" && r.URL.Scheme != u.Scheme || len(via) > maxRedirects {
				return fmt.Errorf("is redirected to %s, which is not followed", r.URL)
			}
			return nil
		},
	}}
	f.left.Store(maxFetched)
	return f, nil
}

// get returns the file at a path of the site. It fails with ErrNotFound if the site has none, with ErrInvalid if it is
// larger than limit bytes, and with another error if the site does not answer.
func (f *fetcher) get(ctx context.Context, path string, limit int64) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, f.base+path, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	request.Header.Set("User-Agent", "lerr-audit")
	response, err := f.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, errors.Unwrap(err)) // without the method and address, which a url.Error adds
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound, http.StatusGone:
		return nil, fmt.Errorf("%s: the site answers %s: %w", path, response.Status, report.ErrNotFound)
	default:
		return nil, fmt.Errorf("%s: the site answers %s", path, response.Status)
	}
	content, err := io.ReadAll(io.LimitReader(response.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if n := int64(len(content)); n > limit || f.left.Add(-n) < 0 {
		return nil, fmt.Errorf("%s is larger than an audit reads, %d bytes: %w", path, min(limit, maxFetched), report.ErrInvalid)
	}
	return content, nil
}
