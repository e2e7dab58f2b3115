package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"time"

	"lerr/data"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
	"lerr/views"
)

// standIn serves one page as people would without a press:
//
//	stand-in bare ADDRESS FILE      net/http sends the bytes of a file, with no middleware and no log
//	stand-in render ADDRESS DIR     Echo and templ make the page for each request, and compress it
func standIn(args []string) error {
	if len(args) != 3 {
		return errors.New("want a kind, an address and a file")
	}
	switch args[0] {
	case "bare":
		return serveBare(args[1], args[2])
	case "render":
		return serveRendering(args[1], args[2])
	}
	return fmt.Errorf("there is no stand-in %q", args[0])
}

func serveBare(address, file string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	length := strconv.Itoa(len(body))
	return http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", length)
		_, _ = w.Write(body)
	}))
}

func serveRendering(address, dir string) error {
	archive, shipped, err := seeded(context.Background(), dir)
	if err != nil {
		return err
	}
	frame := views.Frame{Site: &shipped.Site, Version: "bench"}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Use(middleware.Gzip())
	e.GET("/", func(c echo.Context) error {
		m, err := views.NewReportPage(frame, archive, report.Selection{Period: archive.Newest()}, "/", "")
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := views.Report(m).Render(c.Request().Context(), &b); err != nil {
			return err
		}
		return c.HTMLBlob(http.StatusOK, b.Bytes())
	})
	return e.Start(address)
}

// seeded is the shipped report in a database of its own.
func seeded(ctx context.Context, dir string) (*report.Archive, *data.Shipped, error) {
	shipped, err := data.Load()
	if err != nil {
		return nil, nil, err
	}
	db, err := store.Open(ctx, filepath.Join(dir, "stand-in.db"))
	if err != nil {
		return nil, nil, err
	}
	desk := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now})
	_, err = desk.Seed(ctx, publish.Shipped{
		Regions: shipped.Regions, Countries: shipped.Countries, Editions: shipped.Editions, Dates: shipped.Dates,
	})
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	archive, err := desk.Archive(ctx)
	return archive, shipped, errors.Join(err, db.Close())
}
