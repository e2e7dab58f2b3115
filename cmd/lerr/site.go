package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"

	"lerr/data"
	"lerr/handlers"
	"lerr/internal/report"
	"lerr/internal/store"
	"lerr/internal/translog"
	"lerr/views"
)

// newFrame returns what the pages of both sites share. The public site is at baseURL, or has no absolute
// links if that is empty.
func newFrame(shipped *data.Shipped, baseURL string) views.Frame {
	return views.Frame{Site: &shipped.Site, World: shipped.World, BaseURL: baseURL, Version: version}
}

// newSite returns the complete public site of an archive and its transparency log: serve serves it and export writes it
// as files. What is not public yet has no log. The site tells load balancers that it is about to stop once ctx ends.
func newSite(ctx context.Context, shipped *data.Shipped, baseURL string, archive *report.Archive, signed *translog.Signed, log *slog.Logger) (*handlers.Site, error) {
	return handlers.New(handlers.Options{
		Frame: newFrame(shipped, baseURL), Log: log, Archive: archive, Signed: signed, Running: ctx,
		Database: func(a *report.Archive) ([]byte, error) {
			return store.Published(context.Background(), a, shipped.Site)
		},
	})
}

// checkURL fails unless the value of a flag is empty or the address of a site: an absolute URL of the web
// without a path, a query or anything else that the site's own addresses would follow.
func checkURL(flag, value string) error {
	u, err := url.Parse(value)
	if value != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || value != u.Scheme+"://"+u.Host) {
		return usageError{fmt.Errorf("%s is %q; give scheme and host alone, such as https://example.org", flag, value)}
	}
	return nil
}
