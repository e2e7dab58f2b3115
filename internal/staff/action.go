package staff

import "slices"

// Action is one thing that can be done on the console and needs permission.
type Action string

const (
	ReadConsole    Action = "read-console"
	EditDraft      Action = "edit-draft" // upload, correct, note, discard
	Approve        Action = "approve"
	Schedule       Action = "schedule"
	Publish        Action = "publish"
	Correct        Action = "correct"
	Withdraw       Action = "withdraw"
	ManageAccounts Action = "manage-accounts" // invite, change roles, disable, end sessions
)

// permission is one row of the table below: who may do it, and whether the second factor must have
// been entered within the last minutes, since it cannot be undone unseen (ASVS 5.0, 7.5.3).
type permission struct {
	action Action
	roles  []Role
	stepUp bool
}

// permissions is who may do what. What does not stand here nobody may do (ASVS 5.0, 8.2.1). That a
// person may not approve their own draft depends on the draft, and is asked where drafts are.
var permissions = []permission{
	{ReadConsole, []Role{Editor, Approver, Administrator}, false},
	{EditDraft, []Role{Editor}, false},
	{Approve, []Role{Approver}, true},
	{Schedule, []Role{Approver}, true},
	{Publish, []Role{Approver}, true},
	{Correct, []Role{Approver}, true},
	{Withdraw, []Role{Approver}, true},
	{ManageAccounts, []Role{Administrator}, true},
}

// Actions lists every action.
func Actions() []Action {
	list := make([]Action, len(permissions))
	for i, p := range permissions {
		list[i] = p.action
	}
	return list
}

// May says whether one of the roles permits the action.
func May(roles Roles, a Action) bool {
	return slices.ContainsFunc(permissions, func(p permission) bool {
		return p.action == a && slices.ContainsFunc(p.roles, roles.Has)
	})
}

// NeedsStepUp says whether the action wants the second factor to be entered anew.
func NeedsStepUp(a Action) bool {
	return slices.ContainsFunc(permissions, func(p permission) bool { return p.action == a && p.stepUp })
}
