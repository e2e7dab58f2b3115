package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"lerr/data"
	"lerr/handlers"
	"lerr/handlers/console"
	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/store"
	"lerr/views"
)

// serve opens the database, seeds it when it is empty, and serves both sites until it is told to
// stop.
func serve(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("lerr serve", flag.ContinueOnError)
	path := flags.String("db", "lerr.db", "database file; made and seeded when there is none")
	address := flags.String("addr", ":8080", "address of the public site")
	staffAddress := flags.String("staff-addr", "127.0.0.1:8081", "address of the staff console; keep it internal")
	base := flags.String("base-url", "", "public address of the site, such as https://example.org, for canonical links")
	staffURL := flags.String("staff-url", "", "address at which staff open the console, such as https://console.example.org; localhost when not given")
	metricsAddress := flags.String("metrics-addr", "", "address of the metrics for Prometheus, such as 127.0.0.1:9090; keep it internal; none when not given")
	keyFile := flags.String("key-file", "", "file with 32 bytes that keep the keys of authenticator apps unreadable in the database")
	if err := parseFlags(flags, args, stderr); err != nil {
		return err
	}
	for name, address := range map[string]string{"--base-url": *base, "--staff-url": *staffURL} {
		if err := checkAddress(name, address); err != nil {
			return err
		}
	}
	log, endLog := newLog(stderr)
	defer endLog()

	shipped, err := data.Load()
	if err != nil {
		return fmt.Errorf("shipped report: %w", err)
	}
	db, err := store.Open(ctx, *path)
	if err != nil {
		return err
	}
	err = serveFrom(ctx, db, shipped, serving{
		address: *address, staffAddress: *staffAddress, base: *base, staffURL: *staffURL, keyFile: *keyFile,
		metricsAddress: *metricsAddress, stdout: stdout,
	}, log)
	return errors.Join(err, db.Close())
}

// checkAddress refuses a flag's value that is not empty and no address of the web.
func checkAddress(flag, address string) error {
	if u, err := url.Parse(address); address != "" && (err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https")) {
		return fmt.Errorf("%s is %q, want an address such as https://example.org: %w", flag, address, errUsage)
	}
	return nil
}

// serving is what serve was asked for.
type serving struct {
	address, staffAddress string
	base, staffURL        string
	keyFile               string
	metricsAddress        string    // none when empty
	stdout                io.Writer // for the set-up link, which belongs in no log
}

func serveFrom(ctx context.Context, db *store.DB, shipped *data.Shipped, o serving, log *slog.Logger) error {
	desk := publish.NewService(publish.ServiceOptions{Store: db, Now: time.Now, Questions: shipped.Site.FAQ, KnownNotes: shipped.Remarks})
	seeded, err := desk.Seed(ctx, publish.Shipped{
		Regions: shipped.Regions, Countries: shipped.Countries, Editions: shipped.Editions, Dates: shipped.Dates,
	})
	if err != nil {
		return err
	}
	if seeded > 0 {
		log.Info("seeded", "periods", seeded)
	}
	archive, err := desk.Archive(ctx)
	if err != nil {
		return err
	}
	tune()
	frame := views.Frame{Site: &shipped.Site, World: shipped.World, BaseURL: o.base, Version: version}
	public, err := handlers.NewPublic(frame, log, archive)
	if err != nil {
		return err
	}
	public.Offer(func(a *report.Archive) ([]byte, error) { return store.Published(context.Background(), a, shipped.Site) })
	watch := publish.NewScheduler(desk, publish.SystemClock(), public, log)
	options, err := newConsole(ctx, db, desk, watch, shipped, o)
	if err != nil {
		return err
	}
	watching, stop := context.WithCancel(ctx)
	watched := make(chan struct{})
	go func() {
		watch.Run(watching)
		close(watched)
	}()
	options.Frame, options.Log = frame, log
	options.Preview = func(a *report.Archive) (http.Handler, error) {
		return handlers.NewPublic(frame, slog.New(slog.DiscardHandler), a)
	}
	staff, err := console.New(options)
	if err != nil {
		stop()
		return err
	}
	sites := []site{{"public site", o.address, public}, {"staff console", o.staffAddress, staff}}
	if o.metricsAddress != "" {
		sites = append(sites, site{"metrics", o.metricsAddress, web.Metrics(public.Gauges(), public.Server, staff.Server)})
	}
	err = serveSites(ctx, sites, public.Drain, log)
	stop()
	<-watched
	return err
}

// site is a handler and the address that it is served at.
type site struct {
	name, address string
	handler       http.Handler
}

// grace is how long requests that are under way may take to end after the program is told to stop.
const grace = 10 * time.Second

// serveSites serves until ctx ends or a site fails, then lets what is under way end.
func serveSites(ctx context.Context, sites []site, drain func(), log *slog.Logger) error {
	var servers []*http.Server
	failed := make(chan error, len(sites))
	for _, s := range sites {
		listener, err := net.Listen("tcp", s.address)
		if err != nil {
			failed <- fmt.Errorf("%s: %w", s.name, err)
			break
		}
		server := newServer(s.handler)
		servers = append(servers, server)
		log.Info("listening", "site", s.name, "address", "http://"+listener.Addr().String())
		go func() { failed <- server.Serve(pagecache.Listener{Listener: listener}) }()
	}
	var err error
	select {
	case <-ctx.Done():
		log.Info("stopping")
	case err = <-failed:
	}
	drain()
	ending, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	for _, server := range servers {
		err = errors.Join(err, server.Shutdown(ending))
	}
	return err
}

// newServer is a server that no slow or silent client can hold for long.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ConnContext:       pagecache.ConnContext,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
	}
}
