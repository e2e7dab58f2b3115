package staff_test

import (
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/staff"
)

// mayDo repeats the table of permissions: e, a, m for editor, approver, administrator.
var mayDo = map[staff.Action]string{
	staff.ReadConsole:    "eam",
	staff.EditDraft:      "e",
	staff.Approve:        "a",
	staff.Schedule:       "a",
	staff.Publish:        "a",
	staff.Withdraw:       "a",
	staff.ManageAccounts: "m",
}

func TestMay_IsTheTable(t *testing.T) {
	letters := map[rune]staff.Role{'e': staff.Editor, 'a': staff.Approver, 'm': staff.Administrator}
	for _, a := range staff.Actions() {
		if _, ok := mayDo[a]; !ok {
			t.Errorf("%s is in no table of this test", a)
		}
	}
	for set := staff.Roles(0); set <= all; set++ {
		for a, who := range mayDo {
			want := false
			for _, letter := range who {
				want = want || set.Has(letters[letter])
			}
			if got := staff.May(set, a); got != want {
				t.Errorf("may %q %s: got %v, want %v", set, a, got, want)
			}
		}
	}
}

func TestMay_IsNoForWhatDoesNotExist(t *testing.T) {
	if staff.May(all, "set-fire") || staff.May(all, "") || staff.May(0, staff.ReadConsole) {
		t.Error("got yes, want no")
	}
}

func TestNeedsStepUp_ForWhatCannotBeUndoneUnseen(t *testing.T) {
	for a := range mayDo {
		want := a != staff.ReadConsole && a != staff.EditDraft
		if got := staff.NeedsStepUp(a); got != want {
			t.Errorf("%s: got %v, want %v", a, got, want)
		}
	}
}

func TestAllow_AsksEverything(t *testing.T) {
	f := newFixture(t)
	_, e := f.admin()
	fresh := e.Session
	old := fresh
	old.SteppedUpAt = f.at.Add(-staff.StepUpLimit)
	editor := fresh
	editor.Account.Roles = staff.RolesOf(staff.Editor)
	never := fresh
	never.SteppedUpAt = time.Time{}
	pending := fresh
	pending.Step = staff.StepSecondFactor
	enrolling := fresh
	enrolling.Step = staff.StepEnrol
	idle := fresh
	idle.SeenAt = f.at.Add(-staff.IdleLimit)
	disabled := fresh
	disabled.Account.DisabledAt = f.at
	for _, tt := range []struct {
		name    string
		session staff.Session
		action  staff.Action
		want    error
	}{
		{"a fresh second factor publishes", fresh, staff.Publish, nil},
		{"one of five minutes ago does not", old, staff.Publish, staff.ErrStepUp},
		{"none at all does not", never, staff.ManageAccounts, staff.ErrStepUp},
		{"an old one still edits", old, staff.EditDraft, nil},
		{"an editor does not publish", editor, staff.Publish, report.ErrForbidden},
		{"a pending session reads nothing", pending, staff.ReadConsole, staff.ErrSecondFactor},
		{"an enrolling session reads nothing", enrolling, staff.ReadConsole, staff.ErrEnrol},
		{"an idle session reads nothing", idle, staff.ReadConsole, staff.ErrNoSession},
		{"a disabled account reads nothing", disabled, staff.ReadConsole, staff.ErrNoSession},
		{"no session reads nothing", staff.Session{}, staff.ReadConsole, staff.ErrNoSession},
	} {
		t.Run(tt.name, func(t *testing.T) { wantError(t, string(tt.action), f.Allow(tt.session, tt.action), tt.want) })
	}
}
