package store_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/sitetest/dbtest"
	"lerr/internal/staff"
	"lerr/internal/store"
)

// offices is a database with two accounts, a session with factors of each kind, and an invitation.
type offices struct {
	*store.DB
	path           string
	anna, berta    staff.Account
	session        staff.Session // anna's
	pending, other staff.Invitation
}

func openOffices(t *testing.T) offices {
	t.Helper()
	path := dbtest.Path(t)
	o := offices{DB: open(t, path), path: path, pending: link(staff.AccountInvitation, "pending"), other: link(staff.AccountInvitation, "new")}
	o.anna = hire(t, o.DB, person("anna", staff.Administrator))
	o.berta = hire(t, o.DB, person("berta", staff.Editor))
	o.session = addSession(t, o.DB, "1", o.anna, staff.StepFull)
	equip(t, o.DB, o.session)
	o.anna.Version += 2 // two factors
	o.pending.Roles, o.other.Roles = 1, 1
	if err := o.AddInvitation(t.Context(), staffDigest("7"), o.pending, staffEvent); err != nil {
		t.Fatal(err)
	}
	return o
}

// audited has, for each method of the store that changes an account, a factor, an invitation or a
// session, a change that works.
var audited = map[string]func(context.Context, offices) error{
	"SaveAccount": func(ctx context.Context, o offices) error {
		o.berta.DisabledAt = staffMoment
		_, err := o.SaveAccount(ctx, o.berta, endedEvent)
		return err
	},
	"SetPassword": func(ctx context.Context, o offices) error {
		_, err := o.SetPassword(ctx, o.anna, staffHash+"A", staffEvent)
		return err
	},
	"AddInvitation": func(ctx context.Context, o offices) error {
		return o.AddInvitation(ctx, staffDigest("8"), o.other, staffEvent)
	},
	"RemoveInvitation": func(ctx context.Context, o offices) error {
		return o.RemoveInvitation(ctx, o.pending.ID, staffEvent)
	},
	"UseInvitation": func(ctx context.Context, o offices) error {
		return o.UseInvitation(ctx, o.pending, person("carla", staff.Editor), staffHash, staffEvent)
	},
	"SetTOTP": func(ctx context.Context, o offices) error {
		return o.SetTOTP(ctx, app(o.anna.ID), elevated(o.session))
	},
	"AddPasskey": func(ctx context.Context, o offices) error {
		return o.AddPasskey(ctx, passkey(o.anna, "another"), elevated(o.session))
	},
	"UseTOTP": func(ctx context.Context, o offices) error {
		return o.UseTOTP(ctx, o.anna.ID, 51, elevated(o.session))
	},
	"UsePasskey": func(ctx context.Context, o offices) error {
		p := passkey(o.anna, "key of anna")
		p.SignCount++
		return o.UsePasskey(ctx, p, p.SignCount-1, elevated(o.session))
	},
	"UseRecoveryCode": func(ctx context.Context, o offices) error {
		return o.UseRecoveryCode(ctx, o.anna.ID, staffDigest("a"), elevated(o.session))
	},
	"RemoveTOTP": func(ctx context.Context, o offices) error { return o.RemoveTOTP(ctx, o.anna.ID, staffEvent) },
	"RemovePasskey": func(ctx context.Context, o offices) error {
		return o.RemovePasskey(ctx, o.anna.ID, "key of anna", staffEvent)
	},
	"SetRecoveryCodes": func(ctx context.Context, o offices) error {
		return o.SetRecoveryCodes(ctx, o.anna.ID, []string{staffDigest("b")}, staffEvent)
	},
	"EndSession": func(ctx context.Context, o offices) error {
		return o.EndSession(ctx, o.anna.ID, o.session.ID, staffEvent)
	},
	"EndSessions": func(ctx context.Context, o offices) error {
		_, err := o.EndSessions(ctx, o.anna.ID, "", endedEvent)
		return err
	},
	"Record": func(ctx context.Context, o offices) error { return o.Record(ctx, staffEvent) },
}

// unaudited are the other methods: they read, or change nothing that an audit would ask about.
var unaudited = map[string]string{
	"HasAccounts": "reads", "Accounts": "reads", "Account": "reads", "Password": "reads", "Factors": "reads", "TOTP": "reads", "AllTOTP": "reads",
	"Invitation": "reads", "Invitations": "reads", "Session": "reads", "Sessions": "reads", "Ceremony": "reads", "Typed": "reads", "EndedSession": "reads",
	"SaveTyped": "not saved yet", "DeleteTyped": "not saved yet",
	"Rehash":       "same password",
	"AddSession":   "may do nothing before its second factor, or continues an audited one",
	"TouchSession": "time of use", "Purge": "expired", "SetCeremony": "half a change", "EndCeremony": "half a change",
}

// TestStore_WritesEachChangeWithItsEvent is for every method of staff.Store: a change has one event,
// and without its event it does not happen.
func TestStore_WritesEachChangeWithItsEvent(t *testing.T) {
	methods := reflect.TypeFor[staff.Store]()
	for i := range methods.NumMethod() {
		name := methods.Method(i).Name
		change := audited[name]
		if (change == nil) == (unaudited[name] == "") {
			t.Errorf("%s stands in neither list, or in both", name)
		}
		if change == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			o := openOffices(t)
			before := dump(t, o.path)
			allow := dbtest.Refuse(t, raw(t, o.path), "events")
			if err := change(t.Context(), o); err == nil {
				t.Error("got no error where no event can be written")
			}
			if diff := cmp.Diff(before, dump(t, o.path)); diff != "" {
				t.Errorf("something was changed without its event (-before +after)\n%s", diff)
			}
			allow()
			if err := change(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			if got, want := len(dump(t, o.path)["events"]), len(before["events"])+1; got != want {
				t.Errorf("got %d events, want %d", got, want)
			}
		})
	}
}
