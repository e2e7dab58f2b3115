package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"lerr/data"
	"lerr/handlers/console"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// consoleOptions returns the options of the staff console, its log aside. As long as there is no account, it prints to stdout
// the link that makes the first one; the link is a secret and must not be logged.
func consoleOptions(ctx context.Context, db *store.DB, publisher *publish.Service, scheduler *publish.Scheduler, shipped *data.Shipped, o serveOptions, stdout io.Writer) (console.Options, error) {
	address := o.staffURL
	if address == "" {
		address = localURL(o.staffAddress)
	}
	service, err := newStaff(db, shipped, address, o.keyFile)
	if err != nil {
		return console.Options{}, err
	}
	if err := checkLocked(ctx, service, o); err != nil {
		return console.Options{}, err
	}
	options := console.Options{
		Publisher: publisher, Accounts: service, Scheduler: scheduler, Now: time.Now, StaffURL: address, TrustedProxies: o.trustedProxies, Frame: newFrame(shipped, o.baseURL),
		Preview: func(a *report.Archive) (http.Handler, error) {
			return newSite(ctx, shipped, o.baseURL, a, nil, slog.New(slog.DiscardHandler))
		},
	}
	exist, err := service.HasAccounts(ctx)
	if err != nil || exist {
		return options, err
	}
	token, link, err := service.SetUpLink(ctx)
	if err != nil {
		return options, err
	}
	_, err = fmt.Fprintf(stdout, "\nNobody has an account on the staff console yet. Make the first one at\n\n  %s/set-up/%s\n\nThe link works once, until %s.\n\n",
		address, token, link.ExpiresAt.Local().Format("15:04 MST"))
	return options, err
}

// newStaff returns the service of accounts and sessions for a console at the URL address. Passkeys need a
// host name there, so none are offered at an IP address.
func newStaff(db *store.DB, shipped *data.Shipped, address, keyFile string) (*staff.Service, error) {
	config := staff.Config{Organisation: shipped.Site.Organization}
	if u, err := url.Parse(address); err == nil && net.ParseIP(u.Hostname()) == nil {
		config.RPID, config.Origins = u.Hostname(), []string{address}
	}
	if keyFile != "" {
		key, err := os.ReadFile(keyFile)
		if err != nil {
			return nil, fmt.Errorf("--key-file: %w", err)
		}
		config.Key = key
	}
	if db.OnServer() { // other processes may serve the same accounts
		config.Attempts = db
	}
	return staff.New(db, time.Now, config)
}

// checkLocked fails, with what to do, if the secrets of authenticator apps were encrypted with a key other than that of
// o.keyFile: their owners could not sign in, and would find out on the day of a release.
func checkLocked(ctx context.Context, service *staff.Service, o serveOptions) error {
	accounts, err := service.Locked(ctx)
	if err != nil || len(accounts) == 0 {
		return err
	}
	given, names, commands := o.keyFile+" is another key than", []string{}, ""
	if o.keyFile == "" {
		given = "there is no " + keyBeside(o.where.db) + " and no other key, but one"
	}
	for _, a := range accounts {
		names = append(names, a.Name)
		commands += fmt.Sprintf("\n  lerr user renew %s --db %s", a.Name, o.where.name())
	}
	return usageError{fmt.Errorf("--key-file: %s encrypted the authenticator apps of %s; give that key. If it is lost, print a link "+
		"with which each of them starts again, and start then:%s", given, strings.Join(names, ", "), commands)}
}

// localURL returns the URL at which this machine reaches a server that listens at an address. Its host is
// localhost, since browsers allow no passkeys at an IP address.
func localURL(listen string) string {
	_, port, _ := net.SplitHostPort(listen) // the console cannot listen at a wrong address
	return "http://localhost:" + port
}

// parseProxies parses the values of --trusted-proxy, each an IP address or a range in CIDR notation.
func parseProxies(values []string) (proxies []*net.IPNet, err error) {
	for _, v := range values {
		prefix, err := netip.ParsePrefix(v)
		if address, single := netip.ParseAddr(v); single == nil {
			prefix, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return nil, usageError{fmt.Errorf("--trusted-proxy is %q; give an address such as 192.0.2.1 or a range such as 10.0.0.0/8", v)}
		}
		prefix = prefix.Masked()
		proxies = append(proxies, &net.IPNet{
			IP: prefix.Addr().AsSlice(), Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen()),
		})
	}
	return proxies, nil
}
