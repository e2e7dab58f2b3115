package staff

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

// permissions holds the roles that may do an action, and whether it needs a step-up, since it cannot be
// undone unseen (ASVS 5.0, 7.5.3). An action that is missing is permitted to nobody (ASVS 5.0, 8.2.1).
// That nobody approves their own draft depends on the draft, and is decided in publish.
var permissions = map[Action]struct {
	roles  Roles
	stepUp bool
}{
	ReadConsole:    {RolesOf(Editor, Approver, Administrator), false},
	EditDraft:      {RolesOf(Editor), false},
	Approve:        {RolesOf(Approver), true},
	Schedule:       {RolesOf(Approver), true},
	Publish:        {RolesOf(Approver), true},
	Withdraw:       {RolesOf(Approver), true},
	ManageAccounts: {RolesOf(Administrator), true},
}

// May reports whether one of the roles permits the action.
func May(roles Roles, a Action) bool { return roles&permissions[a].roles != 0 }

// WhoMay returns the roles any of which permits the action.
func WhoMay(a Action) Roles { return permissions[a].roles }

// NeedsStepUp reports whether the action needs a second factor entered within StepUpLimit.
func NeedsStepUp(a Action) bool { return permissions[a].stepUp }
