package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"lerr/data"
	"lerr/internal/audit"
	"lerr/internal/publish"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// manageUsers invites, lists and disables staff, for whoever has the machine.
func manageUsers(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		return fmt.Errorf("want add, list or disable: %w", errUsage)
	}
	flags := flag.NewFlagSet("lerr user "+args[0], flag.ContinueOnError)
	path := flags.String("db", "", "database of the accounts")
	address := flags.String("staff-url", "http://localhost:8081", "address at which staff open the console")
	roles := flags.String("roles", "editor", "roles of a new account, such as \"editor approver administrator\"")
	var names []string
	switch args[0] {
	case "add":
		names = []string{"[NAME]"}
	case "disable":
		names = []string{"NAME"}
	}
	given, err := parseArguments(flags, args[1:], stderr, names...)
	if err != nil {
		return err
	}
	return withDesk(ctx, *path, func(db *store.DB, _ *publish.Service) error {
		shipped, err := data.Load()
		if err != nil {
			return err
		}
		house, err := newHouse(db, shipped, *address, "")
		if err != nil {
			return err
		}
		u := users{house: house, db: db, out: stdout}
		switch args[0] {
		case "add":
			return u.add(ctx, strings.Join(given, ""), *roles, *address)
		case "list":
			return u.list(ctx)
		case "disable":
			return u.disable(ctx, given[0])
		}
		return fmt.Errorf("there is no user command %q; want add, list or disable: %w", args[0], errUsage)
	})
}

type users struct {
	house *staff.House
	db    *store.DB
	out   io.Writer
}

func (u users) record(ctx context.Context, action, text string) error {
	return u.db.Record(ctx, audit.Event{At: time.Now().UTC(), Actor: shellActor(), Action: action, Text: text})
}

// add prints a link with which a person makes their own account: nobody else knows its password, and
// they choose their own sign-in name. A name that is given says in the audit log whom it is for.
func (u users) add(ctx context.Context, name, words, address string) error {
	roles, err := staff.ParseRoles(words)
	if err != nil {
		return fmt.Errorf("--roles: %w: %w", err, errUsage)
	}
	token, link, err := u.house.Invite(ctx, shellActor(), roles)
	if err != nil {
		return err
	}
	if err := u.record(ctx, "invite", strings.TrimSpace(name+" "+roles.String())); err != nil {
		return err
	}
	_, err = fmt.Fprintf(u.out, "%s/invitation/%s\nThe link makes one account (%s) and works until %s.\n",
		address, token, roles, link.ExpiresAt.UTC().Format(time.RFC3339))
	return err
}

func (u users) list(ctx context.Context) error {
	accounts, err := u.house.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		state := "enabled"
		if a.Disabled() {
			state = "disabled"
		}
		if _, err := fmt.Fprintf(u.out, "%-20s %-9s %s\n", a.Name, state, a.Roles); err != nil {
			return err
		}
	}
	return nil
}

// disable ends an account's sessions at once and lets it in no more.
func (u users) disable(ctx context.Context, name string) error {
	account, err := u.house.AccountNamed(ctx, name)
	if err != nil {
		return fmt.Errorf("account %q: %w", name, err)
	}
	change, err := u.house.Disable(ctx, account.ID, account.Version)
	if err != nil {
		return err
	}
	if err := u.record(ctx, "disable account", name); err != nil {
		return err
	}
	_, err = fmt.Fprintf(u.out, "%s is disabled; %d sessions ended\n", name, change.Ended)
	return err
}
