package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lerr/internal/staff"
)

func userCommand() *cobra.Command {
	c := &cobra.Command{
		Use:                "user",
		Short:              "Invite, renew, list and disable staff",
		RunE:               requireSubcommand,
		FParseErrWhitelist: cobra.FParseErrWhitelist{UnknownFlags: true}, // those of a misspelt subcommand, which is reported
	}
	var u users
	u.where.addFlags(c.PersistentFlags(), "", "database `FILE` of the accounts")
	c.PersistentFlags().StringVar(&u.address, "staff-url", "http://localhost:8081", "`URL` at which staff open the console")

	add := &cobra.Command{Use: "add [NAME]", Short: "Print a link with which a person makes their own account"}
	roles := add.Flags().String("roles", "editor", "roles of the account, such as \"editor approver administrator\"")
	add.RunE = u.run(func(ctx context.Context, args []string) error { return u.add(ctx, strings.Join(args, ""), *roles) })
	renew := &cobra.Command{Use: "renew NAME", Short: "Print a link with which a person replaces their password and second factors", RunE: u.run(u.renew)}
	list := &cobra.Command{Use: "list", Short: "List the accounts", RunE: u.run(u.list)}
	disable := &cobra.Command{Use: "disable NAME", Short: "Disable an account and end its sessions", RunE: u.run(u.disable)}
	c.AddCommand(add, renew, list, disable)
	return c
}

// users holds what the subcommands of user share.
type users struct {
	where   location
	address string
	service *staff.Service
	out     io.Writer
}

// run returns a RunE that opens the database before action and closes it after.
func (u *users) run(action func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, args []string) error {
		u.out = c.OutOrStdout()
		return withDatabase(c.Context(), u.where, func(db database) error {
			service, err := newStaff(db.DB, db.shipped, u.address, "")
			if err != nil {
				return err
			}
			u.service = service
			return action(c.Context(), args)
		})
	}
}

// add prints a link with which a person makes their own account, so that nobody else knows its password.
// name is only written to the audit log: the person chooses the name of the account.
func (u *users) add(ctx context.Context, name, list string) error {
	roles, err := staff.ParseRoles(list)
	if err != nil {
		return usageError{fmt.Errorf("--roles: %w", err)}
	}
	token, link, err := u.service.InviteNamed(ctx, shellActor(), name, roles)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(u.out, "%s/invitation/%s\nThe link makes one account (%s) and works until %s.\n",
		u.address, token, roles, link.ExpiresAt.UTC().Format(time.RFC3339))
	return err
}

// renew prints a link for somebody who has lost their password or second factors. Until it is used, nothing changes.
func (u *users) renew(ctx context.Context, args []string) error {
	account, err := u.service.AccountNamed(ctx, args[0])
	if err != nil {
		return fmt.Errorf("account %q: %w", args[0], err)
	}
	token, link, err := u.service.Renew(ctx, shellActor(), account.ID)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(u.out, "%s/invitation/%s\nThe link replaces the password and all second factors of %s and works until %s.\n",
		u.address, token, account.Name, link.ExpiresAt.UTC().Format(time.RFC3339))
	return err
}

func (u *users) list(ctx context.Context, _ []string) error {
	accounts, err := u.service.All(ctx)
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

func (u *users) disable(ctx context.Context, args []string) error {
	name := args[0]
	account, err := u.service.AccountNamed(ctx, name)
	if err != nil {
		return fmt.Errorf("account %q: %w", name, err)
	}
	change, err := u.service.Disable(ctx, shellActor(), account.ID, account.Version)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(u.out, "%s is disabled; %d sessions ended\n", name, change.Ended)
	return err
}
