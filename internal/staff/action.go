package staff

import "slices"

// Action is something on the console that needs permission. The zero value is permitted to nobody.
type Action string

const (
	ReadConsole    Action = "read-console"
	EditDraft      Action = "edit-draft" // upload, start a correction, edit, discard
	Approve        Action = "approve"
	Schedule       Action = "schedule"
	Publish        Action = "publish"
	Withdraw       Action = "withdraw"
	ManageAccounts Action = "manage-accounts" // invite, change roles, disable, end sessions
)

// permission is one row of the table below: the roles that may do an action, and whether it needs a
// step-up, since it cannot be undone unseen (ASVS 5.0, 7.5.3).
type permission struct {
	action Action
	roles  []Role
	stepUp bool
}

// permissions lists who may do what. An action that is missing is permitted to nobody (ASVS 5.0,
// 8.2.1). That nobody approves their own draft depends on the draft, and is decided in publish.
var permissions = []permission{
	{ReadConsole, []Role{Editor, Approver, Administrator}, false},
	{EditDraft, []Role{Editor}, false},
	{Approve, []Role{Approver}, true},
	{Schedule, []Role{Approver}, true},
	{Publish, []Role{Approver}, true},
	{Withdraw, []Role{Approver}, true},
	{ManageAccounts, []Role{Administrator}, true},
}

// Actions returns every action.
func Actions() []Action {
	list := make([]Action, len(permissions))
	for i, p := range permissions {
		list[i] = p.action
	}
	return list
}

// May reports whether one of the roles permits the action.
func May(roles Roles, a Action) bool {
	return slices.ContainsFunc(permissions, func(p permission) bool {
		return p.action == a && slices.ContainsFunc(p.roles, roles.Has)
	})
}

// NeedsStepUp reports whether the action needs a second factor entered within StepUpLimit.
func NeedsStepUp(a Action) bool {
	return slices.ContainsFunc(permissions, func(p permission) bool { return p.action == a && p.stepUp })
}
