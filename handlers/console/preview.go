package console

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/urls"
	"lerr/static"
	"lerr/views/console"
)

// previewDraft shows the public pages as they would be with the draft published, under a banner. It
// gives the archive to a public site that nobody else can reach.
func (s *Site) previewDraft(c echo.Context) error {
	ctx := c.Request().Context()
	draft, archive, err := s.draft(c)
	if err != nil {
		return err
	}
	period := draft.Edition.Period
	next, err := archive.With(report.Revision{
		Edition: draft.Edition, Number: archive.NextNumber(period), PublishedAt: s.Now().UTC(), Note: draft.Note,
		Digest: draft.Edition.Digest(), Again: draft.Again(), Direct: draft.Direct,
	})
	if err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	prefix := urls.DraftPreview(draft.ID)
	path := strings.TrimPrefix(c.Request().URL.Path, prefix)
	if path == "" {
		path = urls.Report(report.Selection{Period: period})
	}
	page, err := s.publicPage(ctx, next, path, c.Request().URL.RawQuery)
	if err != nil {
		return err
	}
	if location := page.header.Get("Location"); location != "" {
		return c.Redirect(http.StatusSeeOther, prefix+location)
	}
	body := page.Bytes()
	if strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
		published, err := s.Publisher.Archive(ctx)
		if err != nil {
			return err
		}
		if body, err = under(ctx, body, prefix, draft, console.News(publish.NewReview(draft, published, s.Publisher.Questions(), nil), archive, draft, s.Publisher.Questions())); err != nil {
			return err
		}
	}
	if name := page.header.Get("Content-Disposition"); name != "" {
		c.Response().Header().Set("Content-Disposition", strings.Replace(name, `filename="`, `filename="DRAFT-`, 1))
	}
	return c.Blob(page.status, page.header.Get("Content-Type"), body)
}

// publicPage requests a page from a public site of the archive.
func (s *Site) publicPage(ctx context.Context, archive *report.Archive, path, query string) (*recorder, error) {
	site, err := s.Preview(archive)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		rec.status = http.StatusNotFound
		return rec, nil
	}
	r.URL.RawQuery = query
	site.ServeHTTP(rec, r)
	return rec, nil
}

// afterSkip matches a page up to its skip link, which stays its first link.
var afterSkip = regexp.MustCompile(`<body[^>]*>\s*(<a class="?skip"?[^>]*>[^<]*</a>)?`)

// under adds the draft's banner to a public page, and makes its links stay within the preview.
func under(ctx context.Context, body []byte, prefix string, d publish.Draft, news []string) ([]byte, error) {
	for _, attribute := range []string{`href="`, `action="`} {
		body = bytes.ReplaceAll(body, []byte(attribute+"/"), []byte(attribute+prefix+"/"))
		body = bytes.ReplaceAll(body, []byte(attribute+prefix+"/static/"), []byte(attribute+"/static/"))
	}
	var banner bytes.Buffer
	if err := console.DraftBanner(urls.Draft(d.ID), d.Edition.Period.Label(), news).Render(ctx, &banner); err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	if at := afterSkip.FindIndex(body); at != nil {
		body = slices.Insert(body, at[1], banner.Bytes()...)
	}
	return bytes.Replace(body, []byte("</head>"), []byte(`<link rel="stylesheet" href="`+static.URL("console.css")+`"></head>`), 1), nil
}

// recorder is an in-memory ResponseWriter.
type recorder struct {
	bytes.Buffer
	header http.Header
	status int
}

// Header returns the headers of the response.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) { r.status = status }
