package main

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"time"

	"lerr/data"
	"lerr/handlers/console"
	"lerr/internal/publish"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// newConsole joins the parts of the staff console. Where nobody has an account yet, it prints the
// link with which the first one is made.
func newConsole(ctx context.Context, db *store.DB, desk *publish.Service, watch *publish.Scheduler, shipped *data.Shipped, o serving) (console.Options, error) {
	address := o.staffURL
	if address == "" {
		address = localURL(o.staffAddress)
	}
	house, err := newHouse(db, shipped, address, o.keyFile)
	if err != nil {
		return console.Options{}, err
	}
	console := console.Options{Publisher: desk, House: house, Scheduler: watch, Audit: db, Now: time.Now, StaffURL: address}
	some, err := house.HasAccounts(ctx)
	if err != nil || some {
		return console, err
	}
	token, link, err := house.SetUpLink(ctx)
	if err != nil {
		return console, err
	}
	_, err = fmt.Fprintf(o.stdout, "\nNobody has an account on the staff console yet. Make the first one at\n\n  %s/set-up/%s\n\nThe link works once, until %s.\n\n",
		address, token, link.ExpiresAt.Local().Format("15:04 MST"))
	return console, err
}

// newHouse makes the house that lets staff in at an address.
func newHouse(db *store.DB, shipped *data.Shipped, address, keyFile string) (*staff.House, error) {
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
	return staff.New(db, time.Now, config)
}

// localURL is the address at which this machine opens a console that listens at an address. It is
// by name: browsers give no passkeys to a number.
func localURL(listen string) string {
	_, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "http://localhost"
	}
	return "http://" + net.JoinHostPort("localhost", port)
}
