package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"lerr/data"
	"lerr/handlers/console"
	"lerr/handlers/web"
	"lerr/internal/publish"
	"lerr/internal/translog"
)

// serveOptions holds the parsed flags of serve.
type serveOptions struct {
	where                                 location
	keyFile, backupDir                    string
	address, staffAddress, metricsAddress string // metrics are off if the last is empty
	baseURL, staffURL                     string
	trustedProxies                        []*net.IPNet
	witnesses                             []translog.Witness
	drain                                 time.Duration // from the signal to the end of listening
	notify                                notifyOptions
}

func serveCommand() *cobra.Command {
	var o serveOptions
	var proxies, witnesses []string
	c := &cobra.Command{Use: "serve", Short: "Serve the report and the staff console"}
	flags := c.Flags()
	o.where.addFlags(flags, "lerr.db", "database `FILE`; lerr init makes it")
	flags.StringVar(&o.address, "addr", ":8080", "`ADDRESS` of the public site, unless systemd passes a socket named public")
	flags.StringVar(&o.staffAddress, "staff-addr", "127.0.0.1:8081", "`ADDRESS` of the staff console, unless systemd passes a socket named staff; keep it internal")
	flags.StringVar(&o.baseURL, "base-url", "", "public `URL` of the site, such as https://example.org, for canonical links")
	flags.StringVar(&o.staffURL, "staff-url", "", "`URL` at which staff open the console, such as https://console.example.org; localhost by default")
	flags.StringVar(&o.metricsAddress, "metrics-addr", "", "`ADDRESS` of the metrics for Prometheus, such as 127.0.0.1:9090; keep it internal; off by default")
	flags.StringVar(&o.keyFile, "key-file", "", "`FILE` of 32 bytes that encrypts the secrets of authenticator apps in the database; by default the one that lerr init made beside it")
	flags.StringVar(&o.backupDir, "backup-dir", "", "`DIRECTORY` for a backup a day, which lerr never removes; none by default")
	flags.StringSliceVar(&proxies, "trusted-proxy", nil, "`ADDRESS` or range, such as 10.0.0.0/8, of a proxy whose X-Forwarded-For is believed about who signs in; can be given several times")
	flags.StringSliceVar(&witnesses, "witness", nil, "`'KEY URL'` of a witness (C2SP tlog-witness) that is asked to cosign the transparency log after each release; can be given several times")
	flags.DurationVar(&o.drain, "drain", 2*time.Second, "`TIME` for which a signal to stop only makes /readyz answer 503, so that load balancers send no more requests")
	o.notify.addFlags(flags)
	c.RunE = func(c *cobra.Command, _ []string) (err error) {
		o.trustedProxies, err = parseProxies(proxies)
		var bad error
		o.witnesses, bad = parseWitnesses(witnesses)
		if err := errors.Join(err, bad, checkURL("--base-url", o.baseURL), checkURL("--staff-url", o.staffURL)); err != nil {
			return err
		}
		log, flush := newLog(c.ErrOrStderr())
		defer flush()
		return serve(c.Context(), o, c.OutOrStdout(), log)
	}
	return c
}

// serve serves both sites until ctx ends or one of them fails. It prints to stdout what must not be logged.
func serve(ctx context.Context, o serveOptions, stdout io.Writer, log *slog.Logger) (err error) {
	manager, err := newServiceManager(log)
	if err != nil {
		return err
	}
	sockets, err := inheritSockets()
	if err != nil {
		return err
	}
	o.address, o.staffAddress = addressOf(sockets[publicSocket], o.address), addressOf(sockets[staffSocket], o.staffAddress)
	shipped, err := data.Load()
	if err != nil {
		return err
	}
	if o.keyFile == "" {
		o.keyFile = existingKey(o.where.db, log)
	}
	if err := checkStart(thisMachine(), o, log); err != nil {
		return err
	}
	channels, err := o.notify.channels(shipped.Site.Title)
	if err != nil {
		return err
	}
	db, err := openDatabase(ctx, o.where)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if o.where.onServer() {
		if err := checkServer(ctx, db, log); err != nil {
			return err
		}
	}
	backups, err := newBackups(db, besideOrHere(o.where.db), o.backupDir, log)
	if err != nil {
		return err
	}
	upkeep := &maintenance{db: db, now: time.Now, log: log}
	service := newService(ctx, db, shipped, o.baseURL)
	archive, signed, err := service.Public(ctx)
	if err != nil {
		return err
	}
	shareCores()
	memory := limitMemory()
	public, err := newSite(ctx, shipped, o.baseURL, archive, signed, log)
	if err != nil {
		return err
	}
	scheduler := publish.NewScheduler(service, publish.SystemClock(), public, log)
	options, err := consoleOptions(ctx, db, service, scheduler, shipped, o, stdout)
	if err != nil {
		return err
	}
	options.Log = log
	sender := newSender(db, channels, options.StaffURL, log)
	options.Notifications = sender
	staff, err := console.New(options)
	if err != nil {
		return err
	}

	// Releases happen as long as anything is served.
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { scheduler.Run(working) })
	running.Go(func() { backups.run(working) })
	running.Go(func() { (&programLog{service: service, public: public, log: log}).run(working) })
	running.Go(func() { db.Listen(working) })
	if o.where.onServer() {
		running.Go(func() { (&follower{db: db, seen: scheduler.Changes, log: log}).run(working) })
	} else {
		running.Go(func() { upkeep.run(working) })
	}
	cosigners := &cosigning{witnesses: o.witnesses, shown: public.Signed, keep: db.Cosign, show: public.ShowLog, log: log, poll: witnessPoll, wait: witnessMinDelay}
	running.Go(func() { cosigners.run(working) })
	running.Go(func() { sender.Run(working) })
	running.Go(func() { remind(working, scheduler, log) })
	running.Go(func() { manager.keepAlive(working, scheduler.SinceStep) })
	servers := []endpoint{{"public site", o.address, sockets[publicSocket], public}, {"staff console", o.staffAddress, sockets[staffSocket], staff}}
	if o.metricsAddress != "" {
		servers = append(servers, endpoint{"metrics", o.metricsAddress, nil, web.Metrics(slices.Concat(public.Gauges(), releaseGauges(scheduler), notificationGauges(sender), []web.Gauge{backups.gauge(), upkeep.gauge(), cosigners.gauge()}), public.Server, staff.Server)})
	}
	err = listenAndServe(ctx, servers, memory, lifecycle{
		ready:    func() { manager.tell("READY=1") },
		stopping: func() { manager.tell("STOPPING=1"); time.Sleep(o.drain) },
	}, log)
	stop()
	running.Wait()
	return err
}

// releaseGauges returns the numbers of scheduled releases for the metrics.
func releaseGauges(s *publish.Scheduler) []web.Gauge {
	return []web.Gauge{
		{Name: "lerr_releases_failing", Help: "Releases whose time has come and that have not happened.", Value: func() float64 { return float64(s.Failing()) }},
		{Name: "lerr_release_late_seconds", Help: "How late the last scheduled release was.", Value: func() float64 { return s.Late().Seconds() }},
		{Name: "lerr_releases_paused", Help: "1 while releases are paused because of the clock.", Value: func() float64 {
			if s.Paused() != "" {
				return 1
			}
			return 0
		}},
	}
}

// existingKey returns the key file that init made beside a database, or "" and a warning in the log.
func existingKey(path string, log *slog.Logger) string {
	if _, err := os.Stat(keyBeside(path)); err == nil {
		return keyBeside(path)
	}
	log.Warn("without --key-file, the secrets of authenticator apps are stored in clear")
	return ""
}

// endpoint is a handler and the address at which it listens.
type endpoint struct {
	name, address string
	socket        net.Listener // that the service manager has opened at the address; nil if it has not
	handler       http.Handler
}

// addressOf returns the address of a passed socket, or the one that a flag names if there is none.
func addressOf(socket net.Listener, flag string) string {
	if socket == nil {
		return flag
	}
	return socket.Addr().String()
}

// listen returns the listener of an endpoint.
func (e endpoint) listen() (net.Listener, error) {
	if e.socket != nil {
		return e.socket, nil
	}
	l, err := net.Listen("tcp", e.address)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.name, err)
	}
	return l, nil
}

// lifecycle holds what else happens when serving begins and ends.
type lifecycle struct {
	ready    func() // every endpoint listens and is served
	stopping func() // the program was asked to stop; it serves on until stopping returns
}

// shutdownTimeout bounds how long open requests may take to finish at the end.
const shutdownTimeout = 10 * time.Second

// listenAndServe serves until ctx ends or an endpoint fails, then lets requests finish. The sites say from the end of
// ctx on that they are stopping.
func listenAndServe(ctx context.Context, endpoints []endpoint, memory *memoryLimit, events lifecycle, log *slog.Logger) error {
	var listeners []net.Listener
	for _, e := range endpoints {
		listener, err := e.listen()
		if err != nil {
			return errors.Join(err, closeAll(listeners))
		}
		listeners = append(listeners, listener)
	}
	var servers []*http.Server
	var accepting sync.WaitGroup
	var fresh freshConnections
	failed := make(chan error, len(endpoints))
	for i, e := range endpoints {
		server := newServer(closeAfter(ctx, e.handler), log)
		server.ConnState = func(c net.Conn, state http.ConnState) {
			memory.noteConnection(c, state)
			fresh.noteConnection(c, state)
		}
		servers = append(servers, server)
		log.Info("listening", "site", e.name, "address", "http://"+listeners[i].Addr().String())
		accepting.Go(func() { failed <- server.Serve(listeners[i]) })
	}
	events.ready()
	var err error
	select {
	case <-ctx.Done():
		log.Info("stopping")
		events.stopping()
	case err = <-failed:
	}
	// What is accepted is answered; what nobody has accepted stays with a socket that was passed in, for the next process.
	_ = closeAll(listeners) // the one that failed is closed
	accepting.Wait()
	ending, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	fresh.wait(ending)
	for _, server := range servers {
		err = errors.Join(err, server.Shutdown(ending))
	}
	return err
}

// closeAfter returns a handler that ends each connection with its next response once ctx has ended: fewer are idle, and
// perhaps about to be used, when the server closes those.
func closeAfter(ctx context.Context, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ctx.Err() != nil {
			w.Header().Set("Connection", "close")
		}
		h.ServeHTTP(w, r)
	})
}

func closeAll(listeners []net.Listener) (err error) {
	for _, l := range listeners {
		err = errors.Join(err, l.Close())
	}
	return err
}

// newServer returns a server with timeouts, so that slow or silent clients cannot hold it. The console
// gives uploads more time.
func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ErrorLog:          serverErrors(log),
		ConnContext:       limitSendBuffer,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       5 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
	}
}

// sendBuffer is the size of a connection's send buffer in bytes, of which Linux takes twice. The kernel would let it
// grow to some megabytes for each client that reads slowly. It allows a megabyte a second at
// 100 ms.
const sendBuffer = 64 << 10

// limitSendBuffer sets the size of a new connection's send buffer.
func limitSendBuffer(ctx context.Context, c net.Conn) context.Context {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(sendBuffer) // a connection that has ended is noticed when it is read
	}
	return ctx
}
